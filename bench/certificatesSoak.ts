import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pem } from '../test/services/certificates/openssl.ts';
import { systemRandom } from '../services/shared/random.ts';
import { openBenchAuthority } from './certificatesAuthority.ts';
import { row, type Row } from './row.ts';

const filesAtOnce = 500;
const run = promisify(execFile);

interface Judged {
  readonly serials: Set<string>;
  opensslVerified: number;
  opensslNames: number;
  badSerials: number;
}

/**
 * Issues `count` certificates with names of every kind and has each one verified and read by openssl, and parsed by
 * Node: nothing may fail, no serial repeat (SECURITY §3).
 */
export async function soakCertificates(count = 10_000): Promise<Row[]> {
  const bench = await openBenchAuthority();
  const folder = await mkdtemp(join(tmpdir(), 'soak-certificates-'));
  await writeFile(join(folder, 'root.pem'), pem(bench.authorities.root.certificate));
  await writeFile(join(folder, 'issuing.pem'), pem(bench.authorities.issuing.certificate));
  const judged: Judged = { serials: new Set(), opensslVerified: 0, opensslNames: 0, badSerials: 0 };
  const started = performance.now();
  for (let made = 0; made < count; made += filesAtOnce) {
    const names = Array.from({ length: Math.min(filesAtOnce, count - made) }, randomName);
    const certificates = await Promise.all(
      names.map(async (name) => bench.authority.issue((await bench.authority.prepare(bench.order(name))).token)),
    );
    await judge(folder, names, certificates, judged);
  }
  await rm(folder, { recursive: true });
  await bench.close();
  const share = (part: number): Row['value'] => (100 * part) / count;
  return [
    row('certificates soak', 'certificates issued', count, ''),
    row('certificates soak', 'verified by openssl', share(judged.opensslVerified), '%'),
    row('certificates soak', 'names read whole by openssl', share(judged.opensslNames), '%'),
    row('certificates soak', 'serials different', share(judged.serials.size), '%'),
    row('certificates soak', 'serials negative or longer than 20 octets', judged.badSerials, ''),
    row('certificates soak', 'time, openssl included', (performance.now() - started) / 1000, 's'),
  ];
}

async function judge(
  folder: string,
  names: readonly string[],
  certificates: readonly Buffer[],
  judged: Judged,
): Promise<void> {
  const files = certificates.map((_, index) => join(folder, `${index}.pem`));
  await Promise.all(certificates.map((certificate, index) => writeFile(files[index] ?? '', pem(certificate))));
  const chain = ['-CAfile', join(folder, 'root.pem'), '-untrusted', join(folder, 'issuing.pem')];
  const { stdout } = await run('openssl', ['verify', '-x509_strict', ...chain, ...files], { maxBuffer: 2 ** 24 });
  judged.opensslVerified += stdout.split('\n').filter((line) => line.endsWith(': OK')).length;
  await writeFile(join(folder, 'all.pem'), certificates.map((one) => pem(one)).join(''));
  const listing = ['storeutl', '-noout', '-text', '-certs', join(folder, 'all.pem')];
  const { stdout: texts } = await run('openssl', listing, { maxBuffer: 2 ** 28 });
  // The plain listing escapes UTF-8 (`\\ED` or `\\xED`, by place), so Korean is compared escaped.
  const subjects = texts.replaceAll('\\x', '\\').replaceAll(' = ', '=');
  judged.opensslNames += names.filter((name) => subjects.includes(`CN=${escaped(name)}()0020`)).length;
  for (const certificate of certificates) {
    const { serialNumber } = new X509Certificate(certificate);
    judged.serials.add(serialNumber);
    if (!/^[0-7][0-9A-F]{1,39}$/.test(serialNumber)) judged.badSerials += 1;
  }
}

function escaped(name: string): string {
  const bytes = Buffer.from(name.normalize('NFC'));
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCodePoint(byte) : `\\${hex(byte)}`)).join('');
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** Two to seventeen syllables, in NFC or as macOS sends them, or Latin letters. */
function randomName(): string {
  const [kind = 0, length = 0] = systemRandom.bytes(2);
  const letters = kind % 3 === 2 ? latin : hangul;
  const name = Array.from({ length: 2 + (length % 16) }, letters).join('');
  return kind % 3 === 1 ? name.normalize('NFD') : name;
}

function hangul(): string {
  return String.fromCodePoint(0xac00 + (systemRandom.bytes(2).readUInt16BE() % 11_172));
}

function latin(): string {
  return String.fromCodePoint(0x41 + (systemRandom.bytes(1).readUInt8() % 26));
}
