import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudLogins } from '../services/cloudAccount/cloudLogins.ts';
import { CloudSigning } from '../services/cloudAccount/cloudSigning.ts';
import { CloudView } from '../services/cloudAccount/cloudView.ts';
import { CloudVisits } from '../services/cloudAccount/cloudVisits.ts';
import { DeviceConnecting } from '../services/cloudAccount/deviceConnecting.ts';
import { registeredParties, type RelyingParty } from '../services/cloudAccount/relyingParties.ts';
import { noticeKey } from '../services/knowledge/phishing.ts';
import { SentMessageKeys } from '../services/notices/sentMessageKeys.ts';
import { httpExchange } from '../services/sandboxRelyingParty/httpExchange.ts';
import { SandboxRelyingParty } from '../services/sandboxRelyingParty/relyingParty.ts';
import type { RelyingPartyChecks } from '../services/sandboxRelyingParty/relyingPartyChecks.ts';
import { relyingPartyKeys } from '../services/sandboxRelyingParty/relyingPartyKeys.ts';
import { systemClock } from '../services/shared/clock.ts';
import type { Route } from '../services/shared/route.ts';
import { codeMessage } from '../services/sms/smsText.ts';
import { cloudRoutes } from '../web/cloud/cloudRoutes.ts';
import { relyingPartyPaths, relyingPartyRoutes } from '../web/sandbox/relyingPartyRoutes.ts';
import type { Foundation } from './foundation.ts';
import type { Services } from './services.ts';

/** The cloud that certificates are kept in, as browsers and relying parties see it. */
export interface Cloud {
  readonly routes: readonly Route[];
  /** Forgets visits and log-ins that are over; answers how many. */
  purge(): Promise<number>;
  /** Waits for messages under way. */
  idle(): Promise<void>;
}

/** The id of the sandbox's own relying party. */
const relyingPartyId = 'sandbox-relying-party';

/** Opens the cloud's pages; in the sandbox a relying party comes with them. */
export async function openCloud(foundation: Foundation, services: Services): Promise<Cloud> {
  const { config, keys, state, assets, translators, banks, clock, random } = foundation;
  const { sealer, audit, certificates, cloudDevices: devices } = services;
  const { records, counters } = state;
  const relyingParty = await openRelyingParty(foundation, services);
  const parties = registeredParties(relyingParty ? [relyingParty.party] : []);
  const visits = new CloudVisits({ records, sealer, clock, random });
  const logins = new CloudLogins({ records, devices, clock, random });
  const connecting = openConnecting(foundation, services, visits);
  const signing = new CloudSigning({ certificates, logins, audit, random });
  return {
    routes: [
      ...cloudRoutes({
        view: new CloudView({ visits, devices, connecting, signing, parties }),
        logins,
        translate: translators('ko'),
        assets,
        partyOrigins: [...new Set(parties.all.map(({ origin }) => origin))],
        publicUrl: config.publicUrl,
        bankName: (code) => banks.byCode(code)?.name ?? code,
        counters,
        counterKey: keys.personKey,
        clock: systemClock,
        random,
      }),
      ...(relyingParty?.routes ?? []),
    ],
    purge: async () => (await visits.purge()) + (await logins.purge()),
    idle: () => connecting.idle(),
  };
}

function openConnecting(foundation: Foundation, services: Services, visits: CloudVisits): DeviceConnecting {
  const { config, keys, state, translators, outside, clock, random, log } = foundation;
  const { cloudAccounts: accounts, cloudDevices: devices, smsLimits: limits, codes } = services;
  const notices = new SentMessageKeys({ records: state.records });
  const host = new URL(config.publicUrl).hostname;
  return new DeviceConnecting({
    accounts,
    devices,
    visits,
    limits,
    codes,
    sms: outside.sms,
    clock,
    random,
    audit: services.audit,
    phoneChanges: outside.identityVerifier,
    phoneQuietHours: config.phoneQuietHours,
    keyOf: (text) => createHmac('sha256', keys.personKey).update(text).digest('base64url'),
    codeText: (code) => codeMessage({ sentence: translators('ko')('cloud.sms', { code }), host, code }),
    noteSent: (text) => notices.add(noticeKey(keys.personKey, text), clock.now()),
    wait: (milliseconds) => wait(milliseconds),
    onFault: (error) => log.warn({ err: error }, 'a code for the cloud was not sent'),
  });
}

/** The sandbox's relying party, and its row in the register; undefined outside of the sandbox. */
async function openRelyingParty(
  { config, state, assets, translators, outside, clock, random }: Foundation,
  { certificates }: Services,
): Promise<{ readonly party: RelyingParty; readonly routes: readonly Route[] } | undefined> {
  if (!outside.world) return undefined;
  const { records } = state;
  const translate = translators('ko');
  const origin = `http://127.0.0.1:${config.port}`;
  const { publicKey, privateKey } = await relyingPartyKeys(records);
  const { people } = outside.world;
  let opened: Promise<RelyingPartyChecks> | undefined;
  const checks = (): Promise<RelyingPartyChecks> => {
    opened ??= import('../services/sandboxRelyingParty/relyingPartyChecks.ts').then(
      ({ RelyingPartyChecks }) =>
        new RelyingPartyChecks({
          rootCertificate: certificates.rootCertificate,
          authority: config.publicUrl,
          exchange: httpExchange,
          party: { id: relyingPartyId, origin },
          privateKey,
          people,
        }),
    );
    return opened;
  };
  return {
    party: {
      id: relyingPartyId,
      name: translate('relyingParty.name'),
      origin,
      returnTo: `${origin}${relyingPartyPaths.back}`,
      encryptionKey: publicKey,
    },
    routes: relyingPartyRoutes({
      relyingParty: new SandboxRelyingParty({ records, clock, random, checks }),
      party: relyingPartyId,
      origin,
      cloud: config.publicUrl,
      translate,
      assetUrl: (name) => assets.url(name),
    }),
  };
}
