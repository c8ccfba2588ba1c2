import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { CertificateBot } from '../bots/certificateBot.ts';
import type { ChannelBot, ChannelOutput } from '../bots/conversationPort.ts';
import { DirectLineAdapter } from '../bots/directLine/directLineAdapter.ts';
import { DirectLineConversations } from '../bots/directLine/directLineConversations.ts';
import { DirectLineLog } from '../bots/directLine/directLineLog.ts';
import { directLineRoutes } from '../bots/directLine/directLineRoutes.ts';
import { DirectLineStream } from '../bots/directLine/directLineStream.ts';
import { DirectLineTokens, tokenSeconds } from '../bots/directLine/directLineTokens.ts';
import { directLineUpgrade } from '../bots/directLine/directLineUpgrade.ts';
import { visitLinks } from '../bots/visitLinks.ts';
import type { Config, Keys } from '../config.ts';
import type { DialogWorld } from '../dialogs/world.ts';
import { createTranslators } from '../locales/index.ts';
import { openHashChainAudit } from '../services/audit/hashChainAudit.ts';
import { loadBanks, type Banks } from '../services/banks/banks.ts';
import { OpenidBankLogin } from '../services/banks/openidBankLogin.ts';
import { personContext } from '../services/cases/caseRecord.ts';
import { EffectHandlers } from '../services/cases/effectHandlers.ts';
import { openCertificateModule } from '../services/certificates/forgeCertificateModule.ts';
import { CloudAccounts } from '../services/cloudAccount/cloudAccounts.ts';
import type { Person } from '../services/enrollment/enrollment.ts';
import { PersonKeys } from '../services/enrollment/personKeys.ts';
import { EnrollmentSecureSteps } from '../services/enrollment/secureSteps/secureSteps.ts';
import { consentDocuments } from '../services/enrollment/consentDocuments.ts';
import { issuedEvent } from '../services/enrollment/secureSteps/issueCertificate.ts';
import { Answering } from '../services/knowledge/answering.ts';
import { Knowledge } from '../services/knowledge/knowledge.ts';
import { QuestionFinder } from '../services/knowledge/questionFinder.ts';
import { knowledgeBase } from '../services/knowledge/questions.ts';
import type { Profiles } from '../services/certificates/profile.ts';
import type { SandboxWorld } from '../services/sandbox/world.ts';
import type { State } from '../services/state/state.ts';
import type { VisitOwner } from '../services/visits/secureStep.ts';
import type { Understand } from '../services/language/understanding.ts';
import { systemClock, type Clock } from '../services/shared/clock.ts';
import { GcmSealer } from '../services/shared/gcmSealer.ts';
import { systemRandom, type Random } from '../services/shared/random.ts';
import type { Mount, Route, UpgradeRoute } from '../services/shared/route.ts';
import { phoneKey, SmsLimits } from '../services/sms/smsLimits.ts';
import { VerificationCodes } from '../services/sms/verificationCode.ts';
import { RecordedVisits } from '../services/visits/recordedVisits.ts';
import { SecureView } from '../services/visits/secureView.ts';
import { VisitStore } from '../services/visits/visitStore.ts';
import { openAssets } from '../web/assets.ts';
import { chatRoutes } from '../web/chat/chatRoutes.ts';
import { createUnderstand } from './provisional.ts';
import { termsRoutes } from '../web/terms/termsRoutes.ts';
import { healthRoutes } from '../web/health/healthRoutes.ts';
import type { MovableClock } from '../web/sandbox/sandboxRoutes.ts';
import { createHttpServer, type HttpServer } from '../web/http.ts';
import { secureRoutes } from '../web/secure/secureRoutes.ts';
import { openOutsideWorld } from './outsideWorld.ts';
import { openStores } from './stores.ts';

/** What a test may put in the place of the machine's. */
export interface Instead {
  readonly clock?: MovableClock;
  readonly random?: Random;
  readonly log?: Logger;
  /** More channels than the web chat: the terminal's, a test's. */
  readonly outputs?: Readonly<Record<string, ChannelOutput>>;
}

/** The whole product, ready to listen. */
export interface App {
  readonly bot: CertificateBot;
  readonly state: State;
  /** The sandbox's world; undefined outside of it. */
  readonly world: SandboxWorld | undefined;
  readonly visitToken: (owner: VisitOwner) => string;
  readonly secureSteps: EnrollmentSecureSteps;
  readonly server: HttpServer;
  readonly log: Logger;
  readonly keysMade: boolean;
  /** Brings out what a crash kept in; to be called once the server listens. */
  recover(): Promise<void>;
  /** Lets turns under way finish, then closes everything. */
  close(): Promise<void>;
}

/** Makes everything out of the settings, from the stores up. Nothing listens yet. */
export async function openApp(config: Config, instead: Instead = {}): Promise<App> {
  const random = instead.random ?? systemRandom;
  const log = instead.log ?? pino({ level: config.logLevel, base: null });
  const { keys, made } = await keysOf(config, random);
  const { state, register } = await openStores(config);
  const assets = await openAssets(['../web/dist', '../web/design'].map((path) => join(import.meta.dirname, path)));
  const translators = createTranslators();
  const translate = translators('ko');
  const banks = loadBanks();
  // the bot is made last, but what tells it things is made before
  let bot: CertificateBot | undefined;
  const tell = {
    tell: (...told: Parameters<CertificateBot['tell']>) => {
      if (!bot) throw new Error('expected the bot before anything is told, found none');
      return bot.tell(...told);
    },
  };
  const outside = await openOutsideWorld({
    config,
    state,
    banks,
    random,
    assets,
    translate,
    clock: instead.clock,
    afterClockChange: () => Promise.resolve(),
  });
  const { clock } = outside;
  const sealer = new GcmSealer({ peppers: keys.secretPepper.split(','), random });
  const audit = await openHashChainAudit({ state, key: keys.auditKey, clock, random });
  const certificates = await openCertificateModule({
    directory: config.directory,
    state,
    register,
    audit,
    sealer,
    clock,
    random,
    banks,
    publicUrl: config.publicUrl,
    passphrase: keys.caKeyPassphrase,
    sandbox: config.sandbox,
    beforeSigning: outside.beforeSigning,
  });
  const tokenKeys = keys.tokenKey.split(',').map((key) => key.trim());
  const store = new VisitStore({ records: state.records, tokenKeys: atLeastOne(tokenKeys) });
  const visits = new RecordedVisits({ store, sealer, clock });
  const smsLimits = new SmsLimits({
    counters: state.counters,
    alarm: (name) => log.error({ name }, 'a limit over all phones was reached'),
  });
  const codes = new VerificationCodes({ tokenKey: keys.tokenKey });
  const effects = new EffectHandlers({
    visits,
    register,
    audit,
    sms: outside.sms,
    smsLimits,
    codes,
    sealer,
    cloudAccounts: new CloudAccounts({ records: state.records, random, key: keys.personKey }),
    certificates,
    clock,
    codeSentence: (code, locale) => translators(locale)('sms.code', { code }),
    host: new URL(config.publicUrl).hostname,
  });
  const world: DialogWorld = {
    translate: translators,
    banks,
    answering: openAnswering(banks, certificates.profiles),
    checkCode: ({ typed, caseId, code, now }) =>
      codes.checkCode({
        typed,
        caseId,
        sends: code.sends.map(({ send, sentAt, requestedAt }) => ({ send, sentAt: sentAt ?? requestedAt })),
        triesLeft: code.triesLeft,
        usedAt: code.verifiedAt,
        now,
      }),
    summary: ({ person, ...subject }, now) => {
      const { name } = sealer.open<Person>(person.sealed, personContext(subject.caseId));
      return certificates.summary({ ...subject, name, personKey: person.personKey }, now);
    },
    businessFeeWon: certificates.profiles.of('businessFinance').feeWonPerYear,
    termsUrl: `${config.publicUrl}/terms`,
  };
  const directLine = openDirectLine(config, keys, { state, random, log, token: (owner) => visits.token(owner) });
  bot = new CertificateBot({
    records: state.records,
    smsLimits,
    effects,
    understand: await createUnderstand(),
    world,
    outputs: { webchat: directLine.adapter, ...instead.outputs },
    clock,
    log,
  });
  const secureSteps = new EnrollmentSecureSteps({
    records: state.records,
    counters: state.counters,
    sealer,
    clock,
    personKeys: new PersonKeys(keys.personKey),
    identityVerifier: outside.identityVerifier,
    certificates,
    conversations: tell,
    phoneKey: (phone) => phoneKey(keys.personKey, phone),
    visitToken: (owner) => visits.token(owner),
    credentialPolicies: (product) => certificates.profiles.of(product).credentialPolicies,
  });
  const bankLogin = new OpenidBankLogin({
    settings: outside.bankSettings,
    redirectUri: `${config.publicUrl}/secure/return`,
    guard: outside.bankGuard,
  });
  const view = new SecureView({ store, visits, handlers: secureSteps, bankLogin, sealer, clock, random });
  const routes: Route[] = [
    ...assets.routes,
    ...directLine.routes(bot),
    ...chatRoutes({
      tokens: directLine.tokens,
      tokenSeconds,
      counters: state.counters,
      clock: systemClock,
      random,
      assets,
      translate,
      language: 'ko',
      locale: 'ko-KR',
      publicUrl: config.publicUrl,
      counterKey: keys.personKey,
      sandboxPeople: outside.people,
    }),
    ...secureRoutes({
      view,
      translate,
      assets,
      bankOrigins: [
        ...new Set(banks.all.flatMap(({ code }) => (outside.bankSettings(code) ? [bankLogin.origin(code)] : []))),
      ],
      publicUrl: config.publicUrl,
      secureCookies: true,
      bankName: (code) => banks.byCode(code)?.name ?? code,
      certificate: (serialHex) => certificates.certificate(serialHex),
      clock,
      random,
    }),
    ...termsRoutes({ translate, assets, documents: consentDocuments }),
    ...outside.routes,
    ...healthRoutes({ dependencies: { store: () => state.fault() } }),
  ];
  const server = createHttpServer({
    routes,
    upgrades: [directLine.upgrade],
    mounts: outside.mounts,
    trustedProxies: config.trustedProxies,
    https: config.publicUrl.startsWith('https:'),
    log,
    random,
  });
  const opened = bot;
  return {
    bot: opened,
    state,
    world: outside.world,
    visitToken: (owner) => visits.token(owner),
    secureSteps,
    server,
    log,
    keysMade: made,
    recover: async () => {
      await certificates.recover(({ caseId, enrollmentId }, certificate) =>
        opened.tell(caseId, issuedEvent(enrollmentId, certificate)),
      );
      await opened.recover();
    },
    close: async () => {
      await server.close();
      await opened.idle();
      directLine.close();
      await certificates.close();
      await audit.close();
      await outside.close();
      await register.close();
      await state.close();
    },
  };
}

async function keysOf(config: Config, random: Random): Promise<{ keys: Keys; made: boolean }> {
  if (config.keys) return { keys: config.keys, made: false };
  const { sandboxSecrets } = await import('../services/sandbox/sandboxSecrets.ts');
  return sandboxSecrets(config.directory, random);
}

function atLeastOne(keys: readonly string[]): readonly [string, ...string[]] {
  const [first, ...rest] = keys;
  if (first === undefined) throw new Error('expected a TOKEN_KEY, found none');
  return [first, ...rest];
}

/** The web chat's channel: our own Direct Line 3.0. */
function openDirectLine(
  config: Config,
  keys: Keys,
  parts: { state: State; random: Random; log: Logger; token: (owner: VisitOwner) => string },
) {
  const { state, random, log } = parts;
  const onFault = (error: unknown): void => log.error({ err: error }, 'direct line failed');
  const tokens = new DirectLineTokens({ tokenKey: keys.tokenKey, clock: systemClock, random });
  const resolveLinks = visitLinks(config.publicUrl, parts.token);
  const activityLog = new DirectLineLog({ streams: state.streams, clock: systemClock, resolveLinks });
  const stream = new DirectLineStream({ log: activityLog, subscriptions: state.subscriptions, random, onFault });
  const conversations = new DirectLineConversations(state.records);
  const upgrade: UpgradeRoute = directLineUpgrade({
    tokens,
    stream,
    counters: state.counters,
    random,
    clock: systemClock,
    origins: [new URL(config.publicUrl).origin],
    onFault,
  });
  return {
    tokens,
    adapter: new DirectLineAdapter({ log: activityLog, stream, random }),
    upgrade,
    routes: (bot: ChannelBot): readonly Route[] =>
      directLineRoutes({
        tokens,
        conversations,
        log: activityLog,
        bot,
        random,
        secret: config.directLineSecret,
        publicUrl: config.publicUrl,
      }),
    close: () => stream.close(),
  };
}

function openAnswering(banks: Banks, profiles: Profiles): Answering {
  const acts = ['issue', 'checkExpiry', 'resend', 'continue', 'agent'];
  return new Answering({
    finder: new QuestionFinder({ base: knowledgeBase }),
    knowledge: new Knowledge({ base: knowledgeBase, acts }),
    banks,
    profiles,
  });
}
