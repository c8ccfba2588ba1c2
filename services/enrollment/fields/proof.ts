import { z } from 'zod';
import { ok } from '../../shared/result.ts';
import { stillCounts } from '../../identity/evidence.ts';
import type { Prover } from '../enrollment.ts';
import { proverOf } from '../prover.ts';
import { loginShape } from './bankLogin.ts';
import type { KeptFieldModule } from './field.ts';
import { reachedAtShape } from './identity.ts';
import { instant } from './shapes.ts';
import type { SecureStep } from '../secureStep.ts';

const pages: Readonly<Record<Prover, SecureStep>> = {
  bankLogin: 'bankLogin',
  credential: 'ownership',
  identity: 'identity',
};

/** Who the customer is, by the way they chose. */
export const proof: KeptFieldModule<'proof'> = {
  field: 'proof',
  where: 'page',
  countedAs: 'alone',
  page: (enrollment) => pages[proverOf(enrollment)],
  restsOn: ['bank'],
  gives: ['bankLogin', 'credential', 'identity', 'known'],
  agentMayPropose: false,
  shape: z.object({
    at: instant,
    by: z.enum(['bankLogin', 'credential', 'identity', 'known']),
    personKey: z.string(),
    maskedName: z.string().optional(),
    login: loginShape.optional(),
    contact: reachedAtShape.optional(),
  }),
  isAnswered: ({ enrollment, needs, now }) =>
    enrollment.proof !== undefined && stillCounts(needs, enrollment.evidence, 'proof', now),
  accept: (given) => ok(given),
};
