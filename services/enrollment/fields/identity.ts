import { z } from 'zod';
import { ok } from '../../shared/result.ts';
import { stillCounts } from '../../identity/evidence.ts';
import type { Person } from '../enrollment.ts';
import type { KeptFieldModule } from './field.ts';
import { certificateSummary, instant, sealed } from './shapes.ts';

/** A phone that a code can be sent to, in a record. */
export const reachedAtShape = z.object({
  sealed: sealed<Person>(),
  maskedPhone: z.string(),
  phoneKey: z.string(),
  phoneWeakUntil: instant.optional(),
});

/** 본인 확인: the bureau's word on name, number and phone of the very person who logged in. */
export const identity: KeptFieldModule<'identity'> = {
  field: 'identity',
  where: 'page',
  countedAs: 'visit',
  page: () => 'identity',
  restsOn: [],
  gives: ['identity'],
  agentMayPropose: false,
  shape: reachedAtShape.extend({
    at: instant,
    personKey: z.string(),
    maskedName: z.string(),
    vid: z.string(),
    existing: certificateSummary.optional(),
  }),
  isAnswered: ({ enrollment: { bankLogin, identity: person, evidence }, needs, now }) =>
    person !== undefined && bankLogin?.personKey === person.personKey && stillCounts(needs, evidence, 'identity', now),
  accept: (person) => ok(person),
};
