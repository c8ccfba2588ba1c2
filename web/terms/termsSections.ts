/**
 * The parts of each text, in order. Their headings are shared by all documents (`terms.heading.<part>`), their sentences
 * stand below `terms.<document>.<edition>`; a changed text is a new version, and the old one stays readable.
 */
export const termsSections: Readonly<Record<string, readonly string[]>> = {
  service: ['purpose', 'service', 'customer', 'provider', 'validity', 'end', 'dispute'],
  'personal-information': ['purpose', 'items', 'period', 'refusal'],
  'unique-identifier': ['basis', 'purpose', 'items', 'period', 'refusal'],
  'third-party': ['recipient', 'purpose', 'items', 'period', 'refusal'],
  'remember-me': ['purpose', 'items', 'period', 'withdrawal', 'refusal'],
};

/** A version as part of a key: `1.0` → `v1`, `1.2` → `v1-2`. */
export function edition(version: string): string {
  return `v${version.replace(/\.0$/u, '').replaceAll('.', '-')}`;
}
