import { loadBanks } from '../../../services/banks/banks.ts';
import { checkProfiles } from '../../../services/certificates/authority/profile.ts';
import { knowledgeSources, type KnowledgeSources, type Subject } from '../../../services/knowledge/sources.ts';

export const rooms = { banks: loadBanks(), profiles: checkProfiles({ sandbox: true }) };

export const now = Temporal.Instant.from('2026-11-22T14:00:00+09:00');

/** What is known when nothing was said yet. */
export function nothingKnown(): KnowledgeSources {
  return knowledgeSources(rooms, { now });
}

/** What is known of a customer with a personal certificate of 우리은행 that ends on `untilDay`. */
export function customer(untilDay: string, more: Partial<Subject> = {}): KnowledgeSources {
  const certificate = { product: 'personal', bankCode: '020', untilDay } as const;
  return knowledgeSources(rooms, { now, bankCode: '020', certificate, ...more });
}

/** Every situation that brings out another form of some answer. */
export const situations: readonly KnowledgeSources[] = [
  nothingKnown(),
  knowledgeSources(rooms, { now, product: 'personal', bankCode: '004' }),
  knowledgeSources(rooms, { now, product: 'businessFinance', bankCode: '088' }),
  knowledgeSources(rooms, { now, product: 'businessTax', bankCode: '011' }),
  knowledgeSources(rooms, { now, bankCode: '090' }),
  customer('2027-11-01'),
  customer('2026-12-01'),
  customer('2026-11-21'),
  withChecks(['bankLogin', 'identity', 'smsCode', 'emailCode', 'account', 'idPhoto']),
  withoutHometax(),
];

function withChecks(requiredChecks: NonNullable<KnowledgeSources['bank']>['requiredChecks']): KnowledgeSources {
  const sources = customer('2026-12-01');
  return { ...sources, bank: sources.bank && { ...sources.bank, requiredChecks } };
}

function withoutHometax(): KnowledgeSources {
  const sources = nothingKnown();
  const personal = { ...sources.products.personal, uses: ['bank', 'card'] };
  return { ...sources, products: { ...sources.products, personal } };
}
