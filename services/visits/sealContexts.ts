/** What the private half of a visit's pair is sealed under. */
export function privateKeyContext(visit: string): string {
  return `visit:${visit}:privateKey`;
}

/** What a keypad's cells are sealed under. */
export function keypadContext(visit: string, field: string): string {
  return `visit:${visit}:keypad:${field}`;
}

/** What is sealed of a log-in on another site until the browser is back. */
export function loginContext(visit: string): string {
  return `visit:${visit}:login`;
}

/** What the two digits for another browser are sealed under. */
export function numberContext(visit: string): string {
  return `visit:${visit}:number`;
}

/** What a finished step left to be taken away is sealed under. */
export function sampleContext(visit: string): string {
  return `visit:${visit}:sample`;
}
