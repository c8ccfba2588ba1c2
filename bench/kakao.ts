import { setTimeout as wait } from 'node:timers/promises';
import { browsing, issuing, KakaoTarget, LoadCustomer } from './kakaoLoad.ts';
import { percentile, row, type Row } from './row.ts';

const conversations = 1_000;
/** 1 in 100 reaches issuance (CONTRACT §7). */
const issuers = conversations / 100;
const callsPerSecond = 100;
const warmUpSeconds = 4;

/** Reply times of `POST /kakao/skill` at 100 calls a second, sent when they are due whether others are answered or not. */
export async function benchKakao(seconds = 30): Promise<Row[]> {
  const target = new KakaoTarget();
  await target.open();
  try {
    await drive(target, [], warmUpSeconds, 'warm');
    const times: number[] = [];
    const [before, began] = [process.cpuUsage(), performance.now()];
    const memoryBefore = await target.ask<Memory>({ what: 'memory' });
    const noise = watchNoise(target);
    const issued = await drive(target, times, seconds, 'bench');
    const bare = await noise();
    const wall = performance.now() - began;
    const memoryAfter = await target.ask<Memory>({ what: 'memory' });
    return rows(times, wall, {
      load: cpuShare(process.cpuUsage(before), wall),
      server: serverShare(memoryBefore, memoryAfter, wall),
      issued,
      bare,
    });
  } finally {
    await target.close();
  }
}

interface Memory {
  readonly rss: number;
  readonly cpu: NodeJS.CpuUsage;
}

/** Bare requests to the same process meanwhile: what they wait for is the machine, not the conversation. */
function watchNoise(target: KakaoTarget): () => Promise<number[]> {
  const over = new AbortController();
  const watching = watch(target, over.signal);
  return async () => {
    over.abort();
    return (await watching).toSorted((a, b) => a - b);
  };
}

async function watch({ port }: KakaoTarget, over: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  while (!over.aborted) {
    const began = performance.now();
    await (await fetch(`http://127.0.0.1:${port}/healthz`)).arrayBuffer();
    times.push(performance.now() - began);
    await wait(40);
  }
  return times;
}

async function drive(target: KakaoTarget, times: number[], seconds: number, name: string): Promise<number> {
  const people = await target.ask<{ id: string; bank: string }[]>({ what: 'people', count: issuers * 2 });
  const own = name === 'warm' ? people.slice(issuers) : people.slice(0, issuers);
  const ways = own.map((person, index) =>
    issuing(target, new LoadCustomer(target, `${name}-i${index}`, times), person),
  );
  const customers = Array.from(
    { length: conversations },
    (_, index) => new LoadCustomer(target, `${name}-${index}`, times),
  );
  const under: Promise<unknown>[] = [];
  const busy = new Set<number>();
  const calls = seconds * callsPerSecond;
  const began = performance.now();
  let issued = 0;
  for (let call = 0; call < calls; call += 1) {
    const due = began + (call * 1000) / callsPerSecond;
    if (due > performance.now()) await wait(due - performance.now());
    const issuer = call % 10 === 0 ? (call / 10) % issuers : -1;
    if (issuer >= 0 && !busy.has(issuer)) {
      busy.add(issuer);
      const step = ways[issuer]?.next().then((result) => {
        if (result.done === true) return;
        busy.delete(issuer);
        if (result.value.includes('발급이 완료됐어요')) issued += 1;
      });
      under.push(step ?? Promise.resolve());
    } else {
      const index = call % conversations;
      const words = browsing[(Math.floor(call / conversations) + index) % browsing.length] ?? '';
      under.push(customers[index]?.press(words) ?? Promise.resolve());
    }
  }
  await Promise.all(under);
  return issued;
}

function rows(
  times: number[],
  wall: number,
  other: { load: number; server: number; issued: number; bare: number[] },
): Row[] {
  const sorted = times.toSorted((a, b) => a - b);
  return [
    row('kakao', 'skill calls a second, 1,000 conversations', (times.length * 1000) / wall, '1/s'),
    row('kakao', 'of them certificates issued', other.issued, ''),
    row('kakao', 'reply time p50', percentile(sorted, 0.5), 'ms'),
    row('kakao', 'reply time p99 (goal 100)', percentile(sorted, 0.99), 'ms'),
    row('kakao', 'reply time p99.9 (goal 300)', percentile(sorted, 0.999), 'ms'),
    row('kakao', 'reply time, the longest', sorted.at(-1) ?? Number.NaN, 'ms'),
    row('kakao', 'bare request in the same run p99', percentile(other.bare, 0.99), 'ms'),
    row('kakao', 'CPU of the server', other.server, 'cores'),
    row('kakao', 'CPU of the load generator', other.load, 'cores'),
  ];
}

function cpuShare({ user, system }: NodeJS.CpuUsage, wall: number): number {
  return (user + system) / 1000 / wall;
}

function serverShare(before: Memory, after: Memory, wall: number): number {
  const user = after.cpu.user - before.cpu.user;
  return cpuShare({ user, system: after.cpu.system - before.cpu.system }, wall);
}
