import type { Logger } from 'pino';
import type { CertificateBot } from '../bots/certificateBot.ts';
import type { RealLinks } from '../bots/realLinks.ts';
import type { Config } from '../config.ts';
import type { Audit } from '../services/audit/audit.ts';
import type { CertificateModule } from '../services/certificates/module/forgeCertificateModule.ts';
import type { CloudDevices } from '../services/cloudAccount/cloudDevices.ts';
import type { Assistance } from '../services/assistance/assistance.ts';
import type { Conversations } from '../services/cases/caseEvents.ts';
import type { Transfers } from '../services/cases/transfers.ts';
import { issuedEvent } from '../services/steps/issuedEvent.ts';
import type { SecureSteps } from '../services/steps/registry.ts';
import type { Notices } from '../services/notices/notices.ts';
import type { Rounds } from '../services/shared/rounds.ts';
import type { SandboxWorld } from '../services/sandbox/world.ts';
import type { State } from '../services/state/state.ts';
import type { VisitCase, VisitOwner } from '../services/visits/visitCase.ts';
import { createHttpServer, type HttpServer } from '../web/http.ts';
import { Metrics } from '../web/metrics/metrics.ts';
import { openCloud, type Cloud } from './cloud.ts';
import { openBot } from './conversation.ts';
import { openHousekeeping } from './housekeeping.ts';
import { openDirectLine, type DirectLine } from './directLine.ts';
import { openKakao, type Kakao } from './kakao.ts';
import { openNudges } from './nudges.ts';
import { openFoundation, type Foundation, type Instead } from './foundation.ts';
import { openNotices, type OpenedNotices } from './notices.ts';
import { pages } from './pages.ts';
import { linksOf, openAssistance, openSecureRooms, openServices, type Services } from './services.ts';

/** The whole product, ready to listen. */
export interface App {
  readonly bot: CertificateBot;
  readonly state: State;
  /** The sandbox's world; undefined outside of it. */
  readonly world: SandboxWorld | undefined;
  readonly visitToken: (owner: VisitOwner) => string;
  readonly transfers: Transfers;
  /** Puts real links in what the bot shows, as every channel does on the way out. */
  readonly links: RealLinks;
  /** What the pages of the secure view do to a case, by step. */
  readonly secureSteps: SecureSteps;
  /** What those pages ask of the case besides. */
  readonly visitCase: VisitCase;
  /** Reminders and completion notices. */
  readonly notices: Notices;
  readonly audit: Audit;
  readonly certificates: CertificateModule;
  readonly cloudDevices: CloudDevices;
  readonly assistance: Assistance;
  readonly server: HttpServer;
  readonly log: Logger;
  readonly keysMade: boolean;
  /** Forgets what has to be forgotten by now; also done every hour. */
  keepHouse(): Promise<void>;
  /** Sends the notices that are due by now; also done every 20 seconds. */
  sendNotices(): Promise<void>;
  /** Speaks up for those who fell silent; also done every few seconds, unless a test holds the clock. */
  nudge(): Promise<void>;
  /** Listens on PORT and HOST; rejects when the address is taken. */
  listen(): Promise<void>;
  /** Brings out what a crash kept in; to be called once the server listens. */
  recover(): Promise<void>;
  /** Lets turns under way finish, then closes everything. */
  close(): Promise<void>;
}

/** How often what was left half done is looked for. */
const againMilliseconds = 10_000;

/** Makes everything out of the settings, from the stores up. Nothing listens yet. */
export async function openApp(config: Config, instead: Instead = {}): Promise<App> {
  const foundation = await openFoundation(config, instead);
  const services = await openServices(foundation);
  const directLine = openDirectLine(foundation, services);
  const kakao = openKakao(foundation, services, instead.kakao);
  const outputs = { webchat: directLine.adapter, kakao: kakao.adapter, ...instead.outputs };
  const noticing = openNotices(foundation, services, { events: instead.kakao?.events });
  const bot = openBot({ foundation, services, notices: noticing.notices, outputs });
  const secure = openSecureRooms({ foundation, services, notices: noticing.notices, conversations: bot });
  const cloud = await openCloud(foundation, services);
  const assistance = openAssistance(foundation, services, bot);
  noticing.start();
  const nudges = openNudges(foundation, services, bot, instead.clock !== undefined);
  const housekeeping = openHousekeeping(foundation, services, {
    notices: noticing.notices,
    more: {
      notices: () => noticing.purge(),
      cloudVisits: () => cloud.purge(),
      handoffs: () => assistance.retain(),
    },
  });
  const again = setInterval(
    () => void recoverCertificates(services, bot).catch(() => undefined),
    againMilliseconds,
  ).unref();
  const metrics = new Metrics({ token: config.metricsToken });
  const server = createHttpServer({
    measure: metrics.measure,
    routes: [
      ...directLine.routes(bot),
      ...kakao.routes(bot),
      ...metrics.routes(),
      ...cloud.routes,
      ...pages(foundation, services, secure, directLine, assistance),
    ],
    upgrades: [directLine.upgrade],
    mounts: foundation.outside.mounts,
    trustedProxies: config.trustedProxies,
    https: config.publicUrl.startsWith('https:'),
    log: foundation.log,
    random: foundation.random,
  });
  return {
    bot,
    state: foundation.state,
    world: foundation.outside.world,
    visitToken: (owner) => services.visits.token(owner),
    transfers: services.transfers,
    links: linksOf(foundation, services),
    secureSteps: secure.steps,
    visitCase: secure.visitCase,
    notices: noticing.notices,
    audit: services.audit,
    certificates: services.certificates,
    cloudDevices: services.cloudDevices,
    assistance,
    server,
    log: foundation.log,
    keysMade: foundation.keysMade,
    listen: async () => void (await server.listen(config.port, config.host)),
    recover: () => recover(services, bot),
    keepHouse: () => housekeeping.run(),
    sendNotices: () => noticing.run(),
    nudge: () => nudges.run(),
    close: () => {
      clearInterval(again);
      return close({ foundation, services, directLine, kakao, bot, server, housekeeping, noticing, cloud, nudges });
    },
  };
}

/** Certificates whose case may not know of them first, then what each case had still to say or do. */
async function recover(services: Services, bot: CertificateBot & Conversations): Promise<void> {
  await recoverCertificates(services, bot);
  await bot.recover();
}

/** Also done now and then: what another instance left half done is finished without a restart. */
function recoverCertificates({ certificates }: Services, bot: Conversations): Promise<void> {
  return certificates.recover(({ caseId, enrollmentId }, certificate) =>
    bot.tell(caseId, issuedEvent(enrollmentId, certificate)),
  );
}

interface Opened {
  readonly foundation: Foundation;
  readonly services: Services;
  readonly directLine: DirectLine;
  readonly kakao: Kakao;
  readonly bot: CertificateBot;
  readonly server: HttpServer;
  readonly housekeeping: Rounds;
  readonly noticing: OpenedNotices;
  readonly cloud: Cloud;
  readonly nudges: Rounds;
}

/** From the door inwards: nobody new, turns to their end, then what they used. */
async function close(opened: Opened): Promise<void> {
  const { foundation, services, directLine, kakao, bot, server, housekeeping, noticing, cloud, nudges } = opened;
  await server.close();
  await nudges.stop();
  await bot.idle();
  await cloud.idle();
  await noticing.stop();
  await housekeeping.stop();
  await kakao.close();
  directLine.close();
  await services.certificates.close();
  await services.audit.close();
  await foundation.outside.close();
  await foundation.register.close();
  await foundation.state.close();
}
