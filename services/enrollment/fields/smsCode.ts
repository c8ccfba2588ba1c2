import { z } from 'zod';
import { ok } from '../../shared/result.ts';
import { stillCounts } from '../../identity/evidence.ts';
import type { KeptFieldModule } from './field.ts';
import { instant } from './shapes.ts';

/** 휴대폰 확인: the codes that were sent, and when the right one was typed. A code to a number changed lately is weak. */
export const smsCode: KeptFieldModule<'smsCode'> = {
  field: 'smsCode',
  where: 'chat',
  countedAs: 'alone',
  restsOn: ['identity'],
  // one that went to the registered phone of who proved it says nothing of who proves it next
  restsOnPersonOf: ['proof'],
  gives: ['smsCode'],
  agentMayPropose: false,
  shape: z.object({
    sends: z.array(z.object({ send: z.int().positive(), requestedAt: instant, sentAt: instant.optional() })).readonly(),
    triesLeft: z.int().min(0),
    verifiedAt: instant.optional(),
  }),
  isAnswered: ({ enrollment: { smsCode: code, evidence }, needs, now }) =>
    code?.verifiedAt !== undefined && stillCounts(needs, evidence, 'smsCode', now),
  accept: (code) => ok(code),
};
