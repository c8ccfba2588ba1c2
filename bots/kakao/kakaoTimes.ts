/** Milliseconds of real time. Source: SECURITY §1 "time", KAKAO §3. */
export interface KakaoTimes {
  /** When a turn that is not ready becomes a polite bubble. */
  readonly deadline: number;
  /** What taking the answer out of the store may cost beyond the deadline. */
  readonly grace: number;
  /** The same words again within this time are the same call. */
  readonly repeat: number;
  /** A callback's answer must not overtake the answer that announces it. */
  readonly callbackAfter: number;
  /** How long a callback's address is good for, with some time to spare. */
  readonly callbackWithin: number;
  /** What is kept so long without a call under way is announced by the Event API. */
  readonly wakeAfter: number;
}

/** The times of production. */
export const kakaoTimes: KakaoTimes = {
  deadline: 2_450,
  grace: 350,
  repeat: 2_000,
  callbackAfter: 500,
  callbackWithin: 55_000,
  wakeAfter: 400,
};

/** The outcome of `work`, or `late` when it takes longer than `milliseconds`. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
