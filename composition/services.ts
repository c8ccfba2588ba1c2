import { RealLinks } from '../bots/realLinks.ts';
import { AgentActivity } from '../services/assistance/agentActivity.ts';
import { Assistance } from '../services/assistance/assistance.ts';
import { HandoffBoard } from '../services/assistance/handoffBoard.ts';
import { HandoffDesk } from '../services/assistance/handoffDesk.ts';
import { openHashChainAudit, type HashChainAudit } from '../services/audit/hashChainAudit.ts';
import {
  openCertificateModule,
  type CertificateModule,
} from '../services/certificates/module/forgeCertificateModule.ts';
import { CloudAccounts } from '../services/cloudAccount/cloudAccounts.ts';
import { RecordedCloudDevices } from '../services/cloudAccount/recordedCloudDevices.ts';
import type { Conversations } from '../services/cases/caseEvents.ts';
import { KnownCustomers } from '../services/customers/knownCustomers.ts';
import type { Notices } from '../services/notices/notices.ts';
import { seoulDay } from '../services/shared/clock.ts';
import { CaseStore } from '../services/cases/caseStore.ts';
import { Nudges } from '../services/cases/nudges.ts';
import { Transfers } from '../services/cases/transfers.ts';
import { ActGuard } from '../services/enrollment/plan/actGuard.ts';
import { PersonKeys } from '../services/enrollment/personKeys.ts';
import { CaseOfVisit } from '../services/steps/caseOfVisit.ts';
import { openSecureSteps, type SecureSteps } from '../services/steps/registry.ts';
import type { SecureStepCollaborators } from '../services/steps/secureStepCollaborators.ts';
import { GcmSealer } from '../services/shared/gcmSealer.ts';
import type { Sealer } from '../services/shared/sealed.ts';
import { phoneKey, SmsLimits } from '../services/sms/smsLimits.ts';
import { VerificationCodes } from '../services/sms/verificationCode.ts';
import { RecordedVisits } from '../services/visits/recordedVisits.ts';
import { SecureView } from '../services/visits/secureView.ts';
import type { VisitCase } from '../services/visits/visitCase.ts';
import { VisitStore } from '../services/visits/visitStore.ts';
import { versionsOf, type Foundation } from './foundation.ts';

/** The rooms that know the trade; none of them knows of a chat. */
export interface Services {
  readonly sealer: Sealer;
  readonly audit: HashChainAudit;
  readonly cases: CaseStore;
  readonly certificates: CertificateModule;
  readonly visits: RecordedVisits;
  readonly visitStore: VisitStore;
  readonly smsLimits: SmsLimits;
  readonly codes: VerificationCodes;
  readonly transfers: Transfers;
  readonly cloudAccounts: CloudAccounts;
  readonly cloudDevices: RecordedCloudDevices;
  readonly known: KnownCustomers;
  readonly nudges: Nudges;
  readonly handoffs: HandoffDesk;
  /** Asked before each protected act. */
  readonly guard: ActGuard;
}

/** Puts real links in the place of the placeholders that conversations are kept with. */
export function linksOf({ config }: Foundation, { visits, transfers }: Services): RealLinks {
  return new RealLinks({
    publicUrl: config.publicUrl,
    visitToken: (owner) => visits.token(owner),
    transferCode: (owner) => transfers.code(owner),
  });
}

export async function openServices(foundation: Foundation): Promise<Services> {
  const { config, keys, random, log, state, outside, clock } = foundation;
  const sealer = new GcmSealer({ peppers: versionsOf(keys.secretPepper), random });
  const audit = await openHashChainAudit({ state, key: keys.auditKey, clock, random });
  const certificates = await openCertificateModule({
    ...foundation,
    directory: config.directory,
    audit,
    sealer,
    publicUrl: config.publicUrl,
    passphrase: keys.caKeyPassphrase,
    sandbox: config.sandbox,
    years: config.productYears,
    beforeSigning: outside.beforeSigning,
  });
  const visitStore = new VisitStore({ records: state.records, tokenKeys: versionsOf(keys.tokenKey) });
  const cases = new CaseStore(state);
  const cloudAccounts = new CloudAccounts({ records: state.records, random, key: keys.personKey });
  const alarm = (name: string): void => log.error({ name }, 'a limit over all phones was reached');
  return {
    sealer,
    audit,
    certificates,
    visitStore,
    visits: new RecordedVisits({ store: visitStore, sealer, clock }),
    smsLimits: new SmsLimits({ counters: state.counters, alarm }),
    codes: new VerificationCodes({ tokenKey: keys.tokenKey }),
    handoffs: new HandoffDesk(handoffParts(foundation)),
    cases,
    transfers: new Transfers({ records: state.records, cases, keys: versionsOf(keys.tokenKey) }),
    cloudAccounts,
    known: new KnownCustomers({ records: state.records, key: keys.personKey }),
    cloudDevices: new RecordedCloudDevices({ accounts: cloudAccounts, audit, clock, random }),
    nudges: new Nudges({ schedule: state.schedule }),
    guard: new ActGuard({ audit, clock }),
  };
}

/** Both keep nothing in memory: every part of the product may have its own. */
function handoffParts({ state }: Foundation): { readonly board: HandoffBoard; readonly activity: AgentActivity } {
  return { board: new HandoffBoard(state.records), activity: new AgentActivity(state.records) };
}

/** What agents do; @param conversations the bot: each act is told to the case */
export function openAssistance(foundation: Foundation, services: Services, conversations: Conversations): Assistance {
  const { clock, random } = foundation;
  const { audit, cases } = services;
  return new Assistance({ ...handoffParts(foundation), cases, conversations, audit, clock, random });
}

/** The secure view, and what its steps do to a case. */
export interface SecureRooms {
  readonly steps: SecureSteps;
  readonly visitCase: VisitCase;
  readonly view: SecureView;
}

/** What the secure view is opened with. */
export interface SecureRoomParts {
  readonly foundation: Foundation;
  readonly services: Services;
  readonly notices: Pick<Notices, 'contact'>;
  /** The bot: what a page brings about is told to the case. */
  readonly conversations: Conversations;
}

export function openSecureRooms({ foundation, services, notices, conversations }: SecureRoomParts): SecureRooms {
  const { keys, state, outside, clock, random, translators } = foundation;
  const { cases, sealer, certificates, visits, visitStore } = services;
  const { bankLogin } = outside;
  const collaborators: SecureStepCollaborators = {
    cases,
    bankLogin,
    counters: state.counters,
    sealer,
    clock,
    random,
    personKeys: new PersonKeys(keys.personKey),
    identityVerifier: outside.identityVerifier,
    certificates,
    conversations,
    phoneKey: (phone) => phoneKey(keys.personKey, phone),
    visitToken: (owner) => visits.token(owner),
    credentialPolicies: (product) => certificates.profiles.of(product).credentialPolicies,
    years: (product) => certificates.profiles.of(product).years,
    guard: services.guard,
    phoneQuietHours: foundation.config.phoneQuietHours,
    registered: (personKey) => notices.contact(personKey),
    sampleText: (locale, now) => translators(locale)('life.sign.sample', { day: seoulDay(now).toString() }),
  };
  const steps = openSecureSteps(collaborators);
  const visitCase = new CaseOfVisit(collaborators);
  const view = new SecureView({
    store: visitStore,
    visits,
    visitCase,
    steps: Object.values(steps),
    sealer,
    clock,
    random,
  });
  return { steps, visitCase, view };
}
