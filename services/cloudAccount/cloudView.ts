import { z } from 'zod';
import { refuse } from '../shared/result.ts';
import type { EnvelopeKey } from '../secureEntry/envelope.ts';
import { keypadEntry, readDigits } from '../secureEntry/keypad.ts';
import type { Credential } from '../certificates/credential.ts';
import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';
import type { CloudAnswer, CloudPage, CloudRefusal, ShownCertificate } from './cloudPage.ts';
import type { CloudSigning } from './cloudSigning.ts';
import type { CloudVisits, FoundCloudVisit } from './cloudVisits.ts';
import type { DeviceConnecting } from './deviceConnecting.ts';
import type { LoginRequest } from './loginStatement.ts';
import type { RecordedCloudDevices, TokenHolder } from './recordedCloudDevices.ts';
import type { RelyingParties, RelyingParty } from './relyingParties.ts';

/** A browser at the cloud's pages. */
export interface CloudVisitor {
  /** The cookie of its visit. */
  readonly cookie: string;
  /** The token of a connected device, or what it still holds of one. */
  readonly token: string | undefined;
  readonly userAgent: string | undefined;
  /** Who sent it here for a signature. */
  readonly asked?: LoginRequest;
}

/** Collaborators of `CloudView`, handed in by composition/. */
export interface CloudViewParts {
  readonly visits: CloudVisits;
  readonly devices: RecordedCloudDevices;
  readonly connecting: DeviceConnecting;
  readonly signing: CloudSigning;
  readonly parties: RelyingParties;
}

const text = z.string().max(320);
const owner = z.strictObject({ step: z.literal('connect'), name: text, birthDate: text, phone: text });
const code = z.strictObject({ step: z.literal('code'), code: z.string().max(32) });
const serialHex = z.string().regex(/^[0-9a-f]{2,40}$/);
const use = z.discriminatedUnion('policy', [
  z.strictObject({ step: z.literal('sign'), policy: z.literal('pin6'), serialHex, secret: keypadEntry }),
  z.strictObject({ step: z.literal('sign'), policy: z.literal('password'), serialHex, secret: z.string().max(512) }),
]);

/**
 * The cloud's pages: which one a browser sees, and what its taps do. Refusals are shown on the page that comes with them;
 * outages (`Unavailable`) are thrown and leave everything where it was.
 */
export class CloudView {
  readonly #parts: CloudViewParts;

  constructor(parts: CloudViewParts) {
    this.#parts = parts;
  }

  /** The page that is due, as after a reload. */
  async show(visitor: CloudVisitor): Promise<CloudAnswer> {
    return { page: await this.#page(visitor) };
  }

  /** Asks for a code for who the envelope says. */
  async ask(visitor: CloudVisitor, envelope: string): Promise<CloudAnswer> {
    const found = await this.#parts.visits.open(visitor.cookie);
    const typed = owner.safeParse(await this.#parts.visits.openEnvelope(found, envelope));
    if (!typed.success) return this.#answer(visitor, refuse('visit.pageStale'));
    const { step: _, ...said } = typed.data;
    const asked = await this.#parts.connecting.ask(found, said);
    return this.#answer(visitor, asked.ok ? undefined : asked);
  }

  /** Asks for another code for the same person. */
  async askAgain(visitor: CloudVisitor): Promise<CloudAnswer> {
    const asked = await this.#parts.connecting.askAgain(await this.#parts.visits.open(visitor.cookie));
    return this.#answer(visitor, asked.ok ? undefined : asked);
  }

  /** Back to the beginning. */
  async startOver(visitor: CloudVisitor): Promise<CloudAnswer> {
    await this.#parts.connecting.startOver(await this.#parts.visits.open(visitor.cookie));
    return this.show(visitor);
  }

  /** Connects the browser when the code in the envelope is right. */
  async connect(visitor: CloudVisitor, envelope: string): Promise<CloudAnswer> {
    const found = await this.#parts.visits.open(visitor.cookie);
    const typed = code.safeParse(await this.#parts.visits.openEnvelope(found, envelope));
    if (!typed.success) return this.#answer(visitor, refuse('visit.pageStale'));
    const connected = await this.#parts.connecting.enter(found, typed.data.code, visitor.userAgent);
    if (!connected.ok) return this.#answer(visitor, connected);
    const { token } = connected.value;
    return { page: await this.#page({ ...visitor, token }), token };
  }

  /** 기기 연결 해제 of this browser, or of all of this person's. */
  async leave(visitor: CloudVisitor, which: 'this' | 'all'): Promise<CloudAnswer> {
    const holder = await this.#holder(visitor);
    if (holder?.personKey !== undefined)
      await this.#parts.devices.disconnect(holder.personKey, which === 'all' ? 'all' : holder.device.id);
    return this.show(visitor);
  }

  /** Signs what the relying party asked, with the credential in the envelope. */
  async sign(visitor: CloudVisitor, envelope: string): Promise<CloudAnswer> {
    const { visits, devices, signing } = this.#parts;
    const [asked, party] = this.#asking(visitor);
    const holder = await this.#holder(visitor);
    if (!asked || !party || !holder) return this.show(visitor);
    const found = await visits.open(visitor.cookie);
    const read = await this.#readUse(found, envelope);
    if (!read) return this.#answer(visitor, refuse('visit.pageStale'));
    const signed = await signing.sign({ holder, party, asked, ...read });
    if (!signed.ok) return this.#answer(visitor, signed);
    await devices.noteUse(holder);
    const { returnTo } = party;
    return { page: { kind: 'signed', asking: shownParty(party), returnTo, answer: signed.value } };
  }

  async #readUse(
    found: FoundCloudVisit,
    envelope: string,
  ): Promise<{ readonly serialHex: string; readonly credential: Credential } | undefined> {
    const opened = use.safeParse(await this.#parts.visits.openEnvelope(found, envelope));
    const keypad = await this.#parts.visits.takeKeypad(found.id);
    if (!opened.success) return undefined;
    const { policy, secret, serialHex } = opened.data;
    if (policy === 'password') return { serialHex, credential: { policy, secret } };
    const digits = readDigits(secret, keypad);
    return digits === undefined ? undefined : { serialHex, credential: { policy, secret: digits } };
  }

  async #answer(visitor: CloudVisitor, refusal: CloudRefusal | undefined): Promise<CloudAnswer> {
    const page = await this.#page(visitor);
    return refusal ? { page, refusal } : { page };
  }

  async #page(visitor: CloudVisitor): Promise<CloudPage> {
    const [asked, party] = this.#asking(visitor);
    if (asked && !party) return { kind: 'stranger' };
    const holder = await this.#holder(visitor);
    if (!holder) return this.#connectPage(visitor, party);
    return party ? this.#signPage(visitor, holder, party) : this.#home(holder);
  }

  async #connectPage({ cookie, token }: CloudVisitor, party: RelyingParty | undefined): Promise<CloudPage> {
    const found = await this.#parts.visits.open(cookie);
    const { connecting } = found.visit;
    const asking = party && { asking: shownParty(party) };
    const envelope = keyOf(found);
    if (!connecting || connecting.usedAt !== undefined)
      return { kind: 'connect', envelope, disconnected: token !== undefined, ...asking };
    return { kind: 'code', envelope, maskedPhone: connecting.maskedPhone, ...asking };
  }

  async #signPage({ cookie }: CloudVisitor, holder: TokenHolder, party: RelyingParty): Promise<CloudPage> {
    const { visits, signing } = this.#parts;
    const found = await visits.open(cookie);
    const certificates = (await signing.certificatesOf(holder.personKey)).map(shown);
    const keypad = await visits.drawKeypad(found.id);
    return { kind: 'sign', envelope: keyOf(found), asking: shownParty(party), certificates, keypad };
  }

  async #home(holder: TokenHolder): Promise<CloudPage> {
    const { devices, signing } = this.#parts;
    await devices.noteUse(holder);
    const [certificates, connected] = await Promise.all([
      signing.certificatesOf(holder.personKey),
      holder.personKey === undefined ? [] : devices.devicesOf(holder.personKey),
    ]);
    return { kind: 'home', certificates: certificates.map(shown), devices: connected, thisDevice: holder.device.id };
  }

  #holder({ token }: CloudVisitor): Promise<TokenHolder | undefined> {
    return token === undefined ? Promise.resolve(undefined) : this.#parts.devices.holder(token);
  }

  #asking({ asked }: CloudVisitor): readonly [LoginRequest | undefined, RelyingParty | undefined] {
    return [asked, asked && this.#parts.parties.byId(asked.party)];
  }
}

function keyOf({ id, visit }: FoundCloudVisit): EnvelopeKey {
  return { publicKey: visit.publicKey, kid: id };
}

function shownParty({ name, origin }: RelyingParty): { readonly name: string; readonly origin: string } {
  return { name, origin };
}

function shown(certificate: CertificateDetails): ShownCertificate {
  const { serialHex, bankCode, product, state, untilDay, credentialPolicy } = certificate;
  return { serialHex, bankCode, product, state, untilDay, credentialPolicy };
}
