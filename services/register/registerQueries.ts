import { indexesOf } from './indexesOf.ts';
import type { Register, RegisterEntry, RegisterQuery } from './register.ts';

const entriesInPage = 200;

/** Every entry that `query` finds, page after page; a page may be purged on the way. Outage: `Unavailable('store')`. */
export async function* findAll(
  register: Register,
  query: Omit<RegisterQuery, 'limit' | 'after'>,
): AsyncIterable<RegisterEntry> {
  let page = await register.find({ ...query, limit: entriesInPage });
  for (;;) {
    const last = page.at(-1);
    yield* page;
    if (!last || page.length < entriesInPage) return;
    const from = new Map(indexesOf(last)).get(query.index);
    page = await register.find({ ...query, from, limit: entriesInPage, after: last.id });
  }
}
