import { z } from 'zod';
import { reasons } from '../enrollment.ts';
import { ok } from '../../shared/result.ts';
import type { KeptFieldModule } from './field.ts';

/** 왜: of a reissue and a revocation. */
export const reason: KeptFieldModule<'reason'> = {
  field: 'reason',
  where: 'chat',
  countedAs: 'alone',
  restsOn: [],
  agentMayPropose: true,
  shape: z.enum(reasons),
  isAnswered: ({ enrollment }) => enrollment.reason !== undefined,
  accept: (given) => ok(given),
};
