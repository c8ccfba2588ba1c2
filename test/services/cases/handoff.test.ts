import { describe, expect, test } from '@jest/globals';
import { agentText } from '../../../services/assistance/agentText.ts';
import {
  changeHandoff,
  isForgotten,
  isUnderWay,
  noteOf,
  openHandoff,
  owningAgent,
  withWords,
} from '../../../services/cases/handoff.ts';

const now = Temporal.Instant.from('2026-11-23T10:00:00+09:00');
const after = (seconds: number): Temporal.Instant => now.add({ seconds });
const day = 86_400;
const fresh = openHandoff({ caseId: 'case', count: 2, reason: 'asked', bank: '004', now });
const taken = changeHandoff(fresh, { state: 'taken', agent: 'agent1', takenAt: now.toString() });
const closed = changeHandoff(taken, { state: 'closed', closedAt: now.toString() });
const words = (from: 'customer' | 'agent', text: string, at = now) => ({ from, at: at.toString(), text });

describe('a hand-off', () => {
  test('waits without an agent, and counts its changes', () => {
    expect(fresh).toMatchObject({ id: 'case.2', state: 'waiting', revision: 1, bank: '004' });
    expect(taken.revision).toBe(2);
    expect([fresh, taken, closed, undefined].map((one) => isUnderWay(one))).toEqual([true, true, false, false]);
    expect([fresh, taken, closed, undefined].map((one) => owningAgent(one, now))).toEqual([
      undefined,
      'agent1',
      undefined,
      undefined,
    ]);
  });

  test('goes to the board without a word of what was written', () => {
    const note = noteOf(withWords(taken, words('customer', '제 사정은 이래요')));
    expect(JSON.stringify(note)).not.toContain('사정');
    expect(note).toMatchObject({ id: 'case.2', agent: 'agent1' });
  });

  test('is its agent’s for a day after the last word of the agent; the customer’s words do not count', () => {
    expect(owningAgent(taken, after(day - 1))).toBe('agent1');
    expect(owningAgent(taken, after(day))).toBeUndefined();
    const asked = withWords(taken, words('customer', '계세요?', after(day - 1)));
    expect(owningAgent(asked, after(day))).toBeUndefined();
    const wrote = withWords(taken, words('agent', '네', after(100)));
    expect(owningAgent(wrote, after(day + 99))).toBe('agent1');
    expect(owningAgent(wrote, after(day + 100))).toBeUndefined();
  });

  test('taken over by another after the silence of the first, it is the other’s at once', () => {
    const silent = withWords(taken, words('agent', '네'));
    const other = changeHandoff(silent, { agent: 'agent2', takenAt: after(3 * day).toString() });
    expect(owningAgent(other, after(3 * day))).toBe('agent2');
  });

  test('is forgotten ninety days after it was closed, never before it is closed', () => {
    expect(isForgotten(closed, after(90 * day - 1))).toBe(false);
    expect(isForgotten(closed, after(90 * day))).toBe(true);
    expect(isForgotten(taken, after(400 * day))).toBe(false);
    expect(isForgotten(undefined, now)).toBe(false);
  });

  test('keeps the last forty messages, each up to five hundred characters', () => {
    let many = taken;
    for (let count = 0; count < 60; count += 1)
      many = withWords(many, words('customer', `${count} ${'가'.repeat(600)}`));
    expect(many.words).toHaveLength(40);
    expect(many.words[0]?.text.startsWith('20 ')).toBe(true);
    expect(new Set(many.words.map(({ text }) => text.length))).toEqual(new Set([500]));
  });

  test.each([
    ['번호는 010-1234-5678이에요', '번호는 010-****-5678이에요'],
    ['01012345678', '010-****-5678'],
    ['+82 10 1234 5678로요', '010-****-5678로요'],
    ['hong@example.com 이에요', 'ho***@example.com 이에요'],
    ['1588-5000에 걸었어요', '1588-5000에 걸었어요'],
    ['상담번호 4821', '상담번호 4821'],
  ])('of %j keeps %j', (text, kept) => {
    expect(withWords(taken, words('customer', text)).words[0]?.text).toBe(kept);
  });
});

describe('what an agent writes', () => {
  test.each([
    ['안녕하세요', '안녕하세요'],
    ['  두 줄\r\n이에요  ', '두 줄\n이에요'],
    ['계좌 \u202Eesrever\u202C 방향', '계좌 esrever 방향'],
    ['\u2066가\u2069\u200F나\u061C다\uFEFF', '가나다'],
    ['종\u0007소리\u0000', '종 소리'],
    ['<b>굵게</b> & {{name}} $t(common.yes)', '<b>굵게</b> & {{name}} $t(common.yes)'],
  ])('%j is shown as %j', (written, text) => {
    expect(agentText(written)).toEqual({ ok: true, value: text });
  });

  test.each(['900101-1234568', '비밀번호는 482913', '인증번호 123456을 불러 주세요', '900101-\n1234568'])(
    '%j loses its secret',
    (written) => {
      const text = agentText(written);
      expect(text.ok && text.value).toContain('••••••');
      expect(JSON.stringify(text)).not.toMatch(/1234568|482913|123456/);
    },
  );

  test('five hundred characters are taken, one more is not, nor is nothing', () => {
    expect(agentText('가'.repeat(500)).ok).toBe(true);
    expect(agentText(`  ${'가'.repeat(500)}\u202E `).ok).toBe(true);
    expect(agentText('가'.repeat(501))).toEqual({ ok: false, code: 'assistance.textTooLong' });
    for (const nothing of ['', ' \n ', '\u202E\u200B']) {
      expect(agentText(nothing)).toEqual({ ok: false, code: 'assistance.textEmpty' });
    }
  });
});
