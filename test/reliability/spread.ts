/** `most` numbers from 1 to `calls`, spread evenly, the first and the last among them. */
export function spread(calls: number, most: number): number[] {
  const count = Math.min(calls, most);
  const step = count > 1 ? (calls - 1) / (count - 1) : 1;
  return Array.from({ length: count }, (_, index) => Math.round(1 + index * step));
}
