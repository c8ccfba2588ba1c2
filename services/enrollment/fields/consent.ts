import { z } from 'zod';
import { ok, refuse } from '../../shared/result.ts';
import { consentDocuments } from '../consentDocuments.ts';
import type { Consent } from '../enrollment.ts';
import type { KeptFieldModule } from './field.ts';
import { instant } from './shapes.ts';

/** 약관 동의: every document with its version, and whether it was agreed to (DOMAIN §8). Nobody consents for another. */
export const consent: KeptFieldModule<'consent'> = {
  field: 'consent',
  where: 'chat',
  countedAs: 'alone',
  restsOn: [],
  agentMayPropose: false,
  shape: z
    .array(
      z.object({
        document: z.string(),
        version: z.string(),
        agreed: z.boolean(),
        at: instant,
        channel: z.string(),
      }),
    )
    .readonly(),
  isAnswered: ({ enrollment }) => isWhole(enrollment.consent ?? []),
  accept: (given) => (isWhole(given) ? ok(given) : refuse('consent.incomplete')),
};

/** Every document that is required was agreed to, in the version that is asked for now. */
function isWhole(consents: readonly Consent[]): boolean {
  return consentDocuments
    .filter(({ required }) => required)
    .every(({ document, version }) =>
      consents.some((given) => given.document === document && given.version === version && given.agreed),
    );
}
