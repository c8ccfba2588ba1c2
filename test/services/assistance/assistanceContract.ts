import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AgentActivity } from '../../../services/assistance/agentActivity.ts';
import { Assistance } from '../../../services/assistance/assistance.ts';
import { HandoffBoard } from '../../../services/assistance/handoffBoard.ts';
import { directoryKey, entriesKey, type StreamDirectory } from '../../../services/audit/auditChain.ts';
import { CaseStore } from '../../../services/cases/caseStore.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { caseKey, caseOf } from '../../support/storedCase.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { Player } from '../../transcripts/player.ts';

const monday = '2026-11-23T10:00:00+09:00';
const day = 86_400;

/** What agents do, through the whole product on any store. @param redisUrl asked before each opening; undefined: SQLite */
export function assistanceContract(name: string, redisUrl: () => Promise<string | undefined>): void {
  describe(`agents on ${name}`, () => {
    let opened: TestApp;
    let desk: Assistance;
    let count = 0;
    beforeAll(async () => {
      const url = await redisUrl();
      opened = await openTestApp({ at: monday, ...(url === undefined ? {} : { redisUrl: url }) });
      desk = opened.app.assistance;
    });
    afterAll(() => opened.close());

    /** A customer of their own who waits for a person. */
    async function waiting(): Promise<{ player: Player; number: string }> {
      count += 1;
      const player = new Player({}, `agents-${name}-${count}`, opened);
      for (const text of ['발급', '국민', '상담원']) await player.do({ kind: 'say', text });
      const { handoff } = await player.record();
      player.see();
      if (handoff?.number === undefined) throw new Error('expected a number, found none');
      return { player, number: handoff.number };
    }

    const texts = (player: Player): string => JSON.stringify(player.shownNow.map(({ text }) => text));

    /** Entries of the audit about a hand-off, as text. */
    async function audited(id: string): Promise<string[]> {
      const { records, streams } = opened.app.state;
      const directory = await records.get<StreamDirectory>(directoryKey);
      const read = (directory?.value.streams ?? []).map(({ stream }) => streams.read(entriesKey(stream), 0, 1_000));
      return (await Promise.all(read)).flat().flatMap(({ value }) => (value.includes(`"${id}"`) ? [value] : []));
    }

    test('the number leads to the case: bank, reason, when; and it is in the queue, oldest first', async () => {
      const first = await waiting();
      await opened.clock.advance(5);
      const second = await waiting();
      const queue = (await desk.waiting()).map(({ number }) => number);
      expect(queue.indexOf(first.number)).toBeLessThan(queue.indexOf(second.number));
      const view = await desk.view({ number: first.number, agent: 'agent1', reason: 'on the phone' });
      expect(view).toMatchObject({ ok: true, value: { bank: '004', reason: 'asked', state: 'waiting', words: [] } });
    });

    test('of twenty agents at once one has it, and only that one speaks', async () => {
      const { player, number } = await waiting();
      const agents = Array.from({ length: 20 }, (_, index) => `agent${index}`);
      const taken = await Promise.all(agents.map((agent) => desk.take({ number, agent })));
      expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
      const winner = agents[taken.findIndex(({ ok }) => ok)] ?? '';
      const said = await Promise.all(agents.map((agent) => desk.say({ number, agent, text: `나는 ${agent}` })));
      expect(said.map(({ ok }) => ok)).toEqual(agents.map((agent) => agent === winner));
      expect(player.shownNow.filter(({ text }) => text?.startsWith('상담원: '))).toHaveLength(1);
      expect(texts(player)).toContain(`상담원: 나는 ${winner}`);
      expect((await desk.waiting()).some((one) => one.number === number)).toBe(false);
    });

    test('taken again by the same agent: no change; by another: refused', async () => {
      const { player, number } = await waiting();
      expect((await desk.take({ number, agent: 'agent1' })).ok).toBe(true);
      player.see();
      expect((await desk.take({ number, agent: 'agent1' })).ok).toBe(true);
      expect(player.shownNow).toEqual([]);
      expect(await desk.take({ number, agent: 'agent2' })).toEqual({ ok: false, code: 'assistance.taken' });
      expect(await desk.giveBack({ number, agent: 'agent2' })).toEqual({ ok: false, code: 'assistance.taken' });
      expect(await desk.close({ number, agent: 'agent2' })).toEqual({ ok: false, code: 'assistance.taken' });
      expect((await player.record()).handoff).toMatchObject({ state: 'taken', agent: 'agent1' });
    });

    test('nobody speaks before it is taken, nor after it is over; a number of nobody is unknown', async () => {
      const { player, number } = await waiting();
      const say = () => desk.say({ number, agent: 'agent1', text: '안녕하세요' });
      expect(await say()).toEqual({ ok: false, code: 'assistance.taken' });
      await desk.take({ number, agent: 'agent1' });
      expect((await desk.giveBack({ number, agent: 'agent1' })).ok).toBe(true);
      expect(await say()).toEqual({ ok: false, code: 'assistance.closed' });
      expect(await desk.take({ number, agent: 'agent2' })).toEqual({ ok: false, code: 'assistance.closed' });
      expect(await desk.take({ number: '1', agent: 'agent1' })).toEqual({ ok: false, code: 'assistance.unknown' });
      expect(texts(player)).not.toContain('안녕하세요');
      expect(texts(player)).toContain('상담이 끝났어요');
    });

    test('the same message twice is said once', async () => {
      const { player, number } = await waiting();
      await desk.take({ number, agent: 'agent1' });
      player.see();
      const say = () => desk.say({ number, agent: 'agent1', text: '한 번만', id: 'message-1' });
      expect(await Promise.all([say(), say(), say()])).toEqual([1, 2, 3].map(() => ({ ok: true, value: '한 번만' })));
      expect(player.shownNow).toHaveLength(1);
    });

    test('the customer leaves while the agent writes: never are both the bot’s and the agent’s words taken', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { player, number } = await waiting();
        await desk.take({ number, agent: 'agent1' });
        player.see();
        const [said] = await Promise.all([
          desk.say({ number, agent: 'agent1', text: `말 ${round}` }),
          player.do({ kind: 'say', text: '챗봇과 계속하기' }),
          desk.take({ number, agent: 'agent2' }),
        ]);
        const shown = player.shownNow.map(({ text }) => text ?? '');
        const left = shown.findIndex((text) => text.startsWith('네, 제가'));
        const written = shown.findIndex((text) => text === `상담원: 말 ${round}`);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(written).toBeLessThan(left);
        if (said.ok) expect(written).toBeGreaterThanOrEqual(0);
        expect((await player.record()).handoff?.state).toBe('closed');
      }
    });

    test('what the customer writes is kept for the agent, masked, and the bot does nothing with it', async () => {
      const { player, number } = await waiting();
      await desk.take({ number, agent: 'agent1' });
      const before = (await player.record()).enrollment;
      for (const text of ['개인용', '취소', '제 번호는 010-1234-5678', '주민번호 900101-1234568']) {
        await player.do({ kind: 'say', text });
      }
      expect((await player.record()).enrollment).toEqual(before);
      const view = await desk.view({ number, agent: 'agent1', reason: 'answers' });
      const words = view.ok ? view.value.words.map(({ from, text }) => `${from}: ${text}`) : [];
      expect(words.slice(0, 3)).toEqual(['customer: 개인용', 'customer: 취소', 'customer: 제 번호는 010-****-5678']);
      expect(words[3]).toContain('••••••');
      expect(JSON.stringify(await player.record())).not.toMatch(/1234568|1234-5678/);
    });

    test('hidden controls never reach the customer; words that are none or too long are refused and nothing is said', async () => {
      const { player, number } = await waiting();
      await desk.take({ number, agent: 'agent1' });
      player.see();
      const say = (text: string) => desk.say({ number, agent: 'agent1', text });
      expect(await say('\u202E\u200B ')).toEqual({ ok: false, code: 'assistance.textEmpty' });
      expect(await say('가'.repeat(501))).toEqual({ ok: false, code: 'assistance.textTooLong' });
      expect(player.shownNow).toEqual([]);
      expect(await say('계좌 \u202Eabc\u202C')).toEqual({ ok: true, value: '계좌 abc' });
      expect(texts(player)).toBe('["상담원: 계좌 abc"]');
    });

    test('every act and every view is audited with who and, for a view, why; never with what was written', async () => {
      const { player, number } = await waiting();
      await desk.view({ number, agent: 'agent1', reason: 'on the phone' });
      await desk.take({ number, agent: 'agent1' });
      await desk.take({ number, agent: 'agent2' });
      await desk.say({ number, agent: 'agent2', text: '남의 말' });
      await desk.say({ number, agent: 'agent1', text: '비밀 이야기' });
      await desk.giveBack({ number, agent: 'agent1' });
      const { handoff } = await player.record();
      const entries = await audited(handoff?.id ?? '');
      const acts = entries.map((entry) => /"action":"([\w.]+)","actor":"([\w.:]+)"/.exec(entry)?.slice(1).join(' '));
      const all = ['agent.view agent:agent1', 'agent.take agent:agent1', 'agent.take agent:agent2'];
      expect(acts).toEqual([...all, 'agent.say agent:agent1', 'agent.close agent:agent1']);
      expect(entries[0]).toContain('on the phone');
      expect(entries.join('')).not.toMatch(/비밀|남의/);
    });

    test('what can’t be audited is not done', async () => {
      const { player, number } = await waiting();
      const { state, bot } = opened.app;
      const parts = { board: new HandoffBoard(state.records), activity: new AgentActivity(state.records) };
      const unaudited = new Assistance({
        ...parts,
        cases: new CaseStore(state),
        conversations: bot,
        audit: { write: () => Promise.reject(new Unavailable('store')) },
        clock: opened.clock,
        random: seededRandom('unaudited'),
      });
      await expect(unaudited.take({ number, agent: 'agent1' })).rejects.toThrow(Unavailable);
      await expect(unaudited.view({ number, agent: 'agent1', reason: 'x' })).rejects.toThrow(Unavailable);
      expect((await player.record()).handoff?.state).toBe('waiting');
      await desk.take({ number, agent: 'agent1' });
      player.see();
      await expect(unaudited.say({ number, agent: 'agent1', text: '말' })).rejects.toThrow(Unavailable);
      await expect(unaudited.giveBack({ number, agent: 'agent1' })).rejects.toThrow(Unavailable);
      expect(player.shownNow).toEqual([]);
      expect((await player.record()).handoff?.state).toBe('taken');
    });

    test.each(['', 'a b', '상담원', 'x'.repeat(65), "agent1'; --"])('%j is no agent', async (agent) => {
      const { number } = await waiting();
      expect(await desk.take({ number, agent })).toEqual({ ok: false, code: 'assistance.agentForm' });
      expect(await desk.view({ number, agent, reason: 'x' })).toEqual({ ok: false, code: 'assistance.agentForm' });
    });

    test('who has gone on in another channel hears the agent there', async () => {
      const { player, number } = await waiting();
      await player.do({ kind: 'say', text: '웹에서 이어하기' });
      player.see();
      const { transfers } = opened.app;
      const browser = new Player({}, `${player.conversationId}-browser`, opened);
      const code = transfers.code({ caseId: player.caseId, number: 1 });
      expect((await transfers.redeem(code, browser.conversationId, opened.clock.now())).ok).toBe(true);
      await desk.take({ number, agent: 'agent1' });
      expect(texts(player)).toContain('상담원이 들어왔어요');
      player.see();
      await browser.do({ kind: 'join' });
      expect(texts(browser)).toContain('상담원과 이야기하고 계세요');
      await desk.say({ number, agent: 'agent1', text: '여기서 이어가요' });
      expect(texts(browser)).toContain('상담원: 여기서 이어가요');
      expect(player.shownNow).toEqual([]);
    });

    test('one that waits is closed by any agent, who rang up for instance; the customer hears of it once', async () => {
      const { player, number } = await waiting();
      expect(await desk.giveBack({ number, agent: 'agent2' })).toEqual({ ok: false, code: 'assistance.taken' });
      expect((await desk.close({ number, agent: 'agent2' })).ok).toBe(true);
      expect(await desk.close({ number, agent: 'agent2' })).toEqual({ ok: false, code: 'assistance.closed' });
      expect(player.shownNow.filter(({ text }) => text?.includes('상담이 끝났어요'))).toHaveLength(1);
    });

    test('an identified customer who wants a call: the agent sees the masked number and the wish', async () => {
      const { player, number } = await waiting();
      for (const text of ['개인용', '필수만 동의']) await player.do({ kind: 'say', text });
      await player.act({ kind: 'secure', step: 'login', words: ['hong'] });
      await player.act({ kind: 'secure', step: 'identity', words: ['hong'] });
      await player.do({ kind: 'say', text: '전화해 주세요' });
      const view = await desk.view({ number, agent: 'agent1', reason: 'call back' });
      expect(view).toMatchObject({ ok: true, value: { maskedPhone: '010-****-5678', maskedName: '홍*동' } });
      expect(view.ok && view.value.callBackAt).toBeDefined();
      expect(JSON.stringify(await desk.all())).not.toMatch(/홍|5678|1234/);
    });
  });

  describe(`agents and time on ${name}`, () => {
    let opened: TestApp;
    beforeEach(async () => {
      const url = await redisUrl();
      opened = await openTestApp({ at: monday, ...(url === undefined ? {} : { redisUrl: url }) });
    });
    afterEach(() => opened.close());

    test('nobody came for seven days: closed without a word, off the board a day later, forgotten after ninety', async () => {
      const player = new Player({}, 'forgotten', opened);
      for (const text of ['발급', '국민', '상담원']) await player.do({ kind: 'say', text });
      const board = opened.app.assistance;
      const after = async (seconds: number) => {
        await opened.clock.advance(seconds);
        await opened.app.keepHouse();
        return caseOf(opened, player.caseId);
      };
      player.see();
      const waiting = await after(7 * day - 1);
      expect(waiting.handoff?.state).toBe('waiting');
      const closed = await after(1);
      expect(closed.handoff?.state).toBe('closed');
      expect(player.shownNow).toEqual([]);
      // one turn of the case, but no sign of life: the chat is forgotten ninety days after the customer's last word
      expect([closed.turn, closed.lastAt]).toEqual([waiting.turn + 1, waiting.lastAt]);
      expect((await board.all()).map(({ state }) => state)).toEqual(['closed']);
      await after(day);
      expect(await board.all()).toEqual([]);
      await player.do({ kind: 'say', text: '안녕' });
      expect((await after(89 * day - 1)).handoff?.state).toBe('closed');
      const forgotten = await after(1);
      expect(forgotten.handoff).toBeUndefined();
    });

    test('what an agent still has is not closed by time; what has no case any more is taken off', async () => {
      const player = new Player({}, 'kept', opened);
      const stray = new Player({}, 'stray', opened);
      for (const one of [player, stray]) for (const text of ['국민', '상담원']) await one.do({ kind: 'say', text });
      const { handoff } = await player.record();
      const number = handoff?.number ?? '';
      await opened.clock.advance(7 * day);
      await opened.app.assistance.take({ number, agent: 'agent1' });
      const stored = await opened.app.state.records.get(caseKey(stray.caseId));
      await opened.app.state.records.putIfVersion(caseKey(stray.caseId), undefined, stored?.version ?? 0);
      const { turn } = await player.record();
      await opened.app.keepHouse();
      expect(await player.record()).toMatchObject({ turn, handoff: { state: 'taken', agent: 'agent1' } });
      expect((await opened.app.assistance.all()).map((one) => one.number)).toEqual([number]);
    });
  });
}
