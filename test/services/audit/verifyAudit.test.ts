import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  chainEntry,
  chainHead,
  directoryKey,
  entriesKey,
  headKey,
  type ChainHead,
  type StreamDirectory,
} from '../../../services/audit/auditChain.ts';
import { openHashChainAudit } from '../../../services/audit/hashChainAudit.ts';
import { verifyAudit, type AuditVerdict } from '../../../services/audit/verifyAudit.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';

const key = 'audit key';
const clock = { now: () => Temporal.Instant.from('2026-12-01T00:00:00Z') };

/** What somebody with the store in their hands, but without the key, can do; then the verifier looks. */
describe('tampering with the audit log', () => {
  let state: State;
  let streams: readonly string[];
  let untouched: AuditVerdict;

  beforeEach(async () => {
    state = await openSqliteState(':memory:');
    for (const name of ['one', 'two']) {
      const audit = await openHashChainAudit({ state, key, clock, random: systemRandom });
      for (let index = 0; index < 5; index += 1)
        await audit.write({ action: 'consent.given', actor: name, subject: `${name}-${index}` });
    }
    untouched = await verifyAudit({ state, key });
    streams = untouched.heads.map(({ stream }) => stream);
  });
  afterEach(() => state.close());

  const older = () => streams[0] ?? '';
  const younger = () => streams[1] ?? '';
  const broken = async (knownHeads: AuditVerdict['heads'] = []) =>
    (await verifyAudit({ state, key, knownHeads })).broken;

  async function texts(stream: string): Promise<string[]> {
    return (await state.streams.read(entriesKey(stream), 0, 100)).map(({ value }) => value);
  }
  /** Writes the stream anew with other texts. */
  async function rewrite(stream: string, change: (texts: string[]) => string[]): Promise<void> {
    const changed = change(await texts(stream));
    await state.streams.remove(entriesKey(stream));
    await state.streams.append(
      entriesKey(stream),
      changed.map((value, index) => ({ id: `${index}`, value })),
    );
  }
  async function overwrite<T>(record: string, change: (value: T) => T | undefined): Promise<void> {
    const found = await state.records.get<T>(record);
    if (!found) throw new Error('expected a record');
    await state.records.putIfVersion(record, change(found.value), found.version);
  }
  const at = <T>(list: readonly T[], index: number): T => {
    const found = list[index];
    if (found === undefined) throw new Error('expected an element');
    return found;
  };

  test('nobody touched it: two streams of six entries each', () => {
    expect(untouched).toMatchObject({ streams: 2, entries: 12 });
    expect(untouched.broken).toBeUndefined();
  });

  test.each([0, 2, 5])('an edited word in entry %i', async (index) => {
    await rewrite(older(), (all) => all.with(index, at(all, index).replace('"actor":"', '"actor":"x')));
    expect(await broken()).toEqual({ stream: older(), seq: index + 1, fault: 'altered' });
  });

  test('any single character of an entry changed', async () => {
    const original = await texts(younger());
    const text = at(original, 3);
    for (let place = 0; place < text.length; place += 7) {
      const changed = `${text.slice(0, place)}${text[place] === 'x' ? 'y' : 'x'}${text.slice(place + 1)}`;
      await rewrite(younger(), () => original.with(3, changed));
      expect(await broken()).toEqual({ stream: younger(), seq: 4, fault: 'altered' });
    }
  });

  test('an entry removed from the middle, from the beginning', async () => {
    const original = await texts(older());
    await rewrite(older(), (all) => all.toSpliced(2, 1));
    expect(await broken()).toEqual({ stream: older(), seq: 3, fault: 'outOfPlace' });
    await rewrite(older(), () => original.slice(1));
    expect(await broken()).toEqual({ stream: older(), seq: 1, fault: 'outOfPlace' });
  });

  test('two entries in each other’s place, one entry twice', async () => {
    const original = await texts(older());
    await rewrite(older(), (all) => all.with(1, at(all, 2)).with(2, at(all, 1)));
    expect(await broken()).toEqual({ stream: older(), seq: 2, fault: 'outOfPlace' });
    await rewrite(older(), () => original.toSpliced(3, 0, at(original, 2)));
    expect(await broken()).toEqual({ stream: older(), seq: 4, fault: 'outOfPlace' });
  });

  test('an entry of the other stream in its place', async () => {
    const foreign = at(await texts(older()), 3);
    await rewrite(younger(), (all) => all.with(3, foreign));
    expect(await broken()).toEqual({ stream: younger(), seq: 4, fault: 'outOfPlace' });
  });

  test('an entry made with another key, or of no form at all', async () => {
    const link = {
      stream: older(),
      seq: 3,
      at: '2026-12-01T00:00:00Z',
      prevMac: '',
      event: { action: 'consent.given' as const, actor: 'b' },
    };
    for (const forged of [chainEntry(link, 'another key').text, '', 'x', '{}']) {
      await rewrite(older(), (all) => all.with(2, forged));
      expect(await broken()).toEqual({ stream: older(), seq: 3, fault: 'altered' });
    }
  });

  test('an authentic entry that follows another one (a second life of the stream)', async () => {
    const link = {
      stream: older(),
      seq: 3,
      at: '2026-12-01T00:00:00Z',
      prevMac: 'other',
      event: { action: 'consent.given' as const, actor: 'b' },
    };
    await rewrite(older(), (all) => all.with(2, chainEntry(link, key).text));
    expect(await broken()).toEqual({ stream: older(), seq: 3, fault: 'unlinked' });
  });

  test.each([1, 3, 6])('cut: the last %i entries gone', async (count) => {
    await rewrite(younger(), (all) => all.slice(0, 6 - count));
    expect(await broken()).toEqual({ stream: younger(), seq: 7 - count, fault: 'truncated' });
  });

  test('cut, and the head made to fit', async () => {
    await rewrite(younger(), (all) => all.slice(0, 4));
    await overwrite<ChainHead>(headKey(younger()), (head) => ({ ...head, seq: 4 }));
    expect(await broken()).toEqual({ stream: younger(), seq: 4, fault: 'headAltered' });
  });

  test('cut, and the head of another stream put there', async () => {
    const foreign = await state.records.get<ChainHead>(headKey(older()));
    await overwrite<ChainHead>(headKey(younger()), () => foreign?.value);
    expect(await broken()).toEqual({ stream: younger(), seq: 6, fault: 'headAltered' });
  });

  test('a head of an entry that never was', async () => {
    const link = {
      stream: younger(),
      seq: 6,
      at: '2026-12-01T00:00:00Z',
      prevMac: '',
      event: { action: 'consent.given' as const, actor: 'b' },
    };
    await overwrite<ChainHead>(headKey(younger()), () => chainHead(chainEntry(link, key), key));
    expect(await broken()).toEqual({ stream: younger(), seq: 6, fault: 'headMismatch' });
  });

  test('the head removed, alone or with all entries', async () => {
    await overwrite(headKey(younger()), () => undefined);
    expect(await broken()).toEqual({ stream: younger(), seq: 6, fault: 'headMissing' });
    await state.streams.remove(entriesKey(younger()));
    expect(await broken()).toEqual({ stream: younger(), seq: 0, fault: 'headMissing' });
  });

  test('an older stream cut, with the head it had then put back: the younger one remembers', async () => {
    const stored = await texts(older());
    await rewrite(older(), (all) => all.slice(0, 4));
    const body = at(stored, 3).slice(at(stored, 3).indexOf(' ') + 1);
    await overwrite<ChainHead>(headKey(older()), () => chainHead(chainEntry(JSON.parse(body), key), key));
    expect(await broken()).toEqual({ stream: older(), seq: 6, fault: 'rolledBack' });
  });

  test('the youngest stream put back to an older state: a head noted elsewhere remembers', async () => {
    const stored = await texts(younger());
    await rewrite(younger(), (all) => all.slice(0, 4));
    const body = at(stored, 3).slice(at(stored, 3).indexOf(' ') + 1);
    await overwrite<ChainHead>(headKey(younger()), () => chainHead(chainEntry(JSON.parse(body), key), key));
    expect(await broken()).toBeUndefined();
    expect(await broken(untouched.heads)).toEqual({ stream: younger(), seq: 6, fault: 'rolledBack' });
    expect(await broken([{ stream: younger(), seq: 2, mac: 'other' }])).toEqual({
      stream: younger(),
      seq: 2,
      fault: 'replaced',
    });
  });

  test('a stream taken out of the directory, or the directory removed', async () => {
    const original = await state.records.get<StreamDirectory>(directoryKey);
    await overwrite<StreamDirectory>(directoryKey, ({ streams, signature }) => ({
      streams: streams.slice(1),
      signature,
    }));
    expect(await broken()).toEqual({ stream: '', seq: 0, fault: 'directory' });
    await overwrite<StreamDirectory>(directoryKey, () => ({ ...original?.value, streams: [], signature: 'x' }));
    expect(await broken()).toEqual({ stream: '', seq: 0, fault: 'directory' });
    await overwrite(directoryKey, () => undefined);
    expect(await broken()).toMatchObject({ seq: 0, fault: 'unlisted' });
  });

  test('a stream called retired that is not', async () => {
    await overwrite<StreamDirectory>(directoryKey, ({ streams, signature }) => ({
      streams: streams.map(({ stream }) => ({ stream, state: 'retired' as const })),
      signature,
    }));
    expect(await broken()).toMatchObject({ fault: 'directory' });
  });

  test('another key finds nothing authentic', async () => {
    expect((await verifyAudit({ state, key: 'another key' })).broken).toMatchObject({ fault: 'directory' });
  });
});
