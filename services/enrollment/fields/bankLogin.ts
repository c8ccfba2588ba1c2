import { z } from 'zod';
import { ok } from '../../shared/result.ts';
import type { BankIdentity } from '../../banks/bankLogin.ts';
import { stillCounts } from '../../identity/evidence.ts';
import type { KeptFieldModule } from './field.ts';
import { bankCode, instant, sealed } from './shapes.ts';

/** What a log-in leaves behind in a record. */
export const loginShape = z.object({
  at: instant,
  bank: bankCode.optional(),
  subjectKey: z.string(),
  personKey: z.string(),
  claims: sealed<BankIdentity>(),
});

/** 은행 로그인: who the bank says that the customer is. */
export const bankLogin: KeptFieldModule<'bankLogin'> = {
  field: 'bankLogin',
  where: 'page',
  countedAs: 'visit',
  page: () => 'bankLogin',
  restsOn: ['bank'],
  gives: ['bankLogin'],
  agentMayPropose: false,
  shape: loginShape,
  isAnswered: ({ enrollment: { bankLogin: login, evidence }, needs, now }) =>
    login !== undefined && stillCounts(needs, evidence, 'bankLogin', now),
  accept: (login) => ok(login),
};
