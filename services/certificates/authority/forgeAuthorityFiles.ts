import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Random } from '../../shared/random.ts';
import { joinCertificate } from './certificateFacts.ts';
import {
  authorityConstraints,
  authorityKey,
  distributionPoint,
  informationAccess,
  keyIdentifier,
  keyUsage,
  policy,
  subjectKey,
} from './extensions.ts';
import type { Extension, PkiAddresses } from './extensions.ts';
import { buildTbsCertificate, signatureAlgorithm } from './forgeTbsCertificate.ts';
import { authorityOf, isIssuedBy } from './issuerFacts.ts';
import { NativeSigner } from './nativeSigner.ts';
import type { BeforeSigning } from './nativeSigner.ts';
import { oids } from './oids.ts';
import type { Authority, Signer } from './signer.ts';
import type { NamePart } from './subject.ts';

/** Where the authorities' files are and how they are opened. */
export interface AuthorityFiles {
  /** DATA_DIR; the files lie in its folder `ca`. */
  readonly directory: string;
  /** CA_KEY_PASSPHRASE. */
  readonly passphrase: string;
  readonly organization: string;
  readonly country: string;
  readonly addresses: PkiAddresses;
  readonly random: Random;
  /** Product time; both authorities begin a day earlier, so that a moved clock finds them valid. */
  readonly now: Temporal.Instant;
  readonly beforeSigning?: BeforeSigning | undefined;
}

/** The two levels of DOMAIN §7. */
export interface Authorities {
  readonly root: Authority;
  readonly issuing: Authority;
}

const bits = 3072;
const rootYears = 20;
const issuingYears = 10;

/**
 * Opens root and issuing authority in `{directory}/ca`, made on first start: PKCS#8 under the passphrase, 0600. The folder
 * appears whole by one rename, so a power cut leaves none or all, and of two instances one wins. The root's key is
 * opened for each use only and may be taken away: then its list is no longer renewed here.
 *
 * @throws Error when the passphrase is wrong, others may read a key, or a certificate is not of its key
 */
export async function openAuthorities(files: AuthorityFiles): Promise<Authorities> {
  const folder = join(files.directory, 'ca');
  if (!(await exists(join(folder, 'issuing.cer')))) await makeAuthorities(files, folder);
  const rootCertificate = await readFile(join(folder, 'root.cer'));
  const issuingCertificate = await readFile(join(folder, 'issuing.cer'));
  if (!isIssuedBy(issuingCertificate, rootCertificate))
    throw new Error('expected the issuing certificate to be signed by the root, found another signer');
  const issuingKey = await openKey(join(folder, 'issuing.key'), files.passphrase, issuingCertificate);
  return {
    root: { certificate: rootCertificate, signer: onDemand(join(folder, 'root.key'), files, rootCertificate) },
    issuing: { certificate: issuingCertificate, signer: new NativeSigner(issuingKey, files.beforeSigning) },
  };
}

function onDemand(file: string, { passphrase }: AuthorityFiles, certificate: Buffer): Signer {
  return {
    algorithm: 'rsaSha256',
    sign: async (bytes) => new NativeSigner(await openKey(file, passphrase, certificate)).sign(bytes),
  };
}

async function openKey(file: string, passphrase: string, certificate: Buffer): Promise<KeyObject> {
  const { mode } = await stat(file);
  if (mode & 0o077)
    throw new Error(`expected ${file} to be readable by its owner only, found mode ${mode.toString(8)}`);
  const key = decrypt(await readFile(file), passphrase, file);
  const own = createPublicKey(key).export({ type: 'spki', format: 'der' });
  if (!own.equals(authorityOf(certificate).publicKey)) throw new Error(`expected ${file} to fit its certificate`);
  return key;
}

function decrypt(pem: Buffer, passphrase: string, file: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase });
  } catch {
    // The cause could carry bytes of the key.
    throw new Error(`expected CA_KEY_PASSPHRASE to open ${file}, found that it does not`);
  }
}

async function makeAuthorities(files: AuthorityFiles, folder: string): Promise<void> {
  await mkdir(files.directory, { recursive: true });
  const draft = await mkdtemp(join(files.directory, 'ca.draft-'));
  const [root, issuing] = await Promise.all([newKey(), newKey()]);
  const rootCertificate = await certify(files, { level: 'Root', subjectKey: root, signedBy: root });
  const issuer = authorityOf(rootCertificate).name;
  const issuingCertificate = await certify(files, {
    level: 'CertificateIssuer',
    subjectKey: issuing,
    signedBy: root,
    issuer,
  });
  await writeDurably(join(draft, 'root.key'), encrypted(root, files.passphrase));
  await writeDurably(join(draft, 'issuing.key'), encrypted(issuing, files.passphrase));
  await writeDurably(join(draft, 'root.cer'), rootCertificate);
  await writeDurably(join(draft, 'issuing.cer'), issuingCertificate);
  await syncFolder(draft);
  await publish(draft, folder);
  await syncFolder(files.directory);
}

/** One rename; when another instance was first, its folder is not empty and ours is dropped. */
async function publish(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true });
    if (!(await exists(join(folder, 'issuing.cer')))) throw error;
  }
}

interface Certification {
  readonly level: 'Root' | 'CertificateIssuer';
  readonly subjectKey: KeyObject;
  readonly signedBy: KeyObject;
  readonly issuer?: Buffer;
}

async function certify(files: AuthorityFiles, request: Certification): Promise<Buffer> {
  const publicKey = spki(request.subjectKey);
  const subject = authorityName(files, request.level);
  const years = request.level === 'Root' ? rootYears : issuingYears;
  const begin = files.now.subtract({ hours: 24 }).round({ smallestUnit: 'second', roundingMode: 'floor' });
  const toBeSigned = buildTbsCertificate({
    serial: Buffer.concat([Buffer.from([1]), files.random.bytes(15)]),
    algorithm: 'rsaSha256',
    issuer: request.issuer ?? subject,
    subject,
    notBefore: begin,
    notAfter: begin.toZonedDateTimeISO('UTC').add({ years }).toInstant(),
    publicKey,
    extensions: [
      ...(request.level === 'Root' ? [authorityConstraints()] : issuingExtensions(files, request)),
      keyUsage('authority'),
      subjectKey(keyIdentifier(publicKey)),
    ],
  });
  const signature = await new NativeSigner(request.signedBy).sign(toBeSigned);
  return joinCertificate(toBeSigned, signatureAlgorithm('rsaSha256'), signature);
}

function issuingExtensions({ addresses }: AuthorityFiles, request: Certification): Extension[] {
  return [
    authorityConstraints(0),
    authorityKey(keyIdentifier(spki(request.signedBy))),
    policy(oids.anyPolicy, addresses.cps),
    distributionPoint(addresses.rootCrl),
    informationAccess({ caIssuers: addresses.rootCertificate }),
  ];
}

function authorityName({ country, organization }: AuthorityFiles, level: string): readonly NamePart[] {
  return [
    { attribute: 'countryName', text: country },
    { attribute: 'organizationName', text: organization },
    { attribute: 'commonName', text: `${organization} ${level} CA` },
  ];
}

async function newKey(): Promise<KeyObject> {
  return (await promisify(generateKeyPair)('rsa', { modulusLength: bits })).privateKey;
}

function spki(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function encrypted(key: KeyObject, passphrase: string): Buffer {
  return Buffer.from(key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }));
}

async function writeDurably(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  await handle.writeFile(content);
  await handle.sync();
  await handle.close();
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
