import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { IssueSubject } from '../../../services/certificates/certificateIssuing.ts';
import type { CertificateSummary } from '../../../services/certificates/certificate.ts';
import { enroll, issued, issueRequest, openWorld, pin, today } from './certificateWorld.ts';

const script = fileURLToPath(new URL('killedIssuer.ts', import.meta.url));
/** reserved, signed, stored, delivered: the register's writes of one issuance. */
const points = ['reserved', 'signed', 'stored', 'delivered'] as const;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'killed-'));
});

afterAll(() => rm(directory, { recursive: true }));

function killed(act: 'issue' | 'renew', point: number, when: string, subject: IssueSubject): Promise<string | null> {
  return new Promise((resolve) => {
    const args = ['--disable-warning=ExperimentalWarning', script, directory, act, String(point + 1), when];
    const child = spawn(process.execPath, [...args, JSON.stringify(subject)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('exit', (_, signal) => resolve(signal));
  });
}

const rows = points.flatMap((name, point) =>
  (['before', 'after'] as const).flatMap((when) =>
    (['issue', 'renew'] as const).map((act) => ({ act, name, point, when })),
  ),
);

test.each(rows)('killed $when $name was written, $act ends with one certificate', async ({ act, point, when }) => {
  const before = await openWorld({ directory }, today, true);
  const id = `killed-${act}-${point}-${when}`;
  const identity = { enrollmentId: id, personKey: id, caseId: id };
  const subject = act === 'issue' ? await enroll(before.module, identity) : (await issued(before, identity)).subject;
  await before.close();
  expect(await killed(act, point, when, subject)).toBe('SIGKILL');

  const begin = act === 'issue' ? today : Temporal.Instant.from('2027-11-20T10:00:00+09:00');
  const world = await openWorld({ directory }, begin, true);
  const told: CertificateSummary[] = [];
  await world.module.recover(async (_, one) => void told.push(one));
  const result = act === 'issue' ? await world.module.issue(issueRequest(world, subject)) : undefined;
  const all = await world.module.ofPerson(id);
  const active = all.filter(({ state }) => state === 'active');
  expect(active).toHaveLength(1);
  const serialHex = active[0]?.serialHex ?? '';
  if (result) expect(result).toMatchObject({ value: { serialHex } });
  expect((await world.module.checkCredential({ requestId: 'after', serialHex, credential: pin })).ok).toBe(true);
  // The order was written before the first line of the journal, so recovery finishes it and tells its case.
  expect(told.map((one) => one.serialHex)).toEqual([serialHex]);
  expect(all).toHaveLength(act === 'issue' ? 1 : 2);
  await world.close();
});
