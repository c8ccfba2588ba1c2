import { startRedisServer } from '../../test/support/redisServer.ts';
import { Beginnings } from '../../test/transcripts/beginnings.ts';
import { transcripts } from '../../test/transcripts/files.ts';
import { played } from '../../test/transcripts/played.ts';
import { openRedisStore } from '../../test/transcripts/redisStore.ts';
import type { Row } from '../row.ts';

/** Every transcript of the suite on Redis, where `npm test` plays a part of them; on SQLite it plays them all. */
export async function soakTranscripts(most = transcripts.length): Promise<Row[]> {
  const redis = await startRedisServer();
  const beginnings = new Beginnings(await openRedisStore(redis.url));
  const began = performance.now();
  const counts = { different: 0, broken: 0, secrets: 0 };
  try {
    for (const name of transcripts.slice(0, most)) {
      try {
        const { transcript, text, found } = await played(name, beginnings);
        counts.secrets += found.length;
        if (text === transcript) continue;
        counts.different += 1;
        console.error(`${name}\n  expected ${transcript}\n  found    ${text}`);
      } catch (error) {
        counts.broken += 1;
        console.error(`${name}\n  ${String(error)}`);
      }
    }
  } finally {
    await beginnings.close();
    await redis.stop();
  }
  // counts are exact
  const of = (what: string, value: number, unit: string): Row => ({ bench: 'transcripts', what, value, unit });
  return [
    of('played on Redis', Math.min(most, transcripts.length), ''),
    of('said otherwise than written', counts.different, 'faults'),
    of('not played to the end', counts.broken, 'faults'),
    of('secrets found afterwards', counts.secrets, 'faults'),
    of('time', Math.round((performance.now() - began) / 1000), 's'),
  ];
}
