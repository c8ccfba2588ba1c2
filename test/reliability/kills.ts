import { openStores } from '../../composition/stores.ts';
import { parseConfig } from '../../config.ts';
import { sandboxSecrets } from '../../services/sandbox/sandboxSecrets.ts';
import { verifyAudit } from '../../services/audit/verifyAudit.ts';
import { issuanceQueue } from '../../services/certificates/issue/journaledIssuance.ts';
import { systemRandom } from '../../services/shared/random.ts';
import { findSecrets, secret, type Secret } from '../support/canary.ts';
import { folderPlaces, redisPlaces, textPlace } from '../support/canaryPlaces.ts';
import { freshPeople, journey, pin, wrongMessages, type Journey } from './journeys.ts';
import { Killable } from './killable.ts';
import { spread } from './spread.ts';

/** What a run of kills found. */
export interface KillReport {
  /** Calls of one undisturbed issuance. */
  readonly calls: number;
  /** Issuances in which the process was killed. */
  readonly killed: number;
  /** What was not as it must be; empty when all is well. */
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** Which calls to kill at: every one, or so many spread evenly. */
export interface KillPlan {
  readonly redisUrl?: string;
  readonly most?: number;
  /** These calls and no others. */
  readonly points?: readonly number[];
  /** Told of each fault when it is found. */
  readonly say?: (fault: string) => void;
  /** Also kill at a call of the start that follows. */
  readonly twice?: boolean;
}

/**
 * Kills the product (kill -9) at each n-th call to a store, bank, bureau, SMS carrier or signer, in the middle of an
 * issuance of its own; starts it again and goes on by sending the last request once more. In the end each customer has one
 * certificate, one SMS, and the conversation of a customer to whom nothing happened.
 */
export async function runKills({
  redisUrl,
  most = Infinity,
  points: given,
  twice = false,
  say,
}: KillPlan): Promise<KillReport> {
  const began = performance.now();
  const environment = {
    SANDBOX_PEOPLE: '2000',
    TRUSTED_PROXIES: '127.0.0.1',
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  };
  const product = await Killable.start(environment);
  try {
    const people = freshPeople(product.url);
    await product.arm(0);
    const undisturbed = await journey(product.url, (await people.next()).value);
    const calls = await product.arm(0);
    const [faults, secrets]: [string[], Secret[]] = [[], [...undisturbed.secrets]];
    const points = given ?? spread(calls, most);
    for (const [index, point] of points.entries()) {
      const person = (await people.next()).value;
      await product.arm(point);
      let deaths = 0;
      const lost = async (): Promise<void> => {
        deaths += 1;
        if (twice && deaths === 1) await product.revive(1 + (index % 25));
        await product.revive();
      };
      const fault = await journey(product.url, person, lost).then(
        (walked) => {
          secrets.push(...walked.secrets);
          return differs(walked, undisturbed);
        },
        (error: unknown) => String(error),
      );
      if (!fault) continue;
      faults.push(`call ${point} (${product.lastPoint}): ${fault}`);
      say?.(faults.at(-1) ?? '');
    }
    faults.push(...(await afterwards(product, { journeys: points.length + 1, secrets, redisUrl })));
    const seconds = Math.round((performance.now() - began) / 1000);
    return { calls, killed: product.starts - 1, faults, seconds };
  } finally {
    product.discard();
  }
}

function differs(walked: Journey, undisturbed: Journey): string | undefined {
  const wrong = wrongMessages(walked);
  if (wrong !== undefined) return wrong;
  const expected = undisturbed.conversation.join('\n');
  const found = walked.conversation.join('\n');
  return found === expected ? undefined : `expected the usual conversation, found\n${found}`;
}

/** Searching takes secrets times bytes: of a long run every so many secrets are looked for. */
const mostSecrets = 150;

function searched(secrets: readonly Secret[]): readonly Secret[] {
  const step = Math.ceil(secrets.length / mostSecrets);
  return secrets.filter((_one, index) => index % step === 0);
}

/** What else stands in a line of output that holds a secret: who mends it must know which line it was. */
function linesWith(secrets: readonly Secret[], output: string): string[] {
  const values = secrets.filter(({ isToken }) => !isToken).map(({ value }) => value);
  const blanked = (line: string): string => values.reduce((text, value) => text.replaceAll(value, '•'), line);
  const lines = output.split('\n').filter((line) => values.some((value) => line.includes(value)));
  return lines.map((line) => blanked(line).slice(0, 500));
}

/** What must be true of the whole world in the end. */
async function afterwards(
  product: Killable,
  { journeys, secrets, redisUrl }: { journeys: number; secrets: readonly Secret[]; redisUrl: string | undefined },
): Promise<string[]> {
  const faults: string[] = [];
  await product.sweep();
  const end = await product.stop();
  if (end !== 0) faults.push(`expected an end in order, found ${end}`);
  const config = parseConfig(product.settings);
  const { state, register } = await openStores(config);
  const { keys } = sandboxSecrets(product.directory, systemRandom);
  const verdict = await verifyAudit({ state, key: keys.auditKey });
  if (verdict.broken) faults.push(`expected a whole audit, found ${JSON.stringify(verdict.broken)}`);
  const certificates = await register.find({ kind: 'certificate', index: 'at', from: '', limit: 10_000 });
  if (certificates.length !== journeys) faults.push(`expected ${journeys} certificates, found ${certificates.length}`);
  const waiting = await state.schedule.claim(issuanceQueue, Temporal.Now.instant().add({ hours: 9999 }), 10, 1);
  if (waiting.length > 0) faults.push(`expected no issuance under way, found ${waiting.length}`);
  await register.close();
  await state.close();
  const places = [
    ...folderPlaces(product.directory),
    ...(redisUrl === undefined ? [] : await redisPlaces(redisUrl)),
    textPlace('log', 'output', product.output),
  ];
  const found = findSecrets([...searched(secrets), secret('PIN', pin)], places);
  faults.push(...found.map(({ secret: name, form, where }) => `found ${name} as ${form} in ${where}`));
  faults.push(...linesWith(secrets, product.output));
  const bugs = product.output.split('\n').filter((line) => line.includes('"level":50'));
  return [...faults, ...bugs];
}
