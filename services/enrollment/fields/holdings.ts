import { z } from 'zod';
import { ok } from '../../shared/result.ts';
import type { KeptFieldModule } from './field.ts';
import { certificateSummary } from './shapes.ts';

/** What the certificate service says of the person's certificates; never asked, looked up. */
export const holdings: KeptFieldModule<'holdings'> = {
  field: 'holdings',
  where: 'lookUp',
  countedAs: 'end',
  restsOn: ['bank', 'kind', 'proof'],
  agentMayPropose: false,
  shape: z
    .array(
      certificateSummary.omit({ lineageId: true }).extend({
        untilDay: z.string(),
        renewableFrom: z.string(),
        institutions: z.array(z.string()).readonly(),
        credentialPolicy: z.enum(['pin6', 'password']).optional(),
        lastUsedAt: z.string().optional(),
      }),
    )
    .readonly(),
  isAnswered: ({ enrollment }) => enrollment.holdings !== undefined,
  accept: (found) => ok(found),
};
