import { ensureBundle } from '../scripts/bundle.ts';
import { foldersInMemory } from '../test/support/foldersInMemory.ts';
import type { Row } from './row.ts';

/**
 * The long proofs: `npm run soak -- kills`, with a number to take only so many. Prints figures (the last ones stand in
 * docs/figures.md) and ends with 1 when something was not as it must be.
 */
const soaks: Readonly<Record<string, (most: number | undefined) => Promise<Row[]>>> = {
  kills: async (most) => (await import('./soak/kills.ts')).soakKills(most),
  failures: async (most) => (await import('./soak/failures.ts')).soakFailures(most),
  transcripts: async (most) => (await import('./soak/transcripts.ts')).soakTranscripts(most),
  reminders: async (most) => (await import('./soak/reminders.ts')).soakReminders(most),
  certificates: async (most) => (await import('./certificatesSoak.ts')).soakCertificates(most),
  'kakao-faults': async () => (await import('./kakaoFaults.ts')).soakKakaoFaults(),
  'kakao-transcripts': async (most) => (await import('./kakaoTranscripts.ts')).soakKakaoTranscripts(most),
  kakao: async (most) => (await import('./kakaoSoak.ts')).soakKakao(most),
};

const [name = '', most] = process.argv.slice(2);
const soak = soaks[name];
/** Not their times count but their ends: the disk need not be waited for. */
const judgedByTheirEnds = ['kills', 'failures', 'transcripts', 'reminders', 'kakao-transcripts'];
if (soak) {
  await ensureBundle();
  if (judgedByTheirEnds.includes(name)) process.once('exit', foldersInMemory());
  const rows = await soak(most === undefined ? undefined : Number(most));
  console.table(rows);
  // Every soak counts what was wrong in rows of this unit.
  if (rows.some(({ unit, value }) => unit === 'faults' && value > 0)) process.exitCode = 1;
} else {
  process.stderr.write(`Unknown soak ${name}. There are: ${Object.keys(soaks).join(', ')}.\n`);
  process.exitCode = 1;
}
