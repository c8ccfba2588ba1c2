import type { Audit } from '../../audit/audit.ts';
import type { Banks } from '../../banks/banks.ts';
import type { Register } from '../../register/register.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import type { Sealer } from '../../shared/sealed.ts';
import type { State } from '../../state/state.ts';
import type { CertificateAuthority } from '../authority/certificateAuthority.ts';
import { CertificateQueries } from '../keeping/certificateQueries.ts';
import type { CertificateLifeCycle } from '../certificateLifeCycle.ts';
import { CertificateRegister } from '../certificateRegister.ts';
import type { CertificateIssuing } from '../certificateIssuing.ts';
import { pkiAddresses } from '../authority/extensions.ts';
import { openAuthorities } from '../authority/forgeAuthorityFiles.ts';
import { ForgeCertificateAuthority } from '../authority/forgeCertificateAuthority.ts';
import { responderCertifier } from '../status/forgeResponderCertificate.ts';
import { ActiveCertificateSlots } from '../activeCertificateSlot.ts';
import { JournaledIssuance } from '../issue/journaledIssuance.ts';
import { CertificateIssuer } from '../issue/issueCertificate.ts';
import type { IsPaused } from '../issue/issueCertificate.ts';
import { authorityOf } from '../authority/issuerFacts.ts';
import { Journal } from '../issue/journal.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import { CredentialUses } from '../keys/credentialUse.ts';
import { NativeKeyCustody } from '../keys/nativeKeyCustody.ts';
import { NativeSigner } from '../authority/nativeSigner.ts';
import type { BeforeSigning } from '../authority/nativeSigner.ts';
import { OcspResponder } from '../status/ocspResponder.ts';
import { IssuancePreparation } from '../issue/prepareIssuance.ts';
import { checkProfiles } from '../authority/profile.ts';
import type { Profiles, ProfileSettings } from '../authority/profile.ts';
import type { PublicKeyInfrastructure } from '../status/publicKeyInfrastructure.ts';
import { listedRevocations, publicStatusOf } from '../status/publicStatus.ts';
import { Recovery } from '../issue/recovery.ts';
import { CertificateRenewer } from '../issue/renewCertificate.ts';
import { ResponderKeys } from '../status/responderKeys.ts';
import { Retention } from '../keeping/retention.ts';
import type { ListedRevocation } from '../status/revocationList.ts';
import { RevocationLists } from '../status/revocationLists.ts';
import type { Authority } from '../authority/signer.ts';
import { CertificateStandings } from '../standing.ts';
import { StatusChanges } from '../status/statusChanges.ts';

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
  /** Terms other than the products' defaults, e.g. `{ personal: 3 }`. */
  readonly years?: ProfileSettings['years'];
  /** Other data in the place of products.json. */
  readonly products?: unknown;
  readonly beforeSigning?: BeforeSigning | undefined;
  readonly isPaused?: IsPaused;
  /** Another custody than the one in this process. */
  readonly custody?: KeyCustody;
  /** Another authority than the one on this machine; it issues under the same certificate. */
  readonly authority?: CertificateAuthority;
}

/** What keeps the module fit over the years; each is repeatable. */
export interface CertificateMaintenance {
  /** Retention of DOMAIN §8; once a day. @returns certificates purged */
  retain(): Promise<number>;
  /** After SECRET_PEPPER was rotated: seals up to `limit` keys and certificates anew. @returns how many; 0 is done */
  rewrap(limit: number): Promise<number>;
}

/** The module's use cases. */
export interface CertificateModule
  extends CertificateIssuing, CertificateLifeCycle, PublicKeyInfrastructure, CertificateMaintenance {
  readonly profiles: Profiles;
  close(): Promise<void>;
}

/**
 * Opens the certificate module; the authorities are made on first start.
 * @throws Error for profiles with faults, a wrong passphrase, keys that others may read
 */
export async function openCertificateModule(parts: CertificateModuleParts): Promise<CertificateModule> {
  const profiles = checkProfiles(parts);
  const addresses = pkiAddresses(parts.publicUrl);
  const { organization, country } = profiles;
  const authorities = await openAuthorities({ ...parts, organization, country, addresses, now: parts.clock.now() });
  const { issuing: authority, root } = authorities;
  const { state, clock, random, sealer, audit } = parts;
  const { records, schedule } = state;
  const register = new CertificateRegister({ register: parts.register, sealer });
  const holders = new ActiveCertificateSlots(records);
  const journal = new Journal(parts.register);
  const standings = new CertificateStandings({ register, holders, clock });
  const custody = parts.custody ?? new NativeKeyCustody({ records, sealer, random, clock });
  const lists = revocationLists({ authority, root, records, clock, register });
  const local = new ForgeCertificateAuthority({ profiles, issuing: authority, addresses, random });
  const issuingAuthority = parts.authority ?? local;
  const certify = responderCertifier({ issuing: authority, profiles, addresses, random });
  const responders = new ResponderKeys({
    records,
    sealer,
    clock,
    audit,
    certify,
    signerOf: (key) => new NativeSigner(key),
  });
  const onRevocation = (): void => lists.issuing.changed();
  const common = {
    ...parts,
    profiles,
    records,
    schedule,
    register,
    holders,
    journal,
    standings,
    custody,
    onRevocation,
  };
  const issuance = new JournaledIssuance({ ...common, authority: issuingAuthority });
  const placements = new IssuancePreparation({ ...common, issuance, authority: issuingAuthority });
  const recovery = new Recovery({ ...common, issuance, placements });
  const keyUses = new CredentialUses({ ...common, issuingCertificate: authority.certificate });
  const isPaused = parts.isPaused ?? (() => Promise.resolve(false));
  const ocsp = new OcspResponder({
    issuer: authorityOf(authority.certificate),
    responder: () => responders.current(),
    status: (serialHex) => publicStatusOf(serialHex, { standings, register }),
    clock,
  });
  const rooms: Rooms = {
    issuing: new CertificateIssuer({ ...common, issuance, placements, recovery, isPaused }),
    renewing: new CertificateRenewer({ ...common, placements, keyUses, isPaused }),
    book: new CertificateQueries({ ...common, keyUses }),
    changes: new StatusChanges(common),
    keyUses,
    retention: new Retention({ ...parts, certificates: register, records, custody }),
  };
  return {
    ...useCases(rooms),
    profiles,
    rootCertificate: root.certificate,
    issuingCertificate: authority.certificate,
    crlDer: () => lists.issuing.der(),
    rootCrlDer: () => lists.root.der(),
    ocsp: (request) => ocsp.answer(request),
    rewrap: async (limit) => (await custody.rewrap(limit)) + (await register.rewrap(limit, clock.now())),
    close: () => Promise.resolve(),
  };
}

interface Rooms {
  readonly issuing: CertificateIssuer;
  readonly renewing: CertificateRenewer;
  readonly book: CertificateQueries;
  readonly changes: StatusChanges;
  readonly keyUses: CredentialUses;
  readonly retention: Retention;
}

function useCases({
  issuing,
  renewing,
  book,
  changes,
  keyUses,
  retention,
}: Rooms): CertificateIssuing & CertificateLifeCycle & Pick<CertificateMaintenance, 'retain'> {
  return {
    bindIdentity: (request) => issuing.bindIdentity(request),
    makeKeyAhead: (enrollmentId) => issuing.makeKeyAhead(enrollmentId),
    summary: (subject, now) => issuing.summary(subject, now),
    active: (personKey, product) => issuing.active(personKey, product),
    issue: (request) => issuing.issue(request),
    certificate: (serialHex) => issuing.certificate(serialHex),
    recover: (deliver) => issuing.recover(deliver),
    delivered: (enrollmentId) => issuing.delivered(enrollmentId),
    reissue: (request) => issuing.reissue(request),
    renewal: (request) => renewing.renewal(request),
    renew: (request) => renewing.renew(request),
    details: (serialHex) => book.details(serialHex),
    ofPerson: (personKey) => book.ofPerson(personKey),
    expiring: (from, until) => book.expiring(from, until),
    issuedBetween: (from, until) => book.issuedBetween(from, until),
    revoke: (request) => changes.revoke(request),
    hold: (request) => changes.hold(request),
    release: (request) => changes.release(request),
    registerInstitution: (request) => changes.registerInstitution(request),
    checkCredential: (use) => keyUses.checkCredential(use),
    changeCredential: (use) => keyUses.changeCredential(use),
    sign: (use) => keyUses.sign(use),
    proveIdentity: (use) => keyUses.proveIdentity(use),
    retain: () => retention.run(),
  };
}

interface ListParts {
  readonly authority: Authority;
  readonly root: Authority;
  readonly records: State['records'];
  readonly clock: Clock;
  readonly register: CertificateRegister;
}

function revocationLists({ authority, root, records, clock, register }: ListParts): {
  readonly issuing: RevocationLists;
  readonly root: RevocationLists;
} {
  const revocations = async (now: Temporal.Instant): Promise<readonly ListedRevocation[]> =>
    listedRevocations(await register.listedStatuses(now));
  return {
    issuing: new RevocationLists({ name: 'issuing', authority, records, clock, revocations }),
    root: new RevocationLists({
      name: 'root',
      authority: root,
      records,
      clock,
      revocations: () => Promise.resolve([]),
    }),
  };
}
