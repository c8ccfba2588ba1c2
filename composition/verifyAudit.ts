import { existsSync } from 'node:fs';
import { sandboxSecrets, sandboxSecretsFile } from '../services/sandbox/sandboxSecrets.ts';
import { verifyAudit } from '../services/audit/verifyAudit.ts';
import { systemRandom } from '../services/shared/random.ts';
import { settings } from './settings.ts';
import { openStores } from './stores.ts';

/** `npm run -s verify-audit`: checks every chain of the audit log, names the first broken entry, answers 1 when there is one. */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const config = settings(environment);
  if (!config) return 1;
  if (!config.keys && !existsSync(sandboxSecretsFile(config.directory))) {
    process.stderr.write(`There is no audit log in ${config.directory}: nothing was ever started there.\n`);
    return 1;
  }
  const { auditKey } = config.keys ?? sandboxSecrets(config.directory, systemRandom).keys;
  const { state, register } = await openStores(config);
  try {
    const found = await verifyAudit({ state, key: auditKey });
    process.stdout.write(`${found.streams} streams, ${found.entries} entries\n`);
    for (const head of found.heads) process.stdout.write(`head ${JSON.stringify(head)}\n`);
    if (!found.broken) return 0;
    const { stream, seq, fault } = found.broken;
    process.stderr.write(`broken: stream ${stream}, entry ${seq}: ${fault}\n`);
    return 1;
  } finally {
    await register.close();
    await state.close();
  }
}
