const key = 'cloud.asked';

/** What a relying party asked, as it came in the address. */
export interface Asked {
  readonly party: string;
  readonly challenge: string;
  readonly state: string;
}

// Where sessionStorage is closed (some private windows) the page forgets on reload, and works until then.
let fallback: string | undefined;

/** Takes the question out of the address and into this tab's memory. Answers whether there was one. */
export function keepAsked(search: string): boolean {
  const query = new URLSearchParams(search);
  const [party, challenge, state] = ['party', 'challenge', 'state'].map((name) => query.get(name));
  if (!party || !challenge || !state) return false;
  write(JSON.stringify({ party, challenge, state }));
  return true;
}

/** The question that this tab has to answer, if there is one. */
export function askedOf(): Asked | undefined {
  const stored = read();
  // Written by keepAsked.
  return stored === undefined ? undefined : (JSON.parse(stored) as Asked);
}

/** The question is answered, or nobody's any more. */
export function forgetAsked(): void {
  write(undefined);
}

function read(): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return fallback;
  }
}

function write(value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    fallback = value;
  }
}
