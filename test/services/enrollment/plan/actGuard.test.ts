import { describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '../../../../services/audit/audit.ts';
import type { Enrollment, Task } from '../../../../services/enrollment/enrollment.ts';
import { ActGuard } from '../../../../services/enrollment/plan/actGuard.ts';
import { taskNames, tasks } from '../../../../services/enrollment/tasks.ts';
import {
  needsOf,
  type Evidence,
  type EvidenceKind,
  type EvidenceNeed,
} from '../../../../services/identity/evidence.ts';

const now = Temporal.Instant.from('2026-12-01T03:00:00Z');
const written: AuditEvent[] = [];
const audit = { write: (event: AuditEvent) => Promise.resolve(void written.push(event)) };
const guard = new ActGuard({ audit, clock: { now: () => now } });

function proofOf(kind: EvidenceKind, more: Partial<Evidence> = {}): Evidence {
  const answer = kind === 'known' || kind === 'credential' ? 'proof' : kind;
  return { kind, answer, at: now.toString(), personKey: 'hong', channel: 'secureView', strength: 'normal', ...more };
}

function under(task: Task, evidence: readonly Evidence[]): Enrollment {
  return { id: 'case.1', task, startedAt: now.toString(), bank: '004', kind: 'personal', evidence };
}

async function asked(task: Task, evidence: readonly Evidence[], personKey = 'hong') {
  written.length = 0;
  const permit = await guard.permit({ enrollment: under(task, evidence), enrollmentId: 'case.1', personKey });
  expect(written.map(({ action }) => action)).toEqual(permit.ok ? [] : ['evidence.missing']);
  return permit;
}

/** One way of meeting every need of an act, a proof a need. */
function enough(needs: readonly EvidenceNeed[]): Evidence[] {
  return needs.map(({ kinds: [kind] }) => proofOf(kind ?? 'known'));
}

/** A proof just older than every need that it could meet, so that no other row takes it either. */
function aged(proof: Evidence, needs: readonly EvidenceNeed[]): Evidence {
  const longest = Math.max(
    ...needs.filter(({ kinds }) => kinds.includes(proof.kind)).map(({ maxAgeSeconds }) => maxAgeSeconds),
  );
  return { ...proof, at: now.subtract({ seconds: longest + 1 }).toString() };
}

const rows = taskNames.flatMap((task) =>
  needsOf(tasks[task].act).map((need, index) => [task, need.kinds.join('|'), index] as const),
);

describe.each(taskNames)('%s', (task) => {
  const needs = needsOf(tasks[task].act);

  test('is done with all that its act needs, by each kind that a need takes', async () => {
    expect(await asked(task, enough(needs))).toEqual({ ok: true });
    for (const [index, { kinds }] of needs.entries())
      for (const kind of kinds) {
        const other = enough(needs).with(index, proofOf(kind));
        expect(await asked(task, other)).toEqual({ ok: true });
      }
  });

  test('is not done with what was proved of somebody else', async () => {
    expect(await asked(task, enough(needs), 'kim')).toMatchObject({ ok: false, code: 'evidence.missing' });
  });

  test('is not done when its task is over, whatever was proved', async () => {
    written.length = 0;
    const permit = await guard.permit({
      enrollment: under(task, enough(needs)),
      enrollmentId: 'case.2',
      personKey: 'hong',
    });
    expect(permit).toMatchObject({ ok: false });
    expect(written).toMatchObject([{ action: 'evidence.missing', subject: 'case.2', personKey: 'hong' }]);
  });
});

describe.each(rows)('%s without %s', (task, _kinds, index) => {
  const needs = needsOf(tasks[task].act);
  const whole = enough(needs);
  const own = whole[index];
  /** Another row's proof that meets this row too stands in for it: a renewal's credential says whose it is. */
  const standsIn = whole.some((proof, at) => at !== index && needs[index]?.kinds.includes(proof.kind));

  test('taken away, weakened, aged, from the future of another person: refused and audited', async () => {
    if (!own) throw new Error('expected a proof a need, found none');
    const away = await asked(task, whole.toSpliced(index, 1));
    const weak = await asked(task, whole.with(index, { ...own, strength: 'weak' }));
    const old = await asked(task, whole.with(index, aged(own, needs)));
    const kims = await asked(task, whole.with(index, { ...own, personKey: 'kim' }));
    const ended = await asked(task, whole.with(index, { ...own, expiresAt: now.toString() }));
    const agesAlong = needs[index]?.agesWith !== undefined;
    expect([away.ok, weak.ok, kims.ok, ended.ok]).toEqual(Array(4).fill(standsIn));
    expect(old.ok).toBe(standsIn || agesAlong);
  });
});

test('a look is allowed to whoever proved who they are in a way of the task; where dates are shown it is the act itself', async () => {
  const look = async (task: Task, evidence: readonly Evidence[]) =>
    (await guard.permitLook({ enrollment: under(task, evidence), enrollmentId: 'case.1', personKey: 'hong' })).ok;
  expect(await look('release', [proofOf('bankLogin')])).toBe(true);
  expect(await look('renew', [proofOf('known')])).toBe(true);
  expect(await look('expiry', [proofOf('known')])).toBe(false);
  expect(await look('expiry', [proofOf('credential')])).toBe(true);
  expect(await look('revoke', [])).toBe(false);
});

test('what lacks names the field to ask again', async () => {
  const lacking = async (task: Task, evidence: readonly Evidence[]) => {
    const permit = await asked(task, evidence);
    return permit.ok ? undefined : permit.answer;
  };
  expect(await lacking('issue', [])).toBe('bankLogin');
  expect(await lacking('issue', [proofOf('bankLogin'), proofOf('identity')])).toBe('smsCode');
  expect(await lacking('release', [proofOf('bankLogin')])).toBe('smsCode');
  expect(await lacking('revoke', [])).toBe('proof');
});

test('a refusal that cannot be written down is an outage, and nothing is permitted', async () => {
  const silent = new ActGuard({
    audit: { write: () => Promise.reject(new Error('no audit')) },
    clock: { now: () => now },
  });
  await expect(
    silent.permit({ enrollment: under('revoke', []), enrollmentId: 'case.1', personKey: 'hong' }),
  ).rejects.toThrow('no audit');
});
