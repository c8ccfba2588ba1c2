import type { Register, RegisterEntry, RegisterQuery } from './register.ts';

const entriesInPage = 200;

/** Every entry that `query` finds, page after page. Outage: `Unavailable('store')` while iterating. */
export async function* findAll(
  register: Register,
  query: Omit<RegisterQuery, 'limit' | 'after'>,
): AsyncIterable<RegisterEntry> {
  let after: string | undefined;
  for (;;) {
    const page = await register.find({ ...query, limit: entriesInPage, after });
    yield* page;
    if (page.length < entriesInPage) return;
    after = page.at(-1)?.id;
  }
}
