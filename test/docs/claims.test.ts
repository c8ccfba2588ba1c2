import { describe, expect, test } from '@jest/globals';
import { adapters } from './claims/adapters.ts';
import { agents } from './claims/agents.ts';
import { architecture } from './claims/architecture.ts';
import { decisions } from './claims/decisions.ts';
import { figures } from './claims/figures.ts';
import { issuance } from './claims/issuance.ts';
import { kakaotalk } from './claims/kakaotalk.ts';
import { life } from './claims/life.ts';
import { operations } from './claims/operations.ts';
import { limits } from './claims/limits.ts';
import { notices } from './claims/notices.ts';
import { readme } from './claims/readme.ts';
import { threats } from './claims/threats.ts';
import { oneLine, readPaper } from './support/paper.ts';

/**
 * What papers say and a program can check, beside the names that names.test.ts and addresses.test.ts look up. Not checked:
 * what was measured on a machine (its commands are), what others say (Kakao, Redis, OWASP, the trade), reasons, and how
 * well a control keeps what it is for – the tests that threats.md names show that.
 */
const claims = [
  ...readme,
  ...operations,
  ...notices,
  ...limits,
  ...threats,
  ...adapters,
  ...agents,
  ...architecture,
  ...decisions,
  ...figures,
  ...issuance,
  ...kakaotalk,
  ...life,
];

describe.each([...new Set(claims.map(({ paper }) => paper))])('%s', (paper) => {
  const { text } = readPaper(paper);

  test.each(claims.filter((claim) => claim.paper === paper))('$quote', async ({ quote, holds }) => {
    expect(text).toContain(oneLine(quote));
    expect((await holds?.()) ?? true).toBe(true);
  });
});

test('no claim is made twice', () => {
  const said = claims.map(({ paper, quote }) => `${paper}: ${quote}`);
  expect(said.filter((one, index) => said.indexOf(one) !== index)).toEqual([]);
});
