import { browsing, KakaoTarget, LoadCustomer } from './kakaoLoad.ts';
import { percentile, row, type Row } from './row.ts';

const abreast = 8;
/** Calls a conversation makes before another one begins. */
const callsEach = browsing.length;

/**
 * Many skill calls one after the other, eight at a time, with the server's resident memory printed on the way. The first
 * quarter warms up; growth is counted from there.
 */
export async function soakKakao(calls = 20_000, say: (line: string) => void = console.log): Promise<Row[]> {
  const target = new KakaoTarget();
  await target.open();
  const times: number[] = [];
  const marks: { done: number; megabytes: number }[] = [];
  const mark = async (done: number): Promise<void> => {
    const { rss } = await target.ask<{ rss: number }>({ what: 'memory' });
    marks.push({ done, megabytes: rss / 1024 / 1024 });
    say(`${String(done).padStart(7)} calls   ${(rss / 1024 / 1024).toFixed(1)} MB`);
  };
  try {
    await mark(0);
    const began = performance.now();
    const slice = Math.ceil(calls / 8);
    for (let done = 0; done < calls; done += slice) {
      await run(target, times, done, Math.min(calls, done + slice));
      await mark(Math.min(calls, done + slice));
    }
    const sorted = times.toSorted((a, b) => a - b);
    return [
      row('kakao soak', 'skill calls', times.length, ''),
      row('kakao soak', 'calls a second', (times.length * 1000) / (performance.now() - began), '1/s'),
      row('kakao soak', 'reply time p99', percentile(sorted, 0.99), 'ms'),
      row('kakao soak', 'reply time, the longest', sorted.at(-1) ?? Number.NaN, 'ms'),
      row('kakao soak', 'RSS at the end', marks.at(-1)?.megabytes ?? Number.NaN, 'MB'),
      row('kakao soak', 'RSS growth per 10,000 calls after warm-up (goal 1)', growth(marks), 'MB'),
    ];
  } finally {
    await target.close();
  }
}

async function run(target: KakaoTarget, times: number[], from: number, to: number): Promise<void> {
  let next = Math.floor(from / callsEach);
  const last = Math.ceil(to / callsEach);
  const one = async (): Promise<void> => {
    while (next < last) {
      const customer = new LoadCustomer(target, `soak-${(next += 1)}`, times);
      for (const words of browsing) await customer.press(words);
    }
  };
  await Promise.all(Array.from({ length: abreast }, one));
}

/** The slope of a straight line through the marks after warm-up. */
function growth(marks: readonly { done: number; megabytes: number }[]): number {
  const warm = marks.slice(Math.ceil(marks.length / 4));
  const mean = (of: (mark: (typeof warm)[number]) => number): number =>
    warm.reduce((sum, mark) => sum + of(mark), 0) / warm.length;
  const [x, y] = [mean(({ done }) => done), mean(({ megabytes }) => megabytes)];
  const over = warm.reduce((sum, { done, megabytes }) => sum + (done - x) * (megabytes - y), 0);
  const under = warm.reduce((sum, { done }) => sum + (done - x) ** 2, 0);
  return (over / under) * 10_000;
}
