import { tokenSeconds } from '../bots/directLine/directLineTokens.ts';
import { consentDocuments } from '../services/enrollment/consentDocuments.ts';
import { systemClock } from '../services/shared/clock.ts';
import { namedIn } from '../services/banks/banks.ts';
import type { Assistance } from '../services/assistance/assistance.ts';
import type { Route } from '../services/shared/route.ts';
import { chatRoutes } from '../web/chat/chatRoutes.ts';
import { continueRoutes } from '../web/continue/continueRoutes.ts';
import { healthRoutes } from '../web/health/healthRoutes.ts';
import { pkiRoutes } from '../web/pki/pkiRoutes.ts';
import { secureRoutes } from '../web/secure/secureRoutes.ts';
import { secureStepViews } from '../web/secure/steps/registry.ts';
import { assistanceRoutes } from '../web/sandbox/assistanceRoutes.ts';
import { termsRoutes } from '../web/terms/termsRoutes.ts';
import type { DirectLine } from './directLine.ts';
import type { Foundation } from './foundation.ts';
import type { SecureRooms, Services } from './services.ts';

/** The route tables of every page. */
export function pages(
  foundation: Foundation,
  services: Services,
  secure: SecureRooms,
  directLine: DirectLine,
  assistance: Assistance,
): Route[] {
  const { config, assets, translators, state, outside } = foundation;
  return [
    ...assets.routes,
    ...chatPages(foundation, directLine),
    ...continuePages(foundation, services, directLine),
    ...securePages(foundation, services, secure),
    ...termsRoutes({ translators, assets, documents: consentDocuments }),
    ...pkiRoutes(services.certificates),
    ...outside.routes,
    ...(config.sandbox ? assistanceRoutes(assistance) : []),
    ...healthRoutes({ dependencies: { store: () => state.fault() } }),
  ];
}

function chatPages(foundation: Foundation, { tokens }: DirectLine): readonly Route[] {
  const { config, keys, state, random, assets, translators, outside } = foundation;
  return chatRoutes({
    tokens,
    tokenSeconds,
    counters: state.counters,
    clock: systemClock,
    random,
    assets,
    translators,
    publicUrl: config.publicUrl,
    counterKey: keys.personKey,
    sandboxPeople: outside.people,
  });
}

function continuePages(foundation: Foundation, { transfers }: Services, { tokens }: DirectLine): readonly Route[] {
  const { config, assets, translators, clock } = foundation;
  return continueRoutes({
    transfers,
    tokens,
    browserSeconds: tokenSeconds.browser,
    clock,
    assets,
    translators,
    publicUrl: config.publicUrl,
  });
}

function securePages(foundation: Foundation, services: Services, { view }: SecureRooms): readonly Route[] {
  const { config, assets, translators, banks, outside, clock, random } = foundation;
  const { certificates } = services;
  const { bankLogin } = outside;
  const withLogin = banks.all.filter(({ code }) => bankLogin.serves(code));
  return secureRoutes({
    view,
    steps: Object.values(secureStepViews),
    translators,
    assets,
    bankOrigins: [...new Set(withLogin.map(({ code }) => bankLogin.origin(code)))],
    publicUrl: config.publicUrl,
    secureCookies: true,
    bankName: (code, language) => namedIn(banks, language).byCode(code)?.name ?? code,
    certificate: (serialHex) => certificates.certificate(serialHex),
    clock,
    random,
  });
}
