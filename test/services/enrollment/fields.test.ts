import { describe, expect, test } from '@jest/globals';
import { consentDocuments } from '../../../services/enrollment/consentDocuments.ts';
import type { Enrollment, Field, Proof, Prover, Task } from '../../../services/enrollment/enrollment.ts';
import {
  accept,
  answered,
  drop,
  fieldOrder,
  needed,
  neededStep,
  proverOf,
  proves,
  provesAt,
  secureStepOf,
  stepAnswered,
  visitSteps,
} from '../../../services/enrollment/fields.ts';
import orders from '../../../services/enrollment/taskFields.json' with { type: 'json' };
import { evidencePolicy, type ProtectedAct } from '../../../services/identity/evidence.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00+09:00');
const tasks = Object.keys(orders) as Task[]; // checked below against the type
const sealed = { keyId: 'k', box: 'b' } as never; // never opened here

function ago(seconds: number): string {
  return now.subtract({ seconds }).toString();
}

/** An answer of its own for every field, as the product keeps it. */
const answers: Readonly<Record<Field, Partial<Enrollment>>> = {
  bank: { bank: '004' },
  kind: { kind: 'personal' },
  consent: {
    consents: consentDocuments.map(({ document, version, required }) => ({
      document,
      version,
      agreed: required,
      at: ago(0),
      channel: 'webchat',
    })),
  },
  bankLogin: { login: { at: ago(0), bank: '004', subjectKey: 's', personKey: 'hong', claims: sealed } },
  identity: {
    person: {
      at: ago(0),
      personKey: 'hong',
      sealed,
      maskedName: '홍*동',
      maskedPhone: '010-****-5678',
      phoneKey: 'p',
      vid: 'v',
    },
  },
  smsCode: { code: { sends: [], triesLeft: 5, verifiedAt: ago(0) } },
  replacement: { replacement: { at: ago(0), serialHex: '01' } },
  confirmation: { confirmation: { hash: 'h', at: ago(0) } },
  secondConfirmation: { secondConfirmation: { hash: 'h2', at: ago(0) } },
  reason: { reason: 'forgotten' },
  proof: { proof: { at: ago(0), by: 'bankLogin', personKey: 'hong' } },
  holdings: { holdings: [] },
  chosen: { chosen: '01' },
  institution: { institution: { code: '088', register: true } },
  // what ends a task is kept as the certificate that came of it
  credential: { certificate: { serialHex: '02' } as never },
  renewal: { certificate: { serialHex: '02' } as never },
  newCredential: { certificate: { serialHex: '02' } as never },
  signature: { certificate: { serialHex: '02' } as never },
  outcome: { certificate: { serialHex: '02' } as never },
};

function begun(task: Task, more: Partial<Enrollment> = {}): Enrollment {
  return { id: 'case.1', task, startedAt: ago(0), ...more };
}

/** A task with every field before `field` answered. */
function until(task: Task, field: Field): Enrollment {
  const before = fieldOrder({ task }).slice(0, fieldOrder({ task }).indexOf(field));
  return before.reduce((enrollment, one) => accept(enrollment, answers[one], one), begun(task));
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
      expect(order.filter((field) => !Object.hasOwn(answers, field))).toEqual([]);
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

  test('asks for its fields in their order, each until it is answered', () => {
    const asked: Field[] = [];
    let enrollment = begun(task, { existing: { serialHex: '01' } as never });
    for (let field = needed(enrollment, now); field; field = needed(enrollment, now)) {
      asked.push(field);
      expect(answered(enrollment, field, now)).toBe(false);
      enrollment = accept(enrollment, answers[field], field);
      expect(answered(enrollment, field, now)).toBe(true);
    }
    expect(asked).toEqual(order);
  });

  test.each(order)('without %s it comes back to it, and to nothing before it', (field) => {
    const whole = order.reduce(
      (enrollment, one) => accept(enrollment, answers[one], one),
      begun(task, { existing: { serialHex: '01' } as never }),
    );
    const isEnd = field === order.at(-1);
    const again = drop(whole, field);
    // a certificate that is out is never taken back
    if (isEnd) expect(needed(again, now)).toBeUndefined();
    else if (field === 'bank' && order.includes('proof')) expect(needed(again, now)).toBe('bank');
    else expect(needed(again, now)).toBe(field);
    for (const before of order.slice(0, order.indexOf(field))) expect(answered(again, before, now)).toBe(true);
  });

  test('the same answer again drops nothing; another one is asked for what rested on it, and is kept', () => {
    const whole = order.reduce((enrollment, one) => accept(enrollment, answers[one], one), begun(task));
    for (const field of order) expect(accept(whole, answers[field], field)).toEqual(whole);
    const other = accept(whole, { bank: '088' }, 'bank');
    expect(other.bank).toBe('088');
    expect([other.login, other.proof, other.holdings, other.chosen]).toEqual(Array(4).fill(undefined));
    expect([other.kind, other.consents, other.reason]).toEqual([whole.kind, whole.consents, whole.reason]);
  });
});

/** Which answers a change of one takes away; the rest stays. */
test.each<[Task, Field, Partial<Enrollment>, readonly Field[]]>([
  ['issue', 'kind', { kind: 'businessTax' }, ['confirmation']],
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
  const changed = accept(whole, answer, field);
  const lost = order.slice(0, -1).filter((one) => answered(whole, one, now) && !answered(changed, one, now));
  expect(lost).toEqual(order.filter((one) => gone.includes(one)));
});

describe('a code of a release', () => {
  const contact = { sealed, maskedPhone: '010-****-5678', phoneKey: 'p' } as const;
  const verified = { ...until('release', 'confirmation'), contact };

  test('stays good when the same person proves it again', () => {
    const proof: Proof = { at: ago(-1), by: 'bankLogin', personKey: 'hong' };
    const again = accept(verified, { proof }, 'proof');
    expect([again.code, again.contact]).toEqual([verified.code, contact]);
    expect(needed(again, now)).toBe('holdings');
  });

  test('is worth nothing for somebody else: it went to another phone', () => {
    const proof: Proof = { at: ago(0), by: 'bankLogin', personKey: 'kim' };
    const other = accept(verified, { proof }, 'proof');
    expect([other.code, other.contact]).toEqual([undefined, undefined]);
    const laid = accept(drop(verified, 'bank'), answers.bank, 'bank');
    const later = accept(laid, { proof }, 'proof');
    expect([later.code, later.contact]).toEqual([undefined, undefined]);
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
      expect(provesAt(task, { at: ago(age), by }, now)).toBe(true);
      expect(provesAt(task, { at: ago(age + 1), by }, now)).toBe(false);
    },
  );

  test.each(rows.filter(([, , age]) => age === undefined))('%s is never proved by %s', (task, by) => {
    expect(proves(task, by)).toBe(false);
    expect(provesAt(task, { at: ago(0), by }, now)).toBe(false);
    // nor when the clock was set back behind it
    expect(provesAt(task, { at: ago(-60), by }, now)).toBe(false);
  });

  test.each([
    ['issue', 'bankLogin', 86_400],
    ['issue', 'smsCode', 86_400],
    ['release', 'smsCode', 3_600],
    ['issue', 'identity', 7 * 86_400],
  ] as const)('%s: %s', (task, field, seconds) => {
    const others: Readonly<Record<string, Partial<Enrollment>>> = {
      bankLogin: { login: { ...answers.bankLogin.login, at: ago(seconds) } as never },
      smsCode: { code: { sends: [], triesLeft: 5, verifiedAt: ago(seconds) } },
      identity: { ...answers.bankLogin, person: { ...answers.identity.person, at: ago(seconds) } as never },
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
    const old = { login: { ...answers.bankLogin.login, at: ago(3 * 86_400) } as never };
    expect(answered(begun('issue', old), 'bankLogin', now)).toBe(false);
    const both = begun('issue', { ...old, ...answers.identity });
    expect(answered(both, 'bankLogin', now)).toBe(true);
    const others = { person: { ...answers.identity.person, personKey: 'kim' } as never };
    expect(answered(begun('issue', { ...old, ...others }), 'bankLogin', now)).toBe(false);
    expect(answered(begun('issue', { ...answers.bankLogin, ...others }), 'identity', now)).toBe(false);
  });

  test('a consent that is required and lacks, or is of another version, is no consent', () => {
    const { consents = [] } = answers.consent;
    const without = consents.filter(({ document }) => document !== 'third-party');
    const refused = consents.map((one) => (one.document === 'service' ? { ...one, agreed: false } : one));
    const older = consents.map((one) => (one.document === 'service' ? { ...one, version: '0.9' } : one));
    for (const given of [without, refused, older])
      expect(answered(begun('issue', { consents: given }), 'consent', now)).toBe(false);
    const optional = consents.filter(({ document }) => document !== 'remember-me');
    expect(answered(begun('issue', { consents: optional }), 'consent', now)).toBe(true);
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
    expect(answered(begun(task, answers.proof), 'bank', now)).toBe(!makesOne);
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
    const base: Partial<Enrollment> = { ...answers.bank, ...answers.reason, ...answers.consent, ...answers.kind };
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
        if (step) expect(stepAnswered(accept(enrollment, answers[field], field), step, now)).toBe(field !== 'identity');
      }
    }
  });

  test('a step that the task does not have is not waited for, and counts as not done', () => {
    expect(stepAnswered(begun('sign', answers.proof), 'identity', now)).toBe(false);
    expect(stepAnswered(begun('expiry', answers.proof), 'renewal', now)).toBe(false);
    expect(neededStep(begun('expiry', { ...answers.bank, ...answers.proof }), now)).toBeUndefined();
  });
});
