import { loadBanks } from '../../../services/banks/banks.ts';
import { describe, expect, test } from '@jest/globals';
import { consentDocuments } from '../../../services/enrollment/consentDocuments.ts';
import type {
  Answers,
  Enrollment,
  Field,
  KeptField,
  Proof,
  Prover,
  Task,
} from '../../../services/enrollment/enrollment.ts';
import { acceptable, withAnswer, withoutAnswer } from '../../../services/enrollment/plan/answers.ts';
import {
  dependents,
  endFields,
  fieldModules,
  isKept,
  keptFields,
} from '../../../services/enrollment/fields/registry.ts';
import {
  answered,
  fieldOrder,
  needed,
  neededStep,
  secureStepOf,
  stepAnswered,
  visitSteps,
} from '../../../services/enrollment/plan/progress.ts';
import { loginEvidence, identityEvidence, proofEvidence } from '../../../services/enrollment/proofs.ts';
import { proofCounts, proverOf, proves } from '../../../services/enrollment/prover.ts';
import orders from '../../../services/enrollment/taskFields.json' with { type: 'json' };
import { evidencePolicy, type Evidence, type ProtectedAct } from '../../../services/identity/evidence.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00+09:00');
const tasks = Object.keys(orders) as Task[]; // checked below against the type
const sealed = { keyId: 'k', box: 'b' } as never; // never opened here

function ago(seconds: number): string {
  return now.subtract({ seconds }).toString();
}

/** An answer of its own for every field, as the product keeps it. */
const answers: Answers = {
  bank: '004',
  kind: 'personal',
  consent: consentDocuments.map(({ document, version, required }) => ({
    document,
    version,
    agreed: required,
    at: ago(0),
    channel: 'webchat',
  })),
  bankLogin: { at: ago(0), bank: '004', subjectKey: 's', personKey: 'hong', claims: sealed },
  identity: {
    at: ago(0),
    personKey: 'hong',
    sealed,
    maskedName: '홍*동',
    maskedPhone: '010-****-5678',
    phoneKey: 'p',
    vid: 'v',
    existing: {
      serialHex: '01',
      product: 'personal',
      bankCode: '004',
      state: 'active',
      notBefore: ago(0),
      notAfter: ago(0),
      lineageId: 'l',
    },
  },
  smsCode: { sends: [], triesLeft: 5, verifiedAt: ago(0) },
  replacement: { at: ago(0), serialHex: '01' },
  confirmation: { hash: 'h', at: ago(0) },
  secondConfirmation: { hash: 'h2', at: ago(0) },
  reason: 'forgotten',
  proof: { at: ago(0), by: 'bankLogin', personKey: 'hong' },
  holdings: [],
  chosen: '01',
  institution: { code: '088', register: true },
};

function begun(task: Task, more: Partial<Enrollment> = {}): Enrollment {
  const begun_ = { id: 'case.1', task, startedAt: ago(0), ...more };
  return { ...begun_, evidence: more.evidence ?? provedBy(begun_) };
}

/** What the answers of an enrollment prove, as the product notes it when they are given. */
function provedBy({ bankLogin, identity, smsCode, proof }: Partial<Enrollment>): readonly Evidence[] {
  const code = smsCode?.verifiedAt === undefined ? [] : [codeAt(smsCode.verifiedAt)];
  return [
    ...(bankLogin ? [loginEvidence(bankLogin, 'secureView')] : []),
    ...(identity ? [identityEvidence(identity, 'secureView')] : []),
    ...code,
    ...(proof ? [proofEvidence(proof, 'secureView')] : []),
  ];
}

function codeAt(at: string, strength: Evidence['strength'] = 'normal'): Evidence {
  return { kind: 'smsCode', answer: 'smsCode', at, personKey: 'hong', channel: 'webchat', strength };
}

/** Gives an answer with what it proves. */
function give<Name extends KeptField>(enrollment: Enrollment, field: Name, answer: Answers[Name]): Enrollment {
  return withAnswer(enrollment, field, answer, provedBy({ [field]: answer }));
}

function giveUsual(enrollment: Enrollment, field: Field): Enrollment {
  return isKept(field) ? give(enrollment, field, answers[field]) : enrollment;
}

/** A task with every field before `field` answered. */
function until(task: Task, field: Field): Enrollment {
  const before = fieldOrder({ task }).slice(0, fieldOrder({ task }).indexOf(field));
  return before.reduce(giveUsual, begun(task));
}

const known = { personKey: 'hong', bank: '004', maskedName: '홍*동' } as const;

describe('the orders of questions', () => {
  /** What each task ends with; the type makes a new task appear here. */
  const ends: Readonly<Record<Task, Field>> = {
    issue: 'credential',
    renew: 'renewal',
    reissue: 'credential',
    revoke: 'outcome',
    hold: 'outcome',
    release: 'outcome',
    expiry: 'outcome',
    changeCredential: 'newCredential',
    devices: 'outcome',
    institutions: 'outcome',
    sign: 'signature',
    privacy: 'outcome',
  };

  test('there is one for every task and for nothing else', () => {
    expect(tasks.toSorted()).toEqual(Object.keys(ends).toSorted());
  });

  test.each(tasks.flatMap((task) => Object.entries(orders[task]).map(([bank, order]) => [task, bank, order] as const)))(
    'of %s (%s): fields only, each once, the end last',
    (task, _bank, order: readonly string[]) => {
      expect(order.filter((field) => !Object.hasOwn(fieldModules, field))).toEqual([]);
      expect(new Set(order).size).toBe(order.length);
      expect(order.at(-1)).toBe(ends[task]);
      expect(order[0]).toBe('bank');
    },
  );

  test('what cannot be undone is asked twice, and only that', () => {
    expect(tasks.filter((task) => fieldOrder({ task }).includes('secondConfirmation'))).toEqual(['revoke']);
  });

  test('a stop needs no code: the phone is gone', () => {
    expect(fieldOrder({ task: 'hold' })).not.toContain('smsCode');
    expect(evidencePolicy.hold.flatMap(({ kinds }) => kinds)).not.toContain('smsCode');
  });

  test.each(tasks.filter((task) => fieldOrder({ task }).includes('holdings')))(
    'of %s: nobody’s certificates are looked up before it is proved whose they are',
    (task) => {
      const order = fieldOrder({ task });
      expect(order.indexOf('proof')).toBeGreaterThan(-1);
      expect(order.indexOf('holdings')).toBeGreaterThan(order.indexOf('proof'));
    },
  );
});

describe.each(tasks)('the way of %s', (task) => {
  const order = fieldOrder({ task });

  test('asks for its fields in their order, each until it is answered; its end is never answered', () => {
    const asked: Field[] = [];
    let enrollment = begun(task);
    for (let field = needed(enrollment, now); field && isKept(field); field = needed(enrollment, now)) {
      asked.push(field);
      expect(answered(enrollment, field, now)).toBe(false);
      enrollment = giveUsual(enrollment, field);
      expect(answered(enrollment, field, now)).toBe(true);
    }
    expect(asked).toEqual(order.slice(0, -1));
    expect(needed(enrollment, now)).toBe(order.at(-1));
    expect(Object.keys(endFields)).toContain(order.at(-1));
  });

  test.each(order.filter((field) => isKept(field)))(
    'without %s it comes back to it, and to nothing before it',
    (field) => {
      const again = withoutAnswer(order.reduce(giveUsual, begun(task)), field);
      expect(needed(again, now)).toBe(field);
      for (const before of order.slice(0, order.indexOf(field))) expect(answered(again, before, now)).toBe(true);
      // what it proved goes with it
      expect(
        again.evidence.filter(({ answer }) => answer === field || dependents(field).includes(answer as never)),
      ).toEqual([]);
    },
  );

  test('the same answer again drops nothing; another one is asked for what rested on it, and is kept', () => {
    const whole = order.reduce(giveUsual, begun(task));
    for (const field of order)
      expect(new Set(Object.keys(giveUsual(whole, field)))).toEqual(new Set(Object.keys(whole)));
    const other = give(whole, 'bank', '088');
    expect(other.bank).toBe('088');
    expect([other.bankLogin, other.proof, other.holdings, other.chosen]).toEqual(Array(4).fill(undefined));
    expect([other.kind, other.consent, other.reason]).toEqual([whole.kind, whole.consent, whole.reason]);
  });
});

/** Which answers a change of one takes away; the rest stays. */
test.each<[Task, KeptField, Partial<Answers>, readonly Field[]]>([
  ['issue', 'kind', { kind: 'businessTax' }, ['replacement', 'confirmation']],
  ['issue', 'bank', { bank: '088' }, ['bankLogin', 'identity', 'confirmation']],
  ['revoke', 'reason', { reason: 'suspicion' }, ['confirmation', 'secondConfirmation']],
  ['revoke', 'chosen', { chosen: '09' }, ['confirmation', 'secondConfirmation']],
  ['revoke', 'confirmation', { confirmation: { hash: 'x', at: ago(1) } }, ['secondConfirmation']],
  ['institutions', 'chosen', { chosen: '09' }, ['institution', 'confirmation']],
  ['institutions', 'institution', { institution: { code: '020', register: true } }, ['confirmation']],
  ['reissue', 'reason', { reason: 'suspicion' }, ['confirmation']],
])('in %s another %s takes back %#', (task, field, answer, gone) => {
  const order = fieldOrder({ task });
  const whole = until(task, order.at(-1) ?? 'bank');
  const changed = give(whole, field, answer[field] as never);
  const lost = order.slice(0, -1).filter((one) => answered(whole, one, now) && !answered(changed, one, now));
  expect(lost).toEqual(order.filter((one) => gone.includes(one)));
});

describe('a code of a release', () => {
  const contact = { sealed, maskedPhone: '010-****-5678', phoneKey: 'p' } as const;
  const verified = give(until('release', 'confirmation'), 'proof', { ...answers.proof, contact });

  test('stays good when the same person proves it again', () => {
    const proof: Proof = { at: ago(-1), by: 'bankLogin', personKey: 'hong', contact };
    const again = give(give(verified, 'smsCode', answers.smsCode), 'proof', proof);
    expect([again.smsCode, again.proof?.contact]).toEqual([answers.smsCode, contact]);
    expect(needed(again, now)).toBe('holdings');
  });

  test('is worth nothing for somebody else: it went to another phone', () => {
    const proof: Proof = { at: ago(0), by: 'bankLogin', personKey: 'kim' };
    const other = give(verified, 'proof', proof);
    expect([other.smsCode, other.proof?.contact]).toEqual([undefined, undefined]);
    const later = give(give(withoutAnswer(verified, 'bank'), 'bank', '004'), 'proof', proof);
    expect([later.smsCode, later.proof?.contact]).toEqual([undefined, undefined]);
    expect(later.evidence.map(({ answer }) => answer)).toEqual(['proof']);
  });

  test('that is weak answers nothing', () => {
    const weak = withAnswer(until('release', 'smsCode'), 'smsCode', answers.smsCode, [codeAt(ago(0), 'weak')]);
    expect(needed(weak, now)).toBe('smsCode');
  });
});

describe('what a field takes', () => {
  const banks = loadBanks();
  const judge = <Name extends KeptField>(
    field: Name,
    answer: unknown,
    task: Task = 'issue',
    more: Partial<Enrollment> = {},
  ) => {
    const judged = acceptable(field, answer as Answers[Name], { enrollment: begun(task, more), banks });
    return judged.ok ? 'taken' : judged.code;
  };
  const own = { serialHex: '0a', product: 'personal', bankCode: '004', state: 'active' } as never;

  test.each(Object.keys(keptFields) as KeptField[])('%s: its own answer, and nothing of another shape', (field) => {
    const holdings = [{ ...(own as object), serialHex: '01' } as never];
    expect(judge(field, answers[field], 'institutions', { holdings })).toBe('taken');
    for (const odd of [undefined, null, 7, {}, 'x'.repeat(300), { at: 1 }])
      expect(judge(field, odd)).toBe('answer.form');
  });

  test.each<[KeptField, unknown, Task, Partial<Enrollment>, string]>([
    ['bank', '999', 'issue', {}, 'bank.unknown'],
    ['bank', banks.all.find(({ issuer }) => !issuer)?.code, 'issue', {}, 'bank.notIssuer'],
    ['kind', 'businessTax', 'issue', {}, 'kind.notYet'],
    ['kind', 'businessTax', 'renew', {}, 'taken'],
    ['consent', answers.consent.slice(1), 'issue', {}, 'consent.incomplete'],
    ['chosen', '0b', 'revoke', { holdings: [own] }, 'chosen.unknown'],
    ['chosen', '0a', 'revoke', { holdings: [own] }, 'taken'],
    // a certificate that is in use can't be released
    ['chosen', '0a', 'release', { holdings: [own] }, 'chosen.unknown'],
    ['institution', { code: '999', register: true }, 'institutions', { holdings: [own] }, 'institution.unknown'],
    ['institution', { code: '004', register: true }, 'institutions', { holdings: [own] }, 'institution.own'],
  ])('%s %j in %s: %#', (field, answer, task, more, expected) => {
    expect(judge(field, answer, task, more)).toBe(expected);
  });

  test('an agent may propose what proves nothing and consents to nothing', () => {
    const open = Object.values(fieldModules).filter(({ agentMayPropose }) => agentMayPropose);
    expect(open.flatMap(({ gives = [] }) => gives)).toEqual([]);
    expect(open.map(({ where }) => where)).toEqual(open.map(() => 'chat'));
    expect(fieldModules.consent.agentMayPropose).toBe(false);
  });
});

const acts: Readonly<Record<Task, ProtectedAct>> = {
  issue: 'issue',
  renew: 'renew',
  reissue: 'reissue',
  revoke: 'revoke',
  hold: 'hold',
  release: 'release',
  expiry: 'showDates',
  changeCredential: 'changeCredential',
  devices: 'manage',
  institutions: 'manage',
  sign: 'sign',
  privacy: 'manage',
};
const ways = ['bankLogin', 'credential', 'identity', 'known'] as const;

describe('how long a proof counts, against the evidence table', () => {
  const rows = tasks.flatMap((task) =>
    ways.map((by) => {
      const row = evidencePolicy[acts[task]].find(({ kinds }) => kinds.includes(by));
      return [task, by, row?.maxAgeSeconds] as const;
    }),
  );

  test.each(rows.flatMap(([task, by, age]) => (age === undefined ? [] : [[task, by, age] as const])))(
    '%s by %s: until %i seconds, not a second longer',
    (task, by, age) => {
      expect(proves(task, by)).toBe(true);
      expect(proofCounts(task, { at: ago(age), by, personKey: 'hong' }, now)).toBe(true);
      expect(proofCounts(task, { at: ago(age + 1), by, personKey: 'hong' }, now)).toBe(false);
    },
  );

  test.each(rows.filter(([, , age]) => age === undefined))('%s is never proved by %s', (task, by) => {
    expect(proves(task, by)).toBe(false);
    expect(proofCounts(task, { at: ago(0), by, personKey: 'hong' }, now)).toBe(false);
    // nor when the clock was set back behind it
    expect(proofCounts(task, { at: ago(-60), by, personKey: 'hong' }, now)).toBe(false);
  });

  test.each([
    ['issue', 'bankLogin', 86_400],
    ['issue', 'smsCode', 86_400],
    ['release', 'smsCode', 3_600],
    ['issue', 'identity', 7 * 86_400],
  ] as const)('%s: %s', (task, field, seconds) => {
    const others: Readonly<Record<string, Partial<Enrollment>>> = {
      bankLogin: { bankLogin: { ...answers.bankLogin, at: ago(seconds) } },
      smsCode: { smsCode: { sends: [], triesLeft: 5, verifiedAt: ago(seconds) } },
      identity: { bankLogin: answers.bankLogin, identity: { ...answers.identity, at: ago(seconds) } },
    };
    const enrollment = begun(task, others[field]);
    expect(answered(enrollment, field, now)).toBe(true);
    expect(answered(enrollment, field, now.add({ seconds: 1 }))).toBe(false);
  });

  test.each(['confirmation', 'secondConfirmation'] as const)('a yes counts for half an hour: %s', (field) => {
    const enrollment = begun('revoke', { [field]: { hash: 'h', at: ago(30 * 60) } });
    expect(answered(enrollment, field, now)).toBe(true);
    expect(answered(enrollment, field, now.add({ seconds: 1 }))).toBe(false);
  });

  test('a log-in ages with the identity it belongs to, and with nobody else’s', () => {
    const old = { bankLogin: { ...answers.bankLogin, at: ago(3 * 86_400) } };
    expect(answered(begun('issue', old), 'bankLogin', now)).toBe(false);
    const both = begun('issue', { ...old, identity: answers.identity });
    expect(answered(both, 'bankLogin', now)).toBe(true);
    const others = { identity: { ...answers.identity, personKey: 'kim' } };
    expect(answered(begun('issue', { ...old, ...others }), 'bankLogin', now)).toBe(false);
    expect(answered(begun('issue', { bankLogin: answers.bankLogin, ...others }), 'identity', now)).toBe(false);
  });

  test('a consent that is required and lacks, or is of another version, is no consent', () => {
    const consents = answers.consent;
    const without = consents.filter(({ document }) => document !== 'third-party');
    const refused = consents.map((one) => (one.document === 'service' ? { ...one, agreed: false } : one));
    const older = consents.map((one) => (one.document === 'service' ? { ...one, version: '0.9' } : one));
    for (const given of [without, refused, older])
      expect(answered(begun('issue', { consent: given }), 'consent', now)).toBe(false);
    const optional = consents.filter(({ document }) => document !== 'remember-me');
    expect(answered(begun('issue', { consent: optional }), 'consent', now)).toBe(true);
  });
});

describe('how a customer proves who they are', () => {
  /** Where being known is itself enough, the credential comes next anyway. */
  const byCredential: ReadonlySet<Task> = new Set<Task>([
    'revoke',
    'hold',
    'expiry',
    'devices',
    'institutions',
    'privacy',
  ]);

  test.each(tasks)('%s: an unknown one logs in, a known one does what is shortest', (task) => {
    expect(proverOf(begun(task))).toBe('bankLogin');
    expect(proverOf(begun(task, { known }))).toBe(byCredential.has(task) ? 'credential' : 'bankLogin');
  });

  test.each(['bankLogin', 'credential', 'identity'] as const)('who chose %s proves it so', (prover) => {
    for (const task of tasks) {
      expect(proverOf(begun(task, { prover }))).toBe(prover);
      expect(proverOf(begun(task, { prover, known }))).toBe(prover);
    }
  });

  test.each(tasks)('%s: a bank is asked for where somebody logs in at one', (task) => {
    const makesOne = task === 'issue' || task === 'reissue';
    expect(needed(begun(task), now)).toBe('bank');
    expect(answered(begun(task, { prover: 'credential', known }), 'bank', now)).toBe(!makesOne);
    expect(answered(begun(task, { proof: answers.proof }), 'bank', now)).toBe(!makesOne);
  });
});

/** Which secure steps the page of a task holds, by how the customer proves who they are. */
const pages: readonly (readonly [Task, Prover | 'known' | 'proved', readonly string[]])[] = [
  ['issue', 'bankLogin', ['bankLogin', 'identity']],
  ['reissue', 'bankLogin', ['bankLogin', 'identity']],
  ['renew', 'bankLogin', ['bankLogin', 'renewal']],
  ['renew', 'known', ['renewal']],
  ['renew', 'proved', ['renewal']],
  ['renew', 'credential', ['ownership', 'renewal']],
  ['changeCredential', 'bankLogin', ['bankLogin', 'newCredential']],
  ['changeCredential', 'known', ['newCredential']],
  ['changeCredential', 'proved', ['newCredential']],
  ['sign', 'bankLogin', ['bankLogin', 'signature']],
  ['sign', 'known', ['signature']],
  ['sign', 'proved', ['signature']],
  ['revoke', 'bankLogin', ['bankLogin']],
  ['revoke', 'credential', ['ownership']],
  ['revoke', 'proved', []],
  ['hold', 'bankLogin', ['bankLogin']],
  ['hold', 'credential', ['ownership']],
  ['hold', 'identity', ['identity']],
  ['hold', 'proved', []],
  ['release', 'bankLogin', ['bankLogin']],
  ['expiry', 'bankLogin', ['bankLogin']],
  ['expiry', 'credential', ['ownership']],
  ['expiry', 'proved', []],
  ['devices', 'bankLogin', ['bankLogin']],
  ['devices', 'credential', ['ownership']],
  ['institutions', 'bankLogin', ['bankLogin']],
  ['institutions', 'credential', ['ownership']],
  ['privacy', 'bankLogin', ['bankLogin']],
  ['privacy', 'credential', ['ownership']],
];

describe('what a page holds', () => {
  test.each(pages)('%s by %s: %j', (task, by, steps) => {
    const { bank, reason, consent, kind } = answers;
    const base: Partial<Enrollment> = { bank, reason, consent, kind };
    const proof: Proof = { at: ago(0), by: by === 'known' ? 'known' : 'bankLogin', personKey: 'hong' };
    const enrollment = begun(task, {
      ...base,
      ...(by === 'known' && { known, proof }),
      ...(by === 'proved' && { proof }),
      ...(by !== 'known' && by !== 'proved' && { prover: by }),
    });
    const first = fieldOrder(enrollment).find((one) => one !== 'holdings' && !answered(enrollment, one, now));
    expect(first && visitSteps(enrollment, first)).toEqual(steps);
    expect(neededStep(enrollment, now)).toBe(steps[0]);
    for (const step of steps) expect(stepAnswered(enrollment, step as never, now)).toBe(false);
  });

  test.each(tasks)('every page of %s can be reached and left: each of its steps answers a field', (task) => {
    for (const prover of ['bankLogin', 'credential', 'identity'] as const) {
      const enrollment = begun(task, { prover });
      for (const field of fieldOrder({ task })) {
        const step = secureStepOf(enrollment, field);
        if (step && isKept(field))
          expect(stepAnswered(giveUsual(enrollment, field), step, now)).toBe(field !== 'identity');
      }
    }
  });

  test('a step that the task does not have is not waited for, and counts as not done', () => {
    expect(stepAnswered(begun('sign', { proof: answers.proof }), 'identity', now)).toBe(false);
    expect(stepAnswered(begun('expiry', { proof: answers.proof }), 'renewal', now)).toBe(false);
    expect(neededStep(begun('expiry', { bank: answers.bank, proof: answers.proof }), now)).toBeUndefined();
  });
});
