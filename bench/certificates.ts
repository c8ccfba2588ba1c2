import { argon2, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { enroll, issueRequest, openWorld } from '../test/services/certificates/certificateWorld.ts';
import { systemRandom } from '../services/shared/random.ts';
import { openBenchAuthority } from './certificatesAuthority.ts';
import { row, type Row } from './row.ts';

const slices = 12;
const sliceMilliseconds = 400;
/** In flight at once: enough to keep the thread pool busy. */
const abreast = 8;

/** How certificates are made against what their cryptography alone costs, in turns in one run. */
export async function benchCertificates(): Promise<Row[]> {
  return [...(await benchSigning()), ...(await benchWhole())];
}

/** Certificates with the key made ahead (prepare, lint, sign, re-parse) against bare signatures over the same bytes. */
async function benchSigning(): Promise<Row[]> {
  const bench = await openBenchAuthority();
  const { authority, authorities } = bench;
  // What the identity step and the key pool have made ready: the VID and the key.
  const order = bench.order('홍길동');
  const { toBeSigned } = await authority.prepare(order);
  const certificate = async (): Promise<unknown> => authority.issue((await authority.prepare(order)).token);
  const signature = (): Promise<unknown> => authorities.issuing.signer.sign(toBeSigned);
  const [made, bare] = await inTurns(certificate, signature);
  const [madeCpu, bareCpu] = [await cpuMicroseconds(certificate), await cpuMicroseconds(signature)];
  await bench.close();
  return [
    row('certificates', 'certificates with the key made ahead', made, '1/s'),
    row('certificates', 'bare RSA-3072 signatures over the same bytes', bare, '1/s'),
    row('certificates', 'certificates / bare signatures (goal 0.7)', made / bare, 'ratio'),
    row('certificates', 'the same by processor time, whatever else runs', bareCpu / madeCpu, 'ratio'),
  ];
}

/** Whole issuances (identity, key, credential, journal on the disk, place) against key, derivation and signature alone. */
async function benchWhole(): Promise<Row[]> {
  const world = await openWorld();
  const whole = async (): Promise<unknown> => {
    const subject = await enroll(world.module);
    const result = await world.module.issue(issueRequest(world, subject));
    await world.module.delivered(subject.enrollmentId);
    return result;
  };
  const bench = await openBenchAuthority();
  const bytes = systemRandom.bytes(1200);
  const limit = async (): Promise<unknown> => {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    await derivation();
    await bench.authorities.issuing.signer.sign(bytes);
    return privateKey;
  };
  const [made, bare] = await inTurns(whole, limit, 2500);
  await world.close();
  await bench.close();
  return [
    row('certificates', 'whole issuances', made, '1/s'),
    row('certificates', 'key generation + argon2id + signature alone', bare, '1/s'),
    row('certificates', 'whole issuances / their cryptography alone (goal 0.85)', made / bare, 'ratio'),
  ];
}

function derivation(): Promise<Buffer> {
  const parameters = { message: Buffer.from('739284'), nonce: systemRandom.bytes(16), parallelism: 1, tagLength: 32 };
  return promisify(argon2)('argon2id', { ...parameters, memory: 19 * 1024, passes: 2 });
}

/** Processor time of all threads for one piece of work. */
async function cpuMicroseconds(work: () => Promise<unknown>): Promise<number> {
  const pieces = 1000;
  const before = process.cpuUsage();
  let left = pieces;
  const lane = async (): Promise<void> => {
    for (; left > 0; left -= 1) await work();
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / pieces;
}

/** Rates of two kinds of work, taken in turns so that the machine's noise falls on both alike. */
async function inTurns(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
  milliseconds = sliceMilliseconds,
): Promise<readonly [number, number]> {
  const done = [0, 0];
  const spent = [0, 0];
  for (let slice = 0; slice < slices; slice += 1) {
    for (const [index, work] of [one, other].entries()) {
      const started = performance.now();
      const counted = await forMilliseconds(work, milliseconds);
      // The first of each warms up.
      if (slice === 0) continue;
      done[index] = (done[index] ?? 0) + counted;
      spent[index] = (spent[index] ?? 0) + performance.now() - started;
    }
  }
  const rate = (index: number): number => ((done[index] ?? 0) / (spent[index] ?? 1)) * 1000;
  return [rate(0), rate(1)];
}

async function forMilliseconds(work: () => Promise<unknown>, milliseconds: number): Promise<number> {
  const until = performance.now() + milliseconds;
  let counted = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      await work();
      counted += 1;
    }
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  return counted;
}
