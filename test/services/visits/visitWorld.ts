import { CompactEncrypt, importJWK } from 'jose';
import { GcmSealer } from '../../../services/shared/gcmSealer.ts';
import type { State } from '../../../services/state/state.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { Visitor } from '../../../services/visits/visitAccess.ts';
import type { Keypad } from '../../../services/secureEntry/keypad.ts';
import { RecordedVisits } from '../../../services/visits/recordedVisits.ts';
import type { SecureAnswer, SecurePage } from '../../../services/visits/securePage.ts';
import type { EnvelopeKey } from '../../../services/secureEntry/envelope.ts';
import { credentialPage } from '../../../services/steps/credential.ts';
import { identityPage } from '../../../services/steps/identity.ts';
import { newCredentialPage } from '../../../services/steps/newCredential.ts';
import { ownershipPage } from '../../../services/steps/ownership.ts';
import { renewalPage } from '../../../services/steps/renewal.ts';
import { signaturePage } from '../../../services/steps/signature.ts';
import type { CertificateShown } from '../../../services/steps/usedCertificate.ts';
import type { DrawnStep, StepPage } from '../../../services/visits/stepPage.ts';
import type { VisitStep } from '../../../services/visits/visitStep.ts';
import { SecureView } from '../../../services/visits/secureView.ts';
import { VisitStore } from '../../../services/visits/visitStore.ts';
import { visitId, type TokenKeys } from '../../../services/visits/visitToken.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { RecordedBank, RecordedHandlers, type UseStep } from './recordedHandlers.ts';

export const opening = Temporal.Instant.from('2026-12-01T00:00:00Z');

/** A clock that a test moves. */
export class MovedClock {
  instant = opening;

  now(): Temporal.Instant {
    return this.instant;
  }

  at(seconds: number): void {
    this.instant = opening.add({ milliseconds: Math.round(seconds * 1000) });
  }
}

/** The visits over a real store, with a case and a bank of plain values. */
export class VisitWorld {
  readonly state: State;
  readonly clock = new MovedClock();
  readonly handlers = new RecordedHandlers();
  readonly bank = new RecordedBank();
  readonly store: VisitStore;
  readonly visits: RecordedVisits;
  readonly view: SecureView;

  /** @param more steps beside the product's own */
  constructor(state: State, tokenKeys: TokenKeys = ['token-key'], more: readonly VisitStep[] = []) {
    this.state = state;
    const random = seededRandom(`visits-${tokenKeys.length}`);
    const sealer = new GcmSealer({ peppers: ['pepper'], random });
    this.store = new VisitStore({ records: state.records, tokenKeys });
    this.visits = new RecordedVisits({ store: this.store, sealer, clock: this.clock });
    const { store, visits, handlers, clock } = this;
    const steps = [...handlers.steps(this.bank), ...more];
    this.view = new SecureView({ store, visits, visitCase: handlers, steps, sealer, clock, random });
  }

  static async open(): Promise<VisitWorld> {
    return new VisitWorld(await openSqliteState(':memory:'));
  }

  /** Opens a visit and answers its token. */
  async visit(steps: readonly string[], visitNumber = 1, caseId = 'case-1'): Promise<string> {
    const openedAt = this.clock.now();
    await this.visits.open({ caseId, visitNumber, conversationId: 'c-1', steps, bankCode: '004', openedAt });
    return this.visits.token({ caseId, visitNumber });
  }

  /** Everything the store holds of visits, as text. */
  async stored(): Promise<string> {
    const values: string[] = [];
    for await (const key of this.state.records.keys('visit')) {
      values.push(key, JSON.stringify(await this.state.records.get(key)));
    }
    return values.join('\n');
  }
}

/** A browser: keeps the cookies it is given, and the page it shows. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #view: SecureView;

  constructor(view: SecureView) {
    this.#view = view;
  }

  /** Fetches the link's document: that gives a cookie. */
  fetchLink(token: string): this {
    if (!this.cookies.has(visitId(token))) this.cookies.set(visitId(token), `given-${Math.random()}`);
    return this;
  }

  visitor(link: string | Visitor['link']): Visitor {
    return { link: typeof link === 'string' ? { token: link } : link, cookieOf: (visit) => this.cookies.get(visit) };
  }

  async tap(act: (view: SecureView) => Promise<SecureAnswer>): Promise<SecureAnswer> {
    const answer = await act(this.#view);
    if (answer.cookie) this.cookies.set(answer.cookie.visit, answer.cookie.value);
    return answer;
  }

  show(token: string): Promise<SecureAnswer> {
    return this.tap((view) => view.show(this.visitor(token)));
  }

  begin(token: string): Promise<SecureAnswer> {
    return this.fetchLink(token).tap((view) => view.begin(this.visitor(token)));
  }

  submit(token: string, step: string, envelope: string): Promise<SecureAnswer> {
    return this.tap((view) => view.forms.submit(this.visitor(token), step, envelope));
  }
}

/** What a page is: its kind, or of a step the step's name. */
export function kindOf({ page }: SecureAnswer): string {
  return page.kind === 'step' ? page.step.name : page.kind;
}

/** The page of an answer, which must be of this kind. */
export function pageOf<Kind extends SecurePage['kind']>(
  answer: SecureAnswer,
  kind: Kind,
): Extract<SecurePage, { kind: Kind }> {
  if (answer.page.kind !== kind) throw new Error(`expected the page ${kind}, found ${answer.page.kind}`);
  return answer.page as Extract<SecurePage, { kind: Kind }>; // the line above is the proof
}

/** The page of an answer, which must be the one of this step. */
export function stepOf<Shown, Field extends string>(
  answer: SecureAnswer,
  step: StepPage<Shown, Field>,
): DrawnStep<Shown, Field> {
  const { page } = answer;
  if (page.kind !== 'step' || !step.isDrawnAs(page))
    throw new Error(`expected the page of the step ${step.name}, found ${kindOf(answer)}`);
  return page;
}

/** A page that was drawn for this step. */
export type DrawnAs<Page> = Page extends StepPage<infer Shown, infer Field> ? DrawnStep<Shown, Field> : never;

/** The pages that ask for the credential there is, once. */
export const usePages: Readonly<Record<UseStep, StepPage<CertificateShown, 'current'>>> = {
  ownership: ownershipPage,
  renewal: renewalPage,
  signature: signaturePage,
};

/** Presses digits on a keypad. */
export function press(keypad: Keypad, digits: string): { keypad: string; cells: string[] } {
  const cells = Array.from(digits, (digit) => keypad.keys.find((key) => key.digit === digit)?.cell ?? 'none');
  return { keypad: keypad.id, cells };
}

/** Closes an envelope as a page does. */
export async function close(fields: object, key: EnvelopeKey, header: object = {}): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(fields)))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: key.kid, ...header })
    .encrypt(await importJWK(key.publicKey, 'ECDH-ES+A256KW'));
}

/** What an identity page sends. */
export function identityForm(page: DrawnAs<typeof identityPage>, changes: object = {}): Promise<string> {
  const residentNumberBack = press(page.keypads.residentNumberBack, '1234568');
  const fields = { step: 'identity', name: '홍길동', residentNumberFront: '900101', residentNumberBack };
  return close({ ...fields, phone: '010-1234-5678', email: 'hong@example.com', ...changes }, page.envelope);
}

/** What a credential page sends. */
export function pinForm(page: DrawnAs<typeof credentialPage>, pin: string, again: string = pin): Promise<string> {
  const secret = press(page.keypads.secret, pin);
  const confirmation = press(page.keypads.confirmation, again);
  return close({ step: 'credential', policy: 'pin6', secret, confirmation }, page.envelope);
}

/** What a page sends that asks for the credential there is, on its keypad; a renewal with the card that it shows. */
export function useForm(
  page: DrawnStep<CertificateShown, 'current'>,
  pin: string,
  changes: object = {},
): Promise<string> {
  const current = { policy: 'pin6', secret: press(page.keypads.current, pin) };
  const confirmed = renewalPage.isDrawnAs(page) && { confirmed: page.shown.card.hash };
  return close({ step: page.step.name, current, ...confirmed, ...changes }, page.envelope);
}

/** What the page that changes a credential sends, all of it on keypads. */
export function changeForm(
  page: DrawnAs<typeof newCredentialPage>,
  pins: { readonly current: string; readonly secret: string; readonly confirmation?: string },
  changes: object = {},
): Promise<string> {
  const { keypads } = page;
  const current = { policy: 'pin6', secret: press(keypads.current, pins.current) };
  const secret = press(keypads.secret, pins.secret);
  const confirmation = press(keypads.confirmation, pins.confirmation ?? pins.secret);
  const next = { policy: 'pin6', secret, confirmation };
  return close({ step: 'newCredential', current, next, ...changes }, page.envelope);
}
