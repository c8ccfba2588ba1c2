import { z } from 'zod';
import type { CaseRecord } from './caseRecord.ts';
import { caseSchema, caseUpgrades, type CaseUpgrades, type OlderCase } from './upgradeCase.ts';

/** Stands where the case of a conversation would: the conversation goes on in another one's case (services/cases/transfers). */
export interface MovedCase {
  readonly movedTo: string;
}

/** A record below `case:` that is none of ours: nothing is done with it, and nothing deletes it. */
export class MalformedCase extends Error {
  /** @param found what is wrong with it, never what stands in it */
  constructor(caseId: string, found: string) {
    super(`expected case ${caseId} of schema ${caseSchema}, found ${found}`);
    this.name = 'MalformedCase';
  }
}

/**
 * Reads what is stored of a case: one of an older schema is upgraded, then the form is checked. It goes as deep as what
 * the commit, the outbox and the purge depend on; what an enrollment holds is its fields' word.
 *
 * @throws MalformedCase
 */
export function readStoredCase(caseId: string, stored: unknown): CaseRecord | MovedCase {
  if (isMoved(stored)) return stored;
  const upgraded = upgradeCase(caseId, stored, caseUpgrades);
  const fault = faultOf(upgraded) ?? (upgraded['id'] === caseId ? undefined : 'another id');
  if (fault !== undefined) throw new MalformedCase(caseId, fault);
  return upgraded as unknown as CaseRecord; // checked above, as deep as that is said to go
}

/**
 * The record in today's schema. It stays as it is in the store until the next turn writes it.
 *
 * @throws MalformedCase for one that is no record, and for one that a newer version of the product wrote
 */
export function upgradeCase(caseId: string, stored: unknown, upgrades: CaseUpgrades, newest = caseSchema): OlderCase {
  let record = stored;
  for (;;) {
    if (!isObject(record) || typeof record['schema'] !== 'number') throw new MalformedCase(caseId, 'no schema');
    const { schema } = record;
    if (schema === newest) return record;
    const upgrade = upgrades[schema];
    if (schema > newest || !upgrade) throw new MalformedCase(caseId, `schema ${schema}`);
    record = upgrade(record);
  }
}

function isObject(value: unknown): value is OlderCase {
  return typeof value === 'object' && value !== null;
}

function isMoved(stored: unknown): stored is MovedCase {
  return isObject(stored) && typeof stored['movedTo'] === 'string';
}

const count = z.int().nonnegative();
/** Not looked into: up to two thousand entries would cost more than the whole turn. */
const list = z.custom<readonly unknown[]>((value) => Array.isArray(value));
const named = z.looseObject({ id: z.string() });
const enrollment = named.extend({ task: z.string(), evidence: list }).optional();

const caseForm = z.looseObject({
  id: z.string(),
  createdAt: z.string(),
  lastAt: z.string(),
  turn: count,
  locale: z.enum(['ko', 'en']),
  plain: z.boolean(),
  conversations: z.array(z.looseObject({ id: z.string(), channel: z.string(), userId: z.string() })),
  activeConversation: z.string().optional(),
  seen: list,
  outbox: z.array(z.looseObject({ sequence: count, conversationId: z.string(), activities: list })),
  sequence: count,
  effects: z.array(z.looseObject({ id: z.string(), kind: z.string() })),
  enrollment,
  shelved: enrollment,
  enrollments: count,
  visit: z.looseObject({ number: count, steps: list }).optional(),
  visits: count,
  passages: count,
  codes: count,
  handoff: named.extend({ state: z.enum(['waiting', 'taken', 'closed']), words: list }).optional(),
  recent: list,
});

/** Where a record is not of the form, and how; undefined when it is. */
function faultOf(record: OlderCase): string | undefined {
  const issue = caseForm.safeParse(record).error?.issues[0];
  return issue && `${issue.code} at ${issue.path.join('.')}`;
}
