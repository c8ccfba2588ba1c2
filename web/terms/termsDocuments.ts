/** One text that a customer may agree to. Its sentences stand in the locale files below `terms.<document>.<edition>`. */
export interface TermsDocument {
  readonly document: string;
  /** As recorded with the consent: `1.0`. A changed text is a new version; the old one stays readable. */
  readonly version: string;
  /** The version as part of a key: `v1`. */
  readonly edition: string;
  /** 필수; else 선택. */
  readonly required: boolean;
  /** Its parts, in order; their headings are shared by all documents. */
  readonly sections: readonly string[];
}

/** The documents of DOMAIN §8, 필수 first. */
export const termsDocuments: readonly TermsDocument[] = [
  {
    document: 'service',
    version: '1.0',
    edition: 'v1',
    required: true,
    sections: ['purpose', 'service', 'customer', 'provider', 'validity', 'end', 'dispute'],
  },
  {
    document: 'personal-information',
    version: '1.0',
    edition: 'v1',
    required: true,
    sections: ['purpose', 'items', 'period', 'refusal'],
  },
  {
    document: 'unique-identifier',
    version: '1.0',
    edition: 'v1',
    required: true,
    sections: ['basis', 'purpose', 'items', 'period', 'refusal'],
  },
  {
    document: 'third-party',
    version: '1.0',
    edition: 'v1',
    required: true,
    sections: ['recipient', 'purpose', 'items', 'period', 'refusal'],
  },
  {
    document: 'remember-me',
    version: '1.0',
    edition: 'v1',
    required: false,
    sections: ['purpose', 'items', 'period', 'withdrawal', 'refusal'],
  },
];
