import type { Logger } from 'pino';
import type { CertificateBot } from '../bots/certificateBot.ts';
import type { Config } from '../config.ts';
import type { Assistance } from '../services/assistance/assistance.ts';
import type { Conversations } from '../services/conversations/conversations.ts';
import type { Passages } from '../services/conversations/passages.ts';
import { issuedEvent } from '../services/enrollment/secureSteps/issueCertificate.ts';
import type { EnrollmentSecureSteps } from '../services/enrollment/secureSteps/secureSteps.ts';
import type { SandboxWorld } from '../services/sandbox/world.ts';
import type { State } from '../services/state/state.ts';
import type { VisitOwner } from '../services/visits/secureStep.ts';
import { createHttpServer, type HttpServer } from '../web/http.ts';
import { Metrics } from '../web/metrics/metrics.ts';
import { openBot } from './conversation.ts';
import { openHousekeeping, type Housekeeping } from './housekeeping.ts';
import { openDirectLine, type DirectLine } from './directLine.ts';
import { openKakao, type Kakao } from './kakao.ts';
import { openFoundation, type Foundation, type Instead } from './foundation.ts';
import { pages } from './pages.ts';
import { openAssistance, openSecureRooms, openServices, type Services } from './services.ts';

/** The whole product, ready to listen. */
export interface App {
  readonly bot: CertificateBot;
  readonly state: State;
  /** The sandbox's world; undefined outside of it. */
  readonly world: SandboxWorld | undefined;
  readonly visitToken: (owner: VisitOwner) => string;
  readonly passages: Passages;
  readonly secureSteps: EnrollmentSecureSteps;
  readonly assistance: Assistance;
  readonly server: HttpServer;
  readonly log: Logger;
  readonly keysMade: boolean;
  /** Forgets what has to be forgotten by now; also done every hour. */
  keepHouse(): Promise<void>;
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
  const bot = await openBot(foundation, services, outputs);
  const secure = openSecureRooms(foundation, services, bot);
  const assistance = openAssistance(foundation, services, bot);
  const housekeeping = openHousekeeping(foundation, services, assistance);
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
    passages: services.passages,
    secureSteps: secure.steps,
    assistance,
    server,
    log: foundation.log,
    keysMade: foundation.keysMade,
    recover: () => recover(services, bot),
    keepHouse: () => housekeeping.run(),
    close: () => {
      clearInterval(again);
      return close({ foundation, services, directLine, kakao, bot, server, housekeeping });
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
  readonly housekeeping: Housekeeping;
}

/** From the door inwards: nobody new, turns to their end, then what they used. */
async function close({ foundation, services, directLine, kakao, bot, server, housekeeping }: Opened): Promise<void> {
  await server.close();
  await bot.idle();
  await housekeeping.stop();
  await kakao.close();
  directLine.close();
  await services.certificates.close();
  await services.audit.close();
  await foundation.outside.close();
  await foundation.register.close();
  await foundation.state.close();
}
