import type { ProductCode } from '../../certificates/certificate.ts';
import { needsOf, type Check, type EvidenceNeed, type ProtectedAct } from '../../identity/evidence.ts';
import type { Enrollment, Field, Task } from '../enrollment.ts';
import { fieldModules } from '../fields/registry.ts';
import fieldsByTask from '../taskFields.json' with { type: 'json' };
import { tasks } from '../tasks.ts';
import { tradePolicy, type TradePolicy } from './tradePolicy.ts';

/**
 * What a task takes: which fields in which order, and what must have been proved when its act is done. The one source of
 * what is asked next, of the counter `n/m`, of what the assistant says that is needed, and of the final check.
 */
export interface Plan {
  readonly act: ProtectedAct;
  readonly fields: readonly Field[];
  /** What bank and product ask for, each once. */
  readonly checks: readonly Check[];
  readonly needs: readonly EvidenceNeed[];
  /** Checks that no field can give in this version: an act that needs one of them is refused. */
  readonly ungiven: readonly Check[];
}

const made = new Map<string, Plan>();

/**
 * The plan of a task at a bank for a product. Checks are asked for where a certificate is made out of an identity check;
 * a field that gives one and is not in the task's order stands before what is confirmed.
 *
 * @param bank code of the bank; absent while none is chosen: then its product's checks alone count
 */
export function planOf(
  task: Task,
  bank: string | undefined,
  product: ProductCode | undefined,
  policy: TradePolicy = tradePolicy,
): Plan {
  const key = `${task}|${bank ?? ''}|${product ?? ''}`;
  const known = policy === tradePolicy ? made.get(key) : undefined;
  if (known) return known;
  const plan = makePlan(task, bank, product, policy);
  if (policy === tradePolicy) made.set(key, plan);
  return plan;
}

/** The plan of what a customer is in the middle of. */
export function planFor({ task, bank, kind }: Pick<Enrollment, 'task' | 'bank' | 'kind'>): Plan {
  return planOf(task, bank, kind);
}

function makePlan(task: Task, bank: string | undefined, product: ProductCode | undefined, policy: TradePolicy): Plan {
  const { act, identifies } = tasks[task];
  const checks = identifies
    ? [
        ...new Set([
          ...policy.checksOfProduct(product ?? 'personal'),
          ...(bank === undefined ? [] : policy.checksOfBank(bank)),
        ]),
      ]
    : [];
  const order = orderOf(task, bank);
  const wanted = checks.filter((check) => !order.some((field) => gives(field, check)));
  const added = wanted.flatMap((check) => fields.find((field) => gives(field, check)) ?? []);
  return {
    act,
    fields: withBeforeTheEnd(order, added),
    checks,
    needs: needsOf(act, checks),
    ungiven: wanted.filter((check) => !fields.some((field) => gives(field, check))),
  };
}

const fields = Object.keys(fieldModules) as readonly Field[]; // the keys of a Record<Field, …>

function gives(field: Field, check: Check): boolean {
  return fieldModules[field].gives?.[0] === check;
}

/** The order of questions of a task at a bank: its own where its data has one, the default otherwise. */
function orderOf(task: Task, bank: string | undefined): readonly Field[] {
  const byBank = fieldsByTask[task] as Readonly<Record<string, readonly Field[]>>; // checked against Field by test/services/enrollment
  const order = (bank === undefined ? undefined : byBank[bank]) ?? byBank['default'];
  if (!order) throw new Error(`expected an order of questions for ${task}, found none`);
  return order;
}

function withBeforeTheEnd(order: readonly Field[], added: readonly Field[]): readonly Field[] {
  const end = order.findIndex((field) => fieldModules[field].countedAs === 'end');
  return [...order.slice(0, end), ...added, ...order.slice(end)];
}

/** Which of how many steps, as a customer counts them: `3/5`. */
export interface StepCount {
  readonly step: number;
  readonly steps: number;
}

/** Where a field stands among the steps of its plan. @throws Error for a field that the plan does not hold */
export function countOf({ fields: order }: Plan, field: Field): StepCount {
  const counted = order.filter((one) => !fieldModules[one].isBeforeCounting);
  const at = counted.indexOf(field);
  if (at === -1) throw new Error(`expected a step that is counted, found ${field}`);
  return { step: stepsIn(counted.slice(0, at + 1)), steps: stepsIn(counted) };
}

/** How many things these fields are, as a customer counts them: one visit holds several, and so does the end. */
export function stepsIn(some: readonly Field[]): number {
  return some.filter((field, index) => {
    const before = some[index - 1];
    return before === undefined || !areOne(before, field);
  }).length;
}

function areOne(one: Field, next: Field): boolean {
  const { countedAs } = fieldModules[one];
  return countedAs !== 'alone' && countedAs === fieldModules[next].countedAs;
}
