import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AgentActivity } from '../../../services/assistance/agentActivity.ts';
import type { HandoffNote } from '../../../services/cases/handoff.ts';
import { HandoffBoard, type NumberedHandoff } from '../../../services/assistance/handoffBoard.ts';
import { HandoffDesk } from '../../../services/assistance/handoffDesk.ts';
import type { State } from '../../../services/state/state.ts';

const start = Temporal.Instant.from('2026-11-23T10:00:00+09:00');
const after = (seconds: number): Temporal.Instant => start.add({ seconds });
const day = 86_400;

/** A hand-off that was opened so many seconds after the start. */
export function noteNamed(name: string, seconds = 0, changes: Partial<HandoffNote> = {}): HandoffNote {
  const openedAt = after(seconds).toString();
  return { id: `${name}.1`, caseId: name, revision: 1, state: 'waiting', reason: 'asked', openedAt, ...changes };
}

/** The agents' board and what it says of the desk, on any store. @param open a store with nothing on the board */
export function boardContract(name: string, open: () => Promise<State>): void {
  describe(`the board on ${name}`, () => {
    let state: State;
    let board: HandoffBoard;
    beforeEach(async () => {
      state = await open();
      board = new HandoffBoard(state.records);
    });
    afterEach(() => state.close());

    const shown = async (note: HandoffNote): Promise<NumberedHandoff> => {
      const { number } = await board.allot(note, start);
      return { ...note, number };
    };

    test('a number has four digits and leads to its hand-off', async () => {
      const { number, ahead } = await board.allot(noteNamed('a'), start);
      expect(number).toMatch(/^[1-9]\d{3}$/);
      expect(ahead).toBe(0);
      expect(await board.byNumber(number)).toEqual({ ...noteNamed('a'), number });
    });

    test('what is no number, or nobody’s, leads nowhere', async () => {
      await board.allot(noteNamed('a'), start);
      for (const number of ['', '1', '123', '0000', '123456789', '48 21', '4821x', '４８２１', '../1']) {
        expect(await board.byNumber(number)).toBeUndefined();
      }
    });

    test('the same hand-off again, also ten times at once, has the same number', async () => {
      const first = await board.allot(noteNamed('a'), start);
      const again = await Promise.all(Array.from({ length: 10 }, () => board.allot(noteNamed('a'), after(5))));
      expect(new Set(again.map(({ number }) => number))).toEqual(new Set([first.number]));
      expect(await board.all()).toHaveLength(1);
    });

    test('eighty at once, on two instances, have eighty numbers', async () => {
      const other = new HandoffBoard(state.records);
      const notes = Array.from({ length: 80 }, (_, index) => noteNamed(`case-${index}`, index));
      const given = await Promise.all(notes.map((note, index) => (index % 2 ? board : other).allot(note, start)));
      expect(new Set(given.map(({ number }) => number)).size).toBe(80);
      expect((await board.all()).map(({ caseId }) => caseId)).toEqual(notes.map(({ caseId }) => caseId));
    });

    test('when every number of four digits is in use, the next has five', async () => {
      const all = Array.from({ length: 9_000 }, (_, index) => String(1_000 + index));
      for (let panel = 0; panel < 32; panel += 1) {
        const handoffs = all
          .filter((number) => Number(number) % 32 === panel)
          .map((number) => ({ ...noteNamed(`full-${number}`), number }));
        await state.records.putIfVersion(`handoffs:{${panel}}`, { schema: 1, handoffs }, 0);
      }
      const { number, ahead } = await board.allot(noteNamed('late', 1), start);
      expect(number).toMatch(/^[1-9]\d{4}$/);
      expect(ahead).toBe(9_000);
    });

    test('who waits before is counted: neither the taken, nor the closed, nor who came later', async () => {
      const taken = await shown(noteNamed('taken', 1));
      const closed = await shown(noteNamed('closed', 2));
      await shown(noteNamed('before', 3));
      await shown(noteNamed('later', 9));
      await board.note({ ...taken, revision: 2, state: 'taken', agent: 'agent1' });
      await board.note({ ...closed, revision: 2, state: 'closed', closedAt: start.toString() });
      expect((await board.allot(noteNamed('me', 4), start)).ahead).toBe(1);
    });

    test('an older copy changes nothing, nor does one of another hand-off under the number', async () => {
      const first = await shown(noteNamed('a'));
      await board.note({ ...first, revision: 3, state: 'taken', agent: 'agent1' });
      await board.note({ ...first, revision: 2, bank: '004' });
      await board.note({ ...first, revision: 3, state: 'waiting' });
      await board.note({ ...first, id: 'b.1', revision: 9, state: 'closed', closedAt: start.toString() });
      expect(await board.byNumber(first.number)).toMatchObject({ revision: 3, state: 'taken', agent: 'agent1' });
      await board.note({ ...noteNamed('never shown'), number: '1234', revision: 2 });
      expect(await board.all()).toHaveLength(1);
    });

    test('a closed number leads to its hand-off for a day, then it is off the board and may be given again', async () => {
      const first = await shown(noteNamed('a'));
      await board.note({ ...first, revision: 2, state: 'closed', closedAt: start.toString() });
      expect(await board.sweep(after(day - 1))).toBe(0);
      expect((await board.byNumber(first.number))?.state).toBe('closed');
      expect(await board.sweep(after(day))).toBe(1);
      expect(await board.byNumber(first.number)).toBeUndefined();
      expect((await board.allot(noteNamed('a', 0, { id: 'a.1' }), after(day))).number).toBe(first.number);
    });

    test('a number that rests is not given to anybody else, also without a sweep; one that has rested is', async () => {
      const wanted = (await board.allot(noteNamed('a'), start)).number;
      const other = { ...noteNamed('other'), number: wanted, state: 'closed' as const, closedAt: start.toString() };
      const key = `handoffs:{${Number(wanted) % 32}}`;
      const stored = await state.records.get(key);
      await state.records.putIfVersion(key, { schema: 1, handoffs: [other] }, stored?.version ?? 0);
      expect((await board.allot(noteNamed('a'), after(day - 1))).number).not.toBe(wanted);
      await board.sweep(after(0), ({ caseId }) => caseId === 'a');
      expect((await board.allot(noteNamed('a'), after(day))).number).toBe(wanted);
      expect((await board.byNumber(wanted))?.caseId).toBe('a');
    });

    test('what has no case any more is swept, whatever its state', async () => {
      await shown(noteNamed('gone'));
      const kept = await shown(noteNamed('kept'));
      expect(await board.sweep(start, ({ caseId }) => caseId === 'gone')).toBe(1);
      expect((await board.all()).map(({ number }) => number)).toEqual([kept.number]);
    });
  });

  describe(`the desk on ${name}`, () => {
    let state: State;
    let activity: AgentActivity;
    beforeEach(async () => {
      state = await open();
      activity = new AgentActivity(state.records);
    });
    afterEach(() => state.close());

    test('where nobody ever worked, nothing is said of who waits', async () => {
      const desk = new HandoffDesk({ board: new HandoffBoard(state.records), activity });
      await desk.open(noteNamed('before'), start);
      const opened = await desk.open(noteNamed('me', 1), start);
      expect(opened).toEqual({ number: opened.number, staffed: false });
    });

    test('while somebody works, who waits is said; how long only after five customers', async () => {
      const desk = new HandoffDesk({ board: new HandoffBoard(state.records), activity });
      await desk.open(noteNamed('before'), start);
      for (const seconds of [30, 600, 90, 200]) await activity.worked(start, seconds);
      expect(await desk.open(noteNamed('me', 1), start)).toMatchObject({ staffed: true, ahead: 1 });
      expect(await activity.look(start)).toEqual({ staffed: true });
      await activity.worked(start, 180);
      expect(await desk.open(noteNamed('me', 1), start)).toMatchObject({ staffed: true, ahead: 1, minutes: 3 });
    });

    test.each([
      [3_599, true],
      [3_600, false],
    ])('%i seconds after the last act the desk is staffed: %s', async (seconds, staffed) => {
      await activity.worked(start);
      expect((await activity.look(after(seconds))).staffed).toBe(staffed);
    });

    test('a clock that was set back makes nobody work; acts at once lose none', async () => {
      await activity.worked(after(100));
      expect(await activity.look(start)).toEqual({ staffed: false });
      await Promise.all([1, 2, 3, 4, 5].map((minutes) => activity.worked(after(100), minutes * 60)));
      expect(await activity.look(after(100))).toEqual({ staffed: true, minutes: 3 });
    });

    test('less than a minute is a minute', async () => {
      for (let count = 0; count < 5; count += 1) await activity.worked(start, 2);
      expect((await activity.look(start)).minutes).toBe(1);
    });
  });
}
