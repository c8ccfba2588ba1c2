import type { TestApp } from './app.ts';
import type { Place } from './canary.ts';

/** Everything a test's app wrote: its records (the sandbox's world left out), its log, and what it showed. */
export async function placesOf({ app, log, shown }: TestApp): Promise<Place[]> {
  const places: Place[] = [
    { kind: 'log', where: 'log', bytes: Buffer.from(log.join('')) },
    { kind: 'wire', where: 'shown', bytes: Buffer.from(JSON.stringify([...shown])) },
  ];
  for await (const key of app.state.records.keys('')) {
    if (key.startsWith('sandbox:')) continue;
    const stored = await app.state.records.get<unknown>(key);
    places.push({ kind: 'store', where: key, bytes: Buffer.from(JSON.stringify([key, stored?.value])) });
  }
  return places;
}
