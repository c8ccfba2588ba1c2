import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unifiedDiff } from '../../scripts/unifiedDiff.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const folder = temporaryFolder();
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

test('a changed line is shown with three lines around it', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const after = before.with(4, 'other');
  expect(unifiedDiff('a.chat', text(before), text(after))).toEqual([
    '--- a/a.chat',
    '+++ b/a.chat',
    '@@ -2,7 +2,7 @@',
    ' b',
    ' c',
    ' d',
    '-e',
    '+other',
    ' f',
    ' g',
    ' h',
  ]);
});

test('what did not change has no difference', () => {
  expect(unifiedDiff('a.chat', text(['a', 'b']), text(['a', 'b']))).toEqual([]);
});

test('git makes the one text of the other by it', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 30 });
  const property = fc.property(lines, lines, (before, after) => {
    const patch = unifiedDiff('a.chat', text(before), text(after));
    if (patch.length === 0) return expect(before).toEqual(after);
    writeFileSync(join(folder, 'a.chat'), text(before));
    execFileSync('git', ['apply', '-'], { cwd: folder, input: text(patch) });
    expect(readFileSync(join(folder, 'a.chat'), 'utf8')).toBe(text(after));
  });
  fc.assert(property, { numRuns: 60 });
});
