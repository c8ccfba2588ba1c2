/**
 * Words in code marks that no file of the product holds, because they are said by somebody else: by the paper they stand
 * in. Everything else in code marks has to stand in the product.
 */
export const elsewhere: Readonly<Record<string, readonly string[]>> = {
  // a shell
  'README.md': ['curl'],
  // OpenID Connect, HTTP, and the contract that services of the operator's own will have to speak
  'docs/adapters.md': [
    'solapiSmsSender.ts',
    'client_secret_basic',
    'Authorization: Bearer {…_KEY}',
    'Idempotency-Key',
    'POST {IDENTITY_URL}/v1/identity-checks',
    'POST {IDENTITY_URL}/v1/phone-checks',
    'POST {ACCOUNT_URL}/v1/deposits',
    'POST {IDPHOTO_URL}/v1/id-photos',
    'POST {BUSINESS_URL}/v1/business-checks',
    'multipart/form-data',
    'image/jpeg',
    'image/webp',
    'residentCard',
    'driverLicence',
    'alienCard',
    'unreadable',
    'notOriginal',
    'reportedLost',
    'suspended',
    'ownerDiffers',
  ],
  // X.509's way of writing a name
  'docs/issuance.md': ['cn=이름()0{bank}{18 digits}, ou={bank}, ou={product}, o={authority}, c=kr'],
  // the chatbot's admin pages and a shell
  'docs/kakaotalk.md': ['openssl rand -base64 32', 'cert-skill', '폴백 블록', '{{#webhook.text}}'],
  // Redis and a shell
  'docs/operations.md': [
    'repl-timeout',
    'min-replicas-to-write',
    'maxmemory-policy noeviction',
    'NOREPLICAS',
    'openssl rand -base64 32',
  ],
  // Redis, and the form of OWASP's numbers
  'docs/threats.md': ['v5.0.0-…', 'NOREPLICAS'],
  // a sign of the form alone
  'test/transcripts/README.md': ['(…)'],
};
