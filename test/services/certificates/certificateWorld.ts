import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audit, AuditEvent } from '../../../services/audit/audit.ts';
import { loadBanks } from '../../../services/banks/banks.ts';
import type { IssueSubject } from '../../../services/certificates/certificateIssuing.ts';
import type { CertificateSummary } from '../../../services/certificates/certificate.ts';
import { openCertificateModule } from '../../../services/certificates/module/forgeCertificateModule.ts';
import type {
  CertificateModule,
  CertificateModuleParts,
} from '../../../services/certificates/module/forgeCertificateModule.ts';
import { SqliteRegister } from '../../../services/register/sqliteRegister.ts';
import { GcmSealer } from '../../../services/shared/gcmSealer.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import productFile from '../../../services/certificates/authority/products.json' with { type: 'json' };

/** A clock that a test sets. */
export interface SetClock {
  at: Temporal.Instant;
  now(): Temporal.Instant;
}

/** The certificate module over real stores, with what a test looks into. */
export interface CertificateWorld {
  readonly module: CertificateModule;
  readonly parts: CertificateModuleParts;
  readonly state: State;
  readonly clock: SetClock;
  readonly audited: AuditEvent[];
  readonly directory: string;
  /** Opens the module again over the same stores, as after a restart. */
  reopen(changes?: Partial<CertificateModuleParts>): Promise<CertificateModule>;
  close(): Promise<void>;
}

export const today = Temporal.Instant.from('2026-12-01T14:30:00+09:00');
export const pin = { policy: 'pin6', secret: '739284' } as const;
export const hong = { name: '홍길동', number: '9001011234568' } as const;

/** The products with elliptic keys: as good for everything but the key itself, and made at once. */
export const ellipticProducts = {
  ...productFile,
  products: productFile.products.map((one) => ({ ...one, keyType: 'p256' })),
};

/** Opens a world; `inFiles` puts the stores beside the authorities in `changes.directory`, else they are in memory. */
export async function openWorld(
  changes: Partial<CertificateModuleParts> = {},
  begin = today,
  inFiles = false,
): Promise<CertificateWorld> {
  const directory = changes.directory ?? (await mkdtemp(join(tmpdir(), 'certificates-')));
  const state = await openSqliteState(changes.directory && inFiles ? join(directory, 'state.db') : ':memory:');
  const register = await SqliteRegister.open(
    changes.directory && inFiles ? join(directory, 'register.db') : ':memory:',
  );
  const clock: SetClock = {
    at: begin,
    now() {
      return this.at;
    },
  };
  const audited: AuditEvent[] = [];
  const audit: Audit = { write: async (event) => void audited.push(event) };
  const parts: CertificateModuleParts = {
    directory,
    state,
    register,
    audit,
    sealer: new GcmSealer({ peppers: ['a pepper of the tests'], random: systemRandom }),
    clock,
    random: systemRandom,
    banks: loadBanks(),
    publicUrl: 'http://localhost:3978',
    passphrase: 'a passphrase of the tests',
    sandbox: true,
    ...changes,
  };
  const module = await openCertificateModule(parts);
  return {
    module,
    parts,
    state,
    clock,
    audited,
    directory,
    reopen: (again = {}) => openCertificateModule({ ...parts, ...again }),
    close: async () => {
      await module.close();
      await state.close();
      await register.close();
      if (!changes.directory) await rm(directory, { recursive: true });
    },
  };
}

let enrollments = 0;

/** Somebody who went through the identity step just now. */
export async function enroll(
  module: CertificateModule,
  changes: Partial<IssueSubject> & { readonly number?: string } = {},
): Promise<IssueSubject> {
  enrollments += 1;
  const mine = enrollments;
  const { number = hong.number, ...subject } = changes;
  const enrollmentId = subject.enrollmentId ?? `enrollment-${mine}`;
  const name = subject.name ?? hong.name;
  const { vid } = await module.bindIdentity({ enrollmentId, name, number });
  const usual = { caseId: `case-${mine}`, personKey: `person-${mine}`, product: 'personal' } as const;
  return { ...usual, bankCode: '020', ...subject, enrollmentId, name, vid };
}

/** A request to issue what the subject was shown just now. */
export function issueRequest(
  world: Pick<CertificateWorld, 'clock'> & { readonly module: CertificateModule },
  subject: IssueSubject,
  changes: Partial<Parameters<CertificateModule['issue']>[0]> = {},
): Parameters<CertificateModule['issue']>[0] {
  const now = world.clock.now();
  const confirmedHash = world.module.summary(subject, now).hash;
  return { subject, credential: pin, confirmedHash, replaceConsent: false, now, ...changes };
}

/** Issues and answers the certificate; a refusal fails the test. */
export async function issued(
  world: CertificateWorld,
  changes: Parameters<typeof enroll>[1] = {},
): Promise<{ subject: IssueSubject; certificate: CertificateSummary }> {
  const subject = await enroll(world.module, changes);
  const result = await world.module.issue(issueRequest(world, subject));
  if (!result.ok) throw new Error(`expected a certificate, found ${result.code}`);
  await world.module.delivered(subject.enrollmentId);
  return { subject, certificate: result.value };
}
