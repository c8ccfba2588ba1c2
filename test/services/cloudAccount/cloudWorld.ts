import { createHmac } from 'node:crypto';
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { CertificateSummary } from '../../../services/certificates/certificate.ts';
import { CloudAccounts } from '../../../services/cloudAccount/cloudAccounts.ts';
import { CloudLogins } from '../../../services/cloudAccount/cloudLogins.ts';
import type { CloudAnswer, CloudPage } from '../../../services/cloudAccount/cloudPage.ts';
import { CloudSigning } from '../../../services/cloudAccount/cloudSigning.ts';
import { CloudView, type CloudVisitor } from '../../../services/cloudAccount/cloudView.ts';
import { CloudVisits } from '../../../services/cloudAccount/cloudVisits.ts';
import { DeviceConnecting } from '../../../services/cloudAccount/deviceConnecting.ts';
import type { LoginRequest } from '../../../services/cloudAccount/loginStatement.ts';
import { RecordedCloudDevices } from '../../../services/cloudAccount/recordedCloudDevices.ts';
import { registeredParties } from '../../../services/cloudAccount/relyingParties.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { SmsLimits } from '../../../services/sms/smsLimits.ts';
import type { SmsMessage } from '../../../services/sms/smsSender.ts';
import { VerificationCodes } from '../../../services/sms/verificationCode.ts';
import type { State } from '../../../services/state/state.ts';
import {
  ellipticProducts,
  hong,
  issued,
  openWorld,
  pin,
  type CertificateWorld,
} from '../certificates/certificateWorld.ts';

export const relyingParty = {
  id: 'relyingParty',
  name: '모두의 민원실',
  origin: 'http://office.example',
  returnTo: 'http://office.example/return',
} as const;

/** What an relying party asks. */
export const asked: LoginRequest = { party: 'relyingParty', challenge: 'c'.repeat(43), state: 's'.repeat(16) };

/** Somebody with an account and a certificate. */
export interface CloudPerson {
  readonly owner: { readonly name: string; readonly birthDate: string; readonly phone: string };
  readonly personKey: string;
  readonly certificate: CertificateSummary;
}

/** The cloud over a real store and a real certificate module, with the SMS and the waiting recorded. */
export interface CloudWorld {
  readonly certificates: CertificateWorld;
  readonly state: State;
  readonly accounts: CloudAccounts;
  readonly devices: RecordedCloudDevices;
  readonly logins: CloudLogins;
  readonly connecting: DeviceConnecting;
  readonly visits: CloudVisits;
  readonly view: CloudView;
  readonly sent: SmsMessage[];
  readonly waited: number[];
  readonly faults: unknown[];
  readonly relyingPartyKey: JWK;
  /** Set: the carrier fails with it. */
  carrierFault: Error | undefined;
  /** When the phones of its people changed hands; undefined: not lately. */
  phoneChangedAt: Temporal.Instant | undefined;
  /** @param changes another number than Hong's */
  person(changes?: { readonly number?: string }): Promise<CloudPerson>;
  close(): Promise<void>;
}

let people = 0;

/** Opens the cloud over `state`, which stays open when it is closed. */
export async function openCloud(state: State): Promise<CloudWorld> {
  const certificates = await openWorld({ state, products: ellipticProducts });
  const { clock } = certificates;
  const { records, counters } = state;
  const random = systemRandom;
  const { sealer, audit } = certificates.parts;
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const accounts = new CloudAccounts({ records, random, key: 'person key' });
  const devices = new RecordedCloudDevices({ accounts, audit, clock, random });
  const visits = new CloudVisits({ records, sealer, clock, random });
  const logins = new CloudLogins({ records, devices, clock, random });
  const sent: SmsMessage[] = [];
  const waited: number[] = [];
  const faults: unknown[] = [];
  const connecting = new DeviceConnecting({
    accounts,
    devices,
    visits,
    limits: new SmsLimits({ counters }),
    codes: new VerificationCodes({ tokenKey: 'token key' }),
    sms: {
      send: async (message) => {
        if (world.carrierFault) throw world.carrierFault;
        sent.push(message);
      },
    },
    clock,
    random,
    audit,
    phoneChanges: { phoneChangedAt: () => Promise.resolve(world.phoneChangedAt) },
    phoneQuietHours: 72,
    keyOf: (text) => createHmac('sha256', 'person key').update(text).digest('base64url'),
    codeText: (code) => `인증번호 ${code}`,
    noteSent: () => Promise.resolve(),
    wait: (milliseconds) => Promise.resolve(void waited.push(milliseconds)),
    onFault: (error) => void faults.push(error),
  });
  const signing = new CloudSigning({ certificates: certificates.module, logins, audit, random });
  const parties = registeredParties([{ ...relyingParty, encryptionKey: await exportJWK(pair.publicKey) }]);
  const world: CloudWorld = {
    certificates,
    state,
    accounts,
    devices,
    logins,
    connecting,
    visits,
    view: new CloudView({ visits, devices, connecting, signing, parties }),
    sent,
    waited,
    faults,
    relyingPartyKey: await exportJWK(pair.privateKey),
    carrierFault: undefined,
    phoneChangedAt: undefined,
    person: async (changes = {}) => {
      people += 1;
      const owner = { name: hong.name, birthDate: '1990-01-01', phone: `0105${String(people).padStart(7, '0')}` };
      const { subject, certificate } = await issued(certificates, { personKey: `cloud-person-${people}`, ...changes });
      const { personKey } = subject;
      await accounts.connect({ ...owner, personKey, now: clock.now() });
      return { owner, personKey, certificate };
    },
    close: () => certificates.close(),
  };
  return world;
}

/** A browser at the cloud's pages: holds its cookies, closes envelopes, presses keypads. */
export class CloudBrowser {
  readonly cookie = systemRandom.bytes(32).toString('base64url');
  token: string | undefined;
  asked: LoginRequest | undefined;
  answer: CloudAnswer | undefined;
  readonly #world: CloudWorld;

  constructor(world: CloudWorld, request?: LoginRequest) {
    this.#world = world;
    this.asked = request;
  }

  get visitor(): CloudVisitor {
    return { cookie: this.cookie, token: this.token, userAgent: 'Chrome/131.0 Windows', asked: this.asked };
  }

  /** The code of the refusal that the last tap met. */
  get refusal(): string | undefined {
    return this.answer?.refusal?.code;
  }

  async show(): Promise<CloudPage> {
    return this.#take(await this.#world.view.show(this.visitor));
  }

  async ask(owner: { name: string; birthDate: string; phone: string }): Promise<CloudPage> {
    return this.#take(await this.#world.view.ask(this.visitor, await this.close({ step: 'connect', ...owner })));
  }

  async askAgain(): Promise<CloudPage> {
    return this.#take(await this.#world.view.askAgain(this.visitor));
  }

  async enter(code: string): Promise<CloudPage> {
    return this.#take(await this.#world.view.connect(this.visitor, await this.close({ step: 'code', code })));
  }

  /** Asks for a code and enters the one that arrived. */
  async connect(owner: { name: string; birthDate: string; phone: string }): Promise<CloudPage> {
    await this.ask(owner);
    await this.#world.connecting.idle();
    return this.enter(codeIn(this.#world.sent));
  }

  /** Signs with the digits pressed on the page's own keypad. */
  async sign(serialHex: string, digits: string = pin.secret): Promise<CloudPage> {
    return this.#take(await this.#world.view.sign(this.visitor, await this.close(this.signFields(serialHex, digits))));
  }

  signFields(serialHex: string, digits: string): object {
    const page = this.answer?.page;
    if (page?.kind !== 'sign') throw new Error(`expected a page to sign on, found ${page?.kind}`);
    const cells = Array.from(digits, (digit) => page.keypad.keys.find((key) => key.digit === digit)?.cell ?? '');
    return { step: 'sign', policy: 'pin6', serialHex, secret: { keypad: page.keypad.id, cells } };
  }

  /** Closes an envelope for the page that is shown. */
  async close(fields: object): Promise<string> {
    const page = this.answer?.page ?? (await this.show());
    if (!('envelope' in page)) throw new Error(`expected a page with a key, found ${page.kind}`);
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(fields)))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: page.envelope.kid })
      .encrypt(await importJWK(page.envelope.publicKey, 'ECDH-ES+A256KW'));
  }

  async leave(which: 'this' | 'all'): Promise<CloudPage> {
    return this.#take(await this.#world.view.leave(this.visitor, which));
  }

  #take(answer: CloudAnswer): CloudPage {
    this.answer = answer;
    this.token = answer.token ?? this.token;
    return answer.page;
  }
}

/** The code that arrived last. */
export function codeIn(sent: readonly SmsMessage[]): string {
  return /\d{6}/.exec(sent.at(-1)?.text ?? '')?.[0] ?? 'none';
}
