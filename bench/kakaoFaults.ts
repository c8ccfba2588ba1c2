import { faultsOf } from '../bots/kakao/kakaoValidator.ts';
import { drawn, pressables, type KakaoCustomer, type KakaoReply } from '../test/support/kakaoCustomer.ts';
import { openKakaoSite, type KakaoSite } from '../test/support/kakaoSite.ts';
import { walkOf } from '../test/support/kakaoWalk.ts';
import { percentile, row, type Row } from './row.ts';

const services = ['sms', 'mail', 'bank', 'identity', 'language', 'ca', 'store'] as const;
const modes = ['error', 'timeout', 'slow', 'garbage'] as const;
/** What a dependency that hangs, or is slow, takes. */
const milliseconds = { error: 0, timeout: 30_000, slow: 5_000, garbage: 0 } as const;

const bankLabels: Readonly<Record<string, string>> = {
  '003': 'IBK기업',
  '004': 'KB국민',
  '011': 'NH농협',
  '020': '우리',
  '081': '하나',
  '088': '신한',
};

/**
 * Each fault of each dependency at each turn of an issue, switched on for that very turn: how long the answer took,
 * whether it was valid, and whether the customer still came to a certificate, with one in the end. About ten minutes.
 */
export async function soakKakaoFaults(say: (line: string) => void = console.log): Promise<Row[]> {
  const site = await openKakaoSite({ people: services.length * modes.length });
  const times: number[] = [];
  let unfinished = 0;
  try {
    for (const [s, service] of services.entries()) {
      for (const [m, mode] of modes.entries()) {
        const person = site.test.app.world?.people.list(6 + s * modes.length + m, 1)[0];
        if (!person) throw new Error('expected a generated person, found none');
        const bank = bankLabels[person.accounts[0]?.bankCode ?? ''] ?? 'KB국민';
        const took = await walkUnder(site, { service, mode }, person.id, bank);
        times.push(...took.times);
        if (!took.finished) unfinished += 1;
        const list = took.times.map((time) => String(Math.round(time)).padStart(5)).join('');
        say(`${service.padEnd(9)} ${mode.padEnd(8)} ${list} ms${took.finished ? '' : `   not finished: ${took.last}`}`);
      }
    }
  } finally {
    await site.close();
  }
  const sorted = times.toSorted((a, b) => a - b);
  return [
    row('kakao faults', 'answers under a fault', times.length, ''),
    row('kakao faults', 'reply time p50', percentile(sorted, 0.5), 'ms'),
    row('kakao faults', 'reply time p99.9 (goal 3,000)', percentile(sorted, 0.999), 'ms'),
    row('kakao faults', 'reply time, the longest (limit 4,000)', sorted.at(-1) ?? Number.NaN, 'ms'),
    row('kakao faults', 'ways that did not come to a certificate', unfinished, ''),
  ];
}

interface Fault {
  readonly service: (typeof services)[number];
  readonly mode: (typeof modes)[number];
}

async function walkUnder(
  site: KakaoSite,
  { service, mode }: Fault,
  personId: string,
  bank: string,
): Promise<{ times: number[]; finished: boolean; last: string }> {
  const customer = site.customer(`fault-${service}-${mode}`);
  const faults = site.test.app.world?.faults;
  const times: number[] = [];
  let last = '';
  for (const step of walkOf(personId, bank)) {
    try {
      await step.before?.(site, customer);
      await faults?.set({ service, mode, ms: milliseconds[mode], times: 0 });
      const reply = await step.act(site, customer);
      await faults?.set({ service, mode: 'ok', ms: 0, times: 0 });
      times.push(reply.milliseconds);
      if (faultsOf(reply.body).length > 0) throw new Error('expected a valid body, found another');
      last = drawn(await comeThere(site, customer, reply, step));
    } catch (error) {
      await faults?.set({ service, mode: 'ok', ms: 0, times: 0 });
      return { times, finished: false, last: `${step.name}: ${String(error)}` };
    }
  }
  return { times, finished: last.includes('발급이 완료됐어요'), last };
}

/** After the fault is gone, the customer does what the bubbles say until the step is done. */
async function comeThere(
  site: KakaoSite,
  customer: KakaoCustomer,
  first: KakaoReply,
  step: ReturnType<typeof walkOf>[number],
): Promise<KakaoReply> {
  let reply = first;
  for (let count = 0; count < 8 && !drawn(reply).includes(step.shows); count += 1) {
    await site.test.app.bot.idle();
    await site.test.clock.advance(31);
    const labels = pressables(reply.body).map(({ label }) => label);
    if (labels.includes('결과 보기') && count % 2 === 0) reply = await customer.press('결과 보기');
    else if (labels.includes('다시 시도')) reply = await customer.press('다시 시도');
    else if (step.name === 'send') reply = await customer.say('인증번호 다시 받기');
    else reply = await step.act(site, customer);
  }
  if (!drawn(reply).includes(step.shows)) throw new Error(`expected ${step.shows}, found ${drawn(reply)}`);
  return reply;
}
