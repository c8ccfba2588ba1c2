import { findMentions, lastKept } from './mentions.ts';
import kinds from './kinds.json' with { type: 'json' };
import purposes from './purposes.json' with { type: 'json' };

/** What a certificate is for; the purpose exists for businesses only. */
export interface CertificateChoice {
  readonly certificate_kind?: 'personal' | 'business';
  readonly purpose?: 'finance_public' | 'e_tax';
}

const kindPatterns = [
  ['personal', patternOf(kinds.personal)],
  ['business', patternOf(kinds.business)],
] as const;
const purposePatterns = [
  ['finance_public', patternOf(purposes.finance_public)],
  ['e_tax', patternOf(purposes.e_tax)],
] as const;

function patternOf(sources: readonly string[]): RegExp {
  return new RegExp(sources.join('|'), 'gi');
}

/**
 * The kind and purpose that a message names; of several the last, without those taken back. A purpose says business,
 * unless the message names 개인용 after it.
 */
export function readKind(text: string): CertificateChoice {
  const purposeMentions = findMentions(text, purposePatterns);
  const kindMentions = findMentions(text, kindPatterns);
  const purpose = lastKept(text, purposeMentions);
  const asKinds = purposeMentions.map(({ start, end }) => ({ value: 'business' as const, start, end }));
  const kind = lastKept(text, [...asKinds, ...kindMentions]);
  if (!kind) return {};
  return purpose && kind === 'business' ? { certificate_kind: kind, purpose } : { certificate_kind: kind };
}
