import type { Activity, CardAction } from 'botbuilder';
import { caseIdOf } from '../../services/cases/caseRecord.ts';
import { caseOf } from '../support/storedCase.ts';
import type { SandboxPerson } from '../../services/sandbox/person.ts';
import { ciOf } from '../../services/sandbox/people.ts';
import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import { openTestApp, type TestApp, type TestAppSettings } from '../support/app.ts';
import { buttonsOf, draw } from './draw.ts';
import { readScript, type Act } from './script.ts';

/** Plays a transcript through the real product and answers it with what the bot really said. */
export async function play(
  transcript: string,
  settings: TestAppSettings,
): Promise<{ text: string; secrets: string[]; player: Player }> {
  const player = new Player(settings);
  await player.open();
  try {
    const lines: string[] = [];
    for (const { line, act } of readScript(transcript)) {
      lines.push(line);
      if (act) lines.push(...(await player.act(act)));
    }
    return { text: lines.join('\n'), secrets: player.secrets, player };
  } catch (error) {
    await player.close();
    throw error;
  }
}

/** One customer with a conversation, a phone and a browser. */
export class Player {
  readonly secrets: string[] = [];
  readonly conversationId: string;
  readonly caseId: string;
  readonly userId: string;
  readonly #settings: TestAppSettings;
  #opened: TestApp | undefined;
  #drawn = 0;
  #sent = 0;
  #restarts = 0;
  #last: Partial<Activity> | undefined;
  #person: SandboxPerson | undefined;
  #looked: string | undefined;

  /**
   * @param opened an app that is open already and that others use too; without one `open()` makes its own
   * @param userId who speaks, as the channel names them; the same one in another conversation may be known there
   */
  constructor(settings: TestAppSettings, conversationId = 'transcript', opened?: TestApp, userId = 'customer') {
    this.#settings = settings;
    this.conversationId = conversationId;
    this.caseId = caseIdOf(conversationId);
    this.userId = userId;
    this.#opened = opened;
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
        await this.#send(this.#last ?? {}, `delivery-${this.#sent}`);
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
    this.#sent += 1;
    this.#last = activity;
    await this.#send(activity, `delivery-${this.#sent}`);
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
    const received = await this.test.app.world?.phones.messages(this.#person?.phone ?? '');
    const codes = (received ?? []).flatMap(({ text }) => /\b(\d{6})\b/.exec(text)?.[1] ?? []);
    this.secrets.push(...codes);
    return codes;
  }

  /** Acts in the secure view through its use cases; the pages themselves are tested in a browser. */
  async #secure(step: string, words: readonly string[]): Promise<string[]> {
    const visitNumber = (await this.record()).visits;
    const owner = { caseId: this.caseId, visitNumber };
    const { secureSteps } = this.test.app;
    const result = await this.#complete(step, words, owner, secureSteps);
    return [`page: ${result.ok ? 'ok' : result.code}`];
  }

  async #complete(
    step: string,
    words: readonly string[],
    owner: { caseId: string; visitNumber: number },
    steps: TestApp['app']['secureSteps'],
  ): Promise<{ ok: true } | { ok: false; code: string }> {
    if (step === 'credential') return steps.credential.acts.complete(owner, this.#credential(words));
    if (step === 'renewal' || step === 'ownership' || step === 'sign' || step === 'change')
      return this.#useCredential(step, words, owner, steps);
    if (step === 'link')
      return {
        ok: (await this.test.app.visitCase.renewLink(owner, words[0] === 'own')) !== undefined || words[0] !== 'own',
        code: 'none',
      };
    const person = this.test.app.world?.people.byId(words[0] ?? '');
    if (!person) throw new Error(`expected somebody of the sandbox, found ${words[0]}`);
    this.#person = person;
    if (step === 'login') {
      const bankCode = (await this.record()).enrollment?.bank ?? '';
      const birthDate = undefined;
      const { name, phone, email } = person;
      return steps.bankLogin.acts.complete(owner, {
        bankCode,
        subject: person.id,
        ci: ciOf(person),
        name,
        phone,
        email,
        birthDate,
      });
    }
    const changed = Object.fromEntries(words.slice(1).map((word) => word.split('=')));
    const fields = {
      looked: this.#looked,
      name: person.name,
      residentNumber: person.number,
      phone: person.phone,
      email: person.email,
      ...changed,
    };
    this.secrets.push(fields.residentNumber, fields.residentNumber.slice(6));
    const answer = await steps.identity.acts.complete(owner, fields);
    // as the page does: it brings back the proof that it was asked to look once more
    if (!answer.ok && answer.code === 'identity.checkDigit') this.#looked = String(answer.details?.['looked']);
    return answer;
  }

  /** Pages that ask for the credential there is; a renewal sends back the card that the page shows. */
  async #useCredential(
    step: 'renewal' | 'ownership' | 'sign' | 'change',
    words: readonly string[],
    owner: { caseId: string; visitNumber: number },
    steps: TestApp['app']['secureSteps'],
  ): Promise<{ ok: true } | { ok: false; code: string }> {
    const { policy, secret } = this.#credential(words);
    if (step === 'ownership') return steps.ownership.acts.complete(owner, { policy, secret });
    if (step === 'sign') return steps.signature.acts.complete(owner, { policy, secret });
    if (step === 'change') {
      const next = this.#credential(words.slice(1));
      return steps.newCredential.acts.complete(owner, { current: { policy, secret }, next });
    }
    const shown = await steps.renewal.acts.shown(owner);
    if (!shown) return { ok: false, code: 'no such page' };
    return steps.renewal.acts.complete(owner, { policy, secret, confirmed: shown.card.hash });
  }

  #credential(words: readonly string[]): { policy: 'pin6' | 'password'; secret: string; confirmation: string } {
    const [secret = '', confirmation = secret] = words;
    this.secrets.push(secret, confirmation);
    return { policy: /^\d{6}$/.test(secret) ? 'pin6' : 'password', secret, confirmation };
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
    this.#restarts += 1;
    const seed = `restart ${this.#restarts}`;
    this.#opened = await openTestApp({ ...this.#settings, directory, at: now.toString(), seed });
    this.test.shown.set(this.conversationId, shown.get(this.conversationId) ?? []);
    await this.test.app.recover();
  }

  /** What was shown last, as activities. */
  get shownNow(): readonly Partial<Activity>[] {
    const shown = this.test.shown.get(this.conversationId) ?? [];
    return shown.slice(this.#drawn).flatMap(({ activity }) => (activity.from?.role === 'user' ? [] : [activity]));
  }

  /** Everything shown so far counts as seen. */
  see(): void {
    this.#drawn = (this.test.shown.get(this.conversationId) ?? []).length;
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
    const fresh = shown.slice(this.#drawn);
    this.#drawn = shown.length;
    return fresh.filter(({ activity }) => activity.from?.role !== 'user').flatMap(({ activity }) => draw(activity));
  }
}
