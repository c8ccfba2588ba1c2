const tick = 10;

/**
 * A watch for tests of waiting: milliseconds since it was started, without those in which the machine gave this process
 * no processor. A limit that the product keeps by a timer is kept on a crowded machine too, only both are late; by the
 * clock on the wall such a test fails once in a while and says nothing. Work of the process itself is not measured: a
 * pause counts as two ticks at most, whoever made it.
 */
export function ownTime(): () => number {
  let [counted, last] = [0, performance.now()];
  const count = (): number => {
    const now = performance.now();
    counted += Math.min(now - last, 2 * tick);
    last = now;
    return counted;
  };
  const timer = setInterval(count, tick);
  return () => {
    clearInterval(timer);
    return count();
  };
}
