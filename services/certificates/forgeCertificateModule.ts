import type { Audit } from '../audit/audit.ts';
import type { Banks } from '../banks/banks.ts';
import type { Register } from '../register/register.ts';
import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import type { Sealer } from '../shared/sealed.ts';
import type { State } from '../state/state.ts';
import { CertificateRegister } from './certificateRegister.ts';
import { pkiAddresses } from './extensions.ts';
import { openAuthorities } from './forgeAuthorityFiles.ts';
import { ForgeCertificateAuthority } from './forgeCertificateAuthority.ts';
import { Holders } from './holders.ts';
import { Issuance } from './issuance.ts';
import { Issuing } from './issuing.ts';
import type { IsPaused } from './issuing.ts';
import { Journal } from './journal.ts';
import { NativeKeyCustody } from './nativeKeyCustody.ts';
import type { BeforeSigning } from './nativeSigner.ts';
import { Placements } from './placement.ts';
import { checkProfiles } from './profile.ts';
import type { Profiles, ProfileSettings } from './profile.ts';
import { Recovery } from './recovery.ts';
import { Standings } from './standing.ts';
import type { CertificateIssuing } from './certificateService.ts';

/** What the module is opened with; everything that lasts is in `directory`, `state` and `register`. */
export interface CertificateModuleParts {
  /** DATA_DIR. */
  readonly directory: string;
  readonly state: Pick<State, 'records' | 'schedule'>;
  readonly register: Register;
  readonly audit: Audit;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly banks: Banks;
  /** PUBLIC_URL; stands in every certificate. */
  readonly publicUrl: string;
  /** CA_KEY_PASSPHRASE. */
  readonly passphrase: string;
  /** Everything issued says TEST. */
  readonly sandbox: boolean;
  readonly years?: ProfileSettings['years'];
  readonly beforeSigning?: BeforeSigning | undefined;
  readonly isPaused?: IsPaused;
}

/** The module's use cases. */
export interface CertificateModule extends CertificateIssuing {
  readonly profiles: Profiles;
  /** DER of the root's certificate. */
  readonly rootCertificate: Buffer;
  /** DER of the issuing authority's certificate. */
  readonly issuingCertificate: Buffer;
  close(): Promise<void>;
}

/**
 * Opens the certificate module; the authorities are made on first start.
 * @throws Error for profiles with faults, a wrong passphrase, keys that others may read
 */
export async function openCertificateModule(parts: CertificateModuleParts): Promise<CertificateModule> {
  const { state, sealer, clock, random, banks, audit } = parts;
  const { records, schedule } = state;
  const profiles = checkProfiles(parts);
  const addresses = pkiAddresses(parts.publicUrl);
  const { organization, country } = profiles;
  const authorities = await openAuthorities({ ...parts, organization, country, addresses, now: clock.now() });
  const authority = new ForgeCertificateAuthority({ profiles, issuing: authorities.issuing, addresses, random });
  const custody = new NativeKeyCustody({ records, sealer, random });
  const register = new CertificateRegister({ register: parts.register, sealer });
  const journal = new Journal(parts.register);
  const holders = new Holders(records);
  const standings = new Standings({ register, holders, clock });
  const onRevocation = (): void => {};
  const stores = { records, schedule, register, journal, holders, standings };
  const issuance = new Issuance({ ...stores, custody, authority, audit, sealer, clock, onRevocation });
  const placements = new Placements({ profiles, banks, issuance, journal, custody, authority, sealer, random, clock });
  const recovery = new Recovery({ schedule, issuance, placements, standings, clock });
  const isPaused = parts.isPaused ?? (() => Promise.resolve(false));
  const cases = { profiles, banks, custody, placements, issuance, recovery, standings, holders, register };
  const issuing = new Issuing({ ...cases, random, isPaused });
  return {
    profiles,
    rootCertificate: authorities.root.certificate,
    issuingCertificate: authorities.issuing.certificate,
    bindIdentity: (request) => issuing.bindIdentity(request),
    makeKeyAhead: (enrollmentId) => issuing.makeKeyAhead(enrollmentId),
    summary: (subject, now) => issuing.summary(subject, now),
    active: (personKey, product) => issuing.active(personKey, product),
    issue: (request) => issuing.issue(request),
    certificate: (serialHex) => issuing.certificate(serialHex),
    recover: (deliver) => issuing.recover(deliver),
    delivered: (enrollmentId) => issuing.delivered(enrollmentId),
    close: () => Promise.resolve(),
  };
}
