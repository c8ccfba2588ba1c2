import { ActivityHandler, TestAdapter, type Activity } from 'botbuilder';
import type { App } from '../composition/app.ts';
import { openTestApp } from '../test/support/app.ts';
import { row, type Row } from './row.ts';

const warmUp = 200;
/** Echo and product take turns, so that a moment when the machine is busy weighs on both. */
const rounds = 20;
const turnsInRound = 100;

/**
 * What a turn costs against an echo turn of the bare SDK in the same process: a question answered in the middle of a task
 * (understanding, knowledge, case read and written, answer shown), by step and on SQLite. Of all rounds the middle one
 * counts.
 */
export async function benchTurns(): Promise<Row[]> {
  const opened = await openTestApp({});
  try {
    const echo = openEcho();
    const measures = Object.entries(stepsToMeasure).map(([step, talk]) => new Measure(opened.app, step, talk));
    const echoCosts: number[] = [];
    for (let index = 0; index < warmUp; index += 1) await echo();
    for (const measure of measures) await measure.warmUp();
    for (let round = 0; round < rounds; round += 1) {
      echoCosts.push(await microsecondsOf(turnsInRound, echo));
      for (const measure of measures) await measure.round();
    }
    return rowsOf(echoCosts, measures);
  } finally {
    await opened.close();
  }
}

function rowsOf(echoCosts: readonly number[], measures: readonly Measure[]): Row[] {
  const echo = median(echoCosts);
  return [
    row('turn', 'bare SDK echo', echo, 'µs CPU'),
    ...measures.flatMap(({ step, costs }) => [
      row('turn', `${step}, SQLite`, median(costs), 'µs CPU'),
      row('turn', `${step}, SQLite / echo`, median(costs) / echo, 'ratio'),
    ]),
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** What is said before, and what is said, or pressed, over and over. */
interface Talk {
  readonly before: readonly string[];
  readonly said: string;
  readonly value?: Readonly<Record<string, string | number>>;
}

const stepsToMeasure: Readonly<Record<string, Talk>> = {
  menu: { before: [], said: '도움말' },
  bank: { before: ['발급'], said: '유효기간이 얼마예요?' },
  consent: { before: ['발급', '국민', '개인용'], said: '비용이 있나요?' },
  button: { before: ['발급'], said: '다른 은행', value: { step: 'bank', page: 1 } },
};

/** One talk, held in many conversations: thirty messages a minute are the limit of each. */
class Measure {
  readonly step: string;
  readonly costs: number[] = [];
  readonly #app: App;
  readonly #talk: Talk;
  #turns = 0;

  constructor(app: App, step: string, talk: Talk) {
    this.#app = app;
    this.step = step;
    this.#talk = talk;
  }

  async warmUp(): Promise<void> {
    await this.#open(warmUp);
    for (let index = 0; index < warmUp; index += 1) await this.#turn();
  }

  async round(): Promise<void> {
    await this.#open(turnsInRound);
    this.costs.push(await microsecondsOf(turnsInRound, () => this.#turn()));
  }

  /** Brings the next conversations to the step. */
  async #open(turns: number): Promise<void> {
    for (let at = this.#turns; at < this.#turns + turns; at += perConversation) {
      for (const [index, text] of this.#talk.before.entries()) await this.#say(at, `before-${index}`, { text });
    }
  }

  #turn(): Promise<void> {
    const { said: text, value } = this.#talk;
    this.#turns += 1;
    return this.#say(this.#turns - 1, `turn-${this.#turns}`, { text, ...(value && { value }) });
  }

  #say(turn: number, deliveryKey: string, said: Partial<Activity>): Promise<void> {
    return this.#app.bot.deliver({
      channel: 'terminal',
      conversationId: `bench-${this.step}-${Math.floor(turn / perConversation)}`,
      userId: 'bench',
      deliveryKey,
      activity: { type: 'message', ...said },
      locale: 'ko-KR',
    });
  }
}

const perConversation = 20;

function openEcho(): () => Promise<void> {
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(context.activity.text);
    await next();
  });
  const adapter = new TestAdapter((context) => bot.run(context));
  return () => adapter.receiveActivity({ type: 'message', text: 'echo' });
}

async function microsecondsOf(turns: number, turn: () => Promise<void>): Promise<number> {
  const started = process.cpuUsage();
  for (let index = 0; index < turns; index += 1) await turn();
  const used = process.cpuUsage(started);
  return (used.user + used.system) / turns;
}
