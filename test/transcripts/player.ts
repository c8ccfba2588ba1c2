import type { Activity, CardAction } from 'botbuilder';
import { caseIdOf, type CaseRecord } from '../../services/cases/caseRecord.ts';
import { openTestApp, type TestApp, type TestAppSettings } from '../support/app.ts';
import { caseOf } from '../support/storedCase.ts';
import { buttonsOf, draw } from './draw.ts';
import { copyOf, freshMemory, type PlayerMemory } from './memory.ts';
import type { Act } from './script.ts';
import { actOnPage } from './secureActs.ts';

/** One customer with a conversation, a phone and a browser. */
export class Player {
  readonly conversationId: string;
  readonly caseId: string;
  readonly userId: string;
  readonly #settings: TestAppSettings;
  readonly #memory: PlayerMemory;
  #opened: TestApp | undefined;

  /**
   * @param opened an app that is open already and that others use too; without one `open()` makes its own
   * @param userId who speaks, as the channel names them; the same one in another conversation may be known there
   * @param memory what was done before, where the conversation goes on from a beginning
   */
  constructor(
    settings: TestAppSettings,
    conversationId = 'transcript',
    opened?: TestApp,
    userId = 'customer',
    memory = freshMemory(),
  ) {
    this.#settings = settings;
    this.conversationId = conversationId;
    this.caseId = caseIdOf(conversationId);
    this.userId = userId;
    this.#memory = copyOf(memory);
    this.#opened = opened;
  }

  /** What another player needs to go on from here. */
  get memory(): PlayerMemory {
    return copyOf(this.#memory);
  }

  /** What was typed that must be nowhere afterwards. */
  get secrets(): readonly string[] {
    return this.#memory.secrets;
  }

  get test(): TestApp {
    if (!this.#opened) throw new Error('expected an open app');
    return this.#opened;
  }

  async open(): Promise<void> {
    this.#opened = await openTestApp(this.#settings);
  }

  async close(): Promise<void> {
    await this.test.close();
  }

  /** Does one act and answers what was shown because of it. */
  async act(act: Act): Promise<string[]> {
    const before = await this.#do(act);
    return [...before, ...this.#news()];
  }

  async #do(act: Act): Promise<string[]> {
    switch (act.kind) {
      case 'join':
        await this.#deliver({ type: 'conversationUpdate' });
        break;
      case 'say':
        await this.#deliver({ type: 'message', text: await this.#words(act.text) });
        break;
      case 'press':
      case 'pressOld':
        await this.#press(act.label, act.kind === 'pressOld');
        break;
      case 'at':
        await this.test.clock.set(Temporal.Instant.from(act.instant));
        break;
      case 'wait':
        await this.test.clock.advance(act.seconds);
        break;
      case 'secure':
        return this.#secure(act.step, act.words);
      case 'fault':
        await this.test.app.world?.faults.set({ service: act.service, mode: act.mode, ms: 0, times: 0 } as never); // checked by the sandbox's own schema over HTTP
        break;
      case 'agent':
        return this.#agent(act);
      case 'again':
        await this.#send(this.#memory.last ?? {}, `delivery-${this.#memory.sent}`);
        break;
      case 'nudge':
        await this.test.app.nudge();
        break;
      case 'restart':
        await this.#restart();
        break;
    }
    return [];
  }

  async #deliver(activity: Partial<Activity>): Promise<void> {
    this.#memory.sent += 1;
    this.#memory.last = activity;
    await this.#send(activity, `delivery-${this.#memory.sent}`);
  }

  async #send(activity: Partial<Activity>, deliveryKey: string): Promise<void> {
    await this.test.app.bot.deliver({
      channel: 'terminal',
      conversationId: this.conversationId,
      userId: this.userId,
      deliveryKey,
      activity,
      locale: 'ko-KR',
    });
  }

  async #press(label: string, old: boolean): Promise<void> {
    const button = this.#button(label, old);
    const value: unknown = button.value;
    if (button.type === 'messageBack') {
      return this.#deliver({ type: 'message', text: button.text ?? button.title, value });
    }
    await this.#deliver({ type: 'message', text: String(value) });
  }

  #button(label: string, old: boolean): CardAction {
    const shown = (this.test.shown.get(this.conversationId) ?? []).filter(
      ({ activity }) => activity.from?.role !== 'user',
    );
    const buttons = shown.flatMap(({ activity }) => buttonsOf(activity)).filter(({ title }) => title === label);
    const button = old ? buttons[0] : buttons.at(-1);
    if (!button) throw new Error(`expected a button ${label}, found none`);
    return button;
  }

  /** `{code}` becomes what the phone received last, `{code-1}` what it received before. */
  async #words(text: string): Promise<string> {
    const asked = /\{code(-1)?\}/.exec(text);
    if (!asked) return text;
    const codes = await this.#codes();
    const code = asked[1] ? codes.at(-2) : codes.at(-1);
    if (code === undefined) throw new Error('expected a code on the phone, found none');
    return text.replace(asked[0], code);
  }

  async #codes(): Promise<string[]> {
    const received = await this.test.app.world?.phones.messages(this.#memory.person?.phone ?? '');
    const codes = (received ?? []).flatMap(({ text }) => /\b(\d{6})\b/.exec(text)?.[1] ?? []);
    this.#memory.secrets.push(...codes);
    return codes;
  }

  async #secure(step: string, words: readonly string[]): Promise<string[]> {
    const { app } = this.test;
    const done = await actOnPage({ step, words, app, record: await this.record(), memory: this.#memory });
    return [`page: ${done.ok ? 'ok' : done.code}`];
  }

  /** An agent acts on this customer's hand-off, by its number. */
  async #agent({ act, agent, text }: Extract<Act, { kind: 'agent' }>): Promise<string[]> {
    const { assistance } = this.test.app;
    const number = (await this.record()).handoff?.number ?? '';
    const acts: Readonly<Record<string, () => Promise<{ ok: true } | { ok: false; code: string }>>> = {
      take: () => assistance.take({ number, agent }),
      say: () => assistance.say({ number, agent, text }),
      giveBack: () => assistance.giveBack({ number, agent }),
      close: () => assistance.close({ number, agent }),
    };
    const done = await acts[act]?.();
    if (!done) throw new Error(`expected an act of an agent, found ${act}`);
    return [`agent: ${done.ok ? 'ok' : done.code}`];
  }

  async #restart(): Promise<void> {
    const { directory, clock, shown } = this.test;
    const now = clock.now();
    await this.test.app.close();
    this.#memory.restarts += 1;
    const seed = `restart ${this.#memory.restarts}`;
    this.#opened = await openTestApp({ ...this.#settings, stores: undefined, directory, at: now.toString(), seed });
    this.test.shown.set(this.conversationId, shown.get(this.conversationId) ?? []);
    await this.test.app.recover();
  }

  /** What was shown last, as activities. */
  get shownNow(): readonly Partial<Activity>[] {
    const shown = this.test.shown.get(this.conversationId) ?? [];
    return shown
      .slice(this.#memory.drawn)
      .flatMap(({ activity }) => (activity.from?.role === 'user' ? [] : [activity]));
  }

  /** Everything shown so far counts as seen. */
  see(): void {
    this.#memory.drawn = (this.test.shown.get(this.conversationId) ?? []).length;
  }

  /** Does one act without reading the answer. */
  async do(act: Act): Promise<void> {
    await this.#do(act);
  }

  /** The case as it is stored. */
  async record(): Promise<CaseRecord> {
    return caseOf(this.test, this.caseId);
  }

  #news(): string[] {
    const shown = this.test.shown.get(this.conversationId) ?? [];
    const fresh = shown.slice(this.#memory.drawn);
    this.#memory.drawn = shown.length;
    return fresh.filter(({ activity }) => activity.from?.role !== 'user').flatMap(({ activity }) => draw(activity));
  }
}
