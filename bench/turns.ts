import { ActivityHandler, TestAdapter, type Activity } from 'botbuilder';
import type { App } from '../composition/app.ts';
import { openTestApp } from '../test/support/app.ts';
import { row, type Row } from './row.ts';

const warmUp = 200;
const turns = 2_000;

/**
 * What a turn costs against an echo turn of the bare SDK in the same process: a question answered in the middle of a task
 * (understanding, knowledge, case read and written, answer shown), by step and on SQLite.
 */
export async function benchTurns(): Promise<Row[]> {
  const echo = await echoMicroseconds();
  const rows = [row('turn', 'bare SDK echo', echo, 'µs CPU')];
  const opened = await openTestApp({});
  try {
    for (const [step, said] of Object.entries(stepsToMeasure)) {
      const cost = await turnMicroseconds(opened.app, step, said);
      rows.push(
        row('turn', `${step}, SQLite`, cost, 'µs CPU'),
        row('turn', `${step}, SQLite / echo`, cost / echo, 'ratio'),
      );
    }
  } finally {
    await opened.close();
  }
  return rows;
}

/** What is said before, and what is said over and over. */
const stepsToMeasure: Readonly<Record<string, { readonly before: readonly string[]; readonly said: string }>> = {
  menu: { before: [], said: '도움말' },
  bank: { before: ['발급'], said: '유효기간이 얼마예요?' },
  consent: { before: ['발급', '국민', '개인용'], said: '비용이 있나요?' },
};

async function turnMicroseconds(
  app: App,
  step: string,
  { before, said }: { before: readonly string[]; said: string },
): Promise<number> {
  for (const [index, text] of before.entries()) await say(app, `bench-${step}`, text, `before-${index}`);
  for (let index = 0; index < warmUp; index += 1)
    await say(app, `bench-${step}-warm-${index % 20}`, said, `warm-${index}`);
  // thirty messages a minute are the limit of one conversation, so many take turns
  const conversations = Math.ceil(turns / 20);
  for (let index = 0; index < conversations; index += 1) {
    for (const [at, text] of before.entries()) await say(app, `bench-${step}-${index}`, text, `before-${at}`);
  }
  const started = process.cpuUsage();
  for (let index = 0; index < turns; index += 1)
    await say(app, `bench-${step}-${index % conversations}`, said, `turn-${index}`);
  const used = process.cpuUsage(started);
  return (used.user + used.system) / turns;
}

function say(app: App, conversationId: string, text: string, deliveryKey: string): Promise<void> {
  const activity: Partial<Activity> = { type: 'message', text };
  return app.bot.deliver({
    channel: 'terminal',
    conversationId,
    userId: 'bench',
    deliveryKey,
    activity,
    locale: 'ko-KR',
  });
}

async function echoMicroseconds(): Promise<number> {
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(context.activity.text);
    await next();
  });
  const adapter = new TestAdapter((context) => bot.run(context));
  const turn = (): Promise<void> => adapter.receiveActivity({ type: 'message', text: 'echo' });
  for (let index = 0; index < warmUp; index += 1) await turn();
  const started = process.cpuUsage();
  for (let index = 0; index < turns; index += 1) await turn();
  const used = process.cpuUsage(started);
  return (used.user + used.system) / turns;
}
