/** Does `act` for each of `items`, at most `lanes` at a time. Rejects with the first error; what was begun goes on. */
export async function withConcurrency<T>(
  items: readonly T[],
  lanes: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await act(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
