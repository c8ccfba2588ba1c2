import { createClient, RESP_TYPES } from 'redis';
import type { TranscriptStore } from './store.ts';

/** A Redis that nobody else uses. @param url `redis://127.0.0.1:6379` */
export async function openRedisStore(url: string): Promise<TranscriptStore> {
  const client = await createClient({ url }).connect();
  const bytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  const clear = async (): Promise<void> => void (await client.flushAll());
  const dumped = async (key: Buffer) => ({
    key,
    ttl: Math.max(0, await client.pTTL(key)),
    value: await bytes.dump(key),
  });
  return {
    settings: { redisUrl: url },
    clear,
    keep: async () => {
      const entries = await Promise.all((await bytes.keys('*')).map(dumped));
      return async () => {
        await clear();
        await Promise.all(entries.map(({ key, ttl, value }) => client.restore(key, ttl, value)));
      };
    },
    close: () => client.close(),
  };
}
