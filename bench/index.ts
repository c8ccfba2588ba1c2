import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBundle } from '../scripts/bundle.ts';
import type { Row } from './row.ts';

/** Which benches there are; `npm run bench -- turn start` runs some of them. */
const benches: Readonly<Record<string, () => Promise<Row[]>>> = {
  start: async () => (await import('./startUp.ts')).benchStartUp(),
  turn: async () => (await import('./turns.ts')).benchTurns(),
  issuance: async () => (await import('./issuances.ts')).benchIssuances(),
  certificates: async () => (await import('./certificates.ts')).benchCertificates(),
  kakao: async () => (await import('./kakao.ts')).benchKakao(),
  hostile: async () => (await import('./hostileTexts.ts')).benchHostileTexts(),
  understanding: async () => (await import('./understandingRows.ts')).benchUnderstanding(),
};

await ensureBundle();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches[name]);
if (unknown.length > 0) throw new Error(`expected ${Object.keys(benches).join(', ')}, found ${unknown.join(', ')}`);

const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await bench()));
}
console.table(rows);
mkdirSync(import.meta.dirname, { recursive: true });
writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(rows, undefined, 2)}\n`);
