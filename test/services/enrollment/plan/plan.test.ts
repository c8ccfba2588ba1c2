import { describe, expect, test } from '@jest/globals';
import { loadBanks } from '../../../../services/banks/banks.ts';
import type { Field, Task } from '../../../../services/enrollment/enrollment.ts';
import { fieldModules } from '../../../../services/enrollment/fields/registry.ts';
import { countOf, planOf, stepsIn } from '../../../../services/enrollment/plan/plan.ts';
import type { TradePolicy } from '../../../../services/enrollment/plan/tradePolicy.ts';
import { taskNames, tasks } from '../../../../services/enrollment/tasks.ts';
import { needsOf } from '../../../../services/identity/evidence.ts';

/** A policy in which one bank asks for more. */
function policyWith(checks: ReturnType<TradePolicy['checksOfBank']>): TradePolicy {
  const usual = ['bankLogin', 'identity', 'smsCode'] as const;
  return { checksOfBank: (bank) => (bank === '088' ? checks : usual), checksOfProduct: () => usual };
}

describe('the plan of a task', () => {
  test.each(taskNames)('%s: its fields end it, and its needs are the table’s', (task) => {
    const plan = planOf(task, '004', 'personal');
    expect(fieldModules[plan.fields.at(-1) ?? 'bank'].countedAs).toBe('end');
    expect(plan.needs).toEqual(needsOf(tasks[task].act));
    expect(plan.ungiven).toEqual([]);
  });

  test('every check that a bank of the data asks for can be given', () => {
    for (const { code, issuer } of loadBanks().all)
      if (issuer) expect(planOf('issue', code, 'personal').ungiven).toEqual([]);
  });

  test('a bank that asks for an ID photo makes it a need at once, and says that no field gives it', () => {
    const policy = policyWith(['bankLogin', 'idPhoto']);
    const plan = planOf('issue', '088', 'personal', policy);
    expect(plan.checks).toEqual(['bankLogin', 'identity', 'smsCode', 'idPhoto']);
    expect(plan.needs.at(-1)?.kinds).toEqual(['idPhoto']);
    expect(plan.ungiven).toEqual(['idPhoto']);
    expect(planOf('issue', '004', 'personal', policy).ungiven).toEqual([]);
    // where nothing is made, nobody asks for a photo
    expect(planOf('expiry', '088', 'personal', policy).checks).toEqual([]);
  });

  test('a check that one field gives is asked before what is confirmed, and once', () => {
    const policy = policyWith(['identity']);
    expect(planOf('reissue', '088', 'personal', policy).fields.filter((field) => field === 'identity')).toHaveLength(1);
  });
});

describe('how a customer counts', () => {
  test.each<[Task, Field, string]>([
    ['issue', 'kind', '1/5'],
    ['issue', 'consent', '2/5'],
    ['issue', 'bankLogin', '3/5'],
    ['issue', 'identity', '3/5'],
    ['issue', 'smsCode', '4/5'],
    ['issue', 'replacement', '5/5'],
    ['issue', 'credential', '5/5'],
    ['reissue', 'reason', '1/5'],
    ['reissue', 'consent', '2/5'],
    ['reissue', 'credential', '5/5'],
    ['renew', 'proof', '1/2'],
    ['renew', 'renewal', '2/2'],
    ['release', 'smsCode', '3/4'],
  ])('%s at %s is at %s', (task, field, count) => {
    const { step, steps } = countOf(planOf(task, undefined, undefined), field);
    expect(`${step}/${steps}`).toBe(count);
  });

  test('what comes before counting has no number', () => {
    expect(() => countOf(planOf('issue', undefined, undefined), 'bank')).toThrow('bank');
    expect(stepsIn([])).toBe(0);
  });
});
