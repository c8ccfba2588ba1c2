import type { BankIdentity, BankLogin, PendingLogin } from '../../../services/banks/bankLogin.ts';
import { ok, refuse, type Result } from '../../../services/shared/result.ts';
import type {
  CredentialUse,
  IdentityFields,
  IdentityRefusal,
  NewCredentialFields,
  SecureStep,
  SecureStepHandlers,
  UseFields,
  UseFieldsRefusal,
  VisitFacts,
  VisitOwner,
} from '../../../services/visits/secureStep.ts';
import type { CredentialRefusal, CredentialFields } from '../../../services/certificates/credential.ts';

/** The case's side of a visit over plain values: keeps what it was given, answers what a test put in. */
export class RecordedHandlers implements SecureStepHandlers {
  /** Undefined: the case waits for no visit. */
  known: VisitFacts | undefined = {
    purpose: 'issue',
    bankCode: '004',
    product: 'personal',
    credentialPolicies: ['pin6', 'password'],
    done: [],
  };
  readonly logins: BankIdentity[] = [];
  readonly identities: IdentityFields[] = [];
  readonly credentials: CredentialFields[] = [];
  readonly uses: (UseFields & { readonly step: CredentialUse })[] = [];
  readonly changes: NewCredentialFields[] = [];
  readonly numbers: string[] = [];
  readonly renewals: { readonly owner: VisitOwner; readonly ownBrowser: boolean }[] = [];
  factsRead = 0;
  nextLogin: () => Promise<Result<void, 'bankLogin.otherPerson' | 'visit.stepGone'>> = () =>
    Promise.resolve(ok(undefined));
  nextIdentity: () => Promise<Result<void, IdentityRefusal>> = () => Promise.resolve(ok(undefined));
  nextCredential: () => Promise<Result<void, CredentialRefusal>> = () => Promise.resolve(ok(undefined));
  /** Of a page that asks for the credential there is. */
  nextUse: () => Promise<Result<void, UseFieldsRefusal>> = () => Promise.resolve(ok(undefined));
  nextChange: () => Promise<Result<void, UseFieldsRefusal | CredentialRefusal>> = () => Promise.resolve(ok(undefined));
  /** What a signature gives. */
  signed: Uint8Array = Buffer.from('30030201ff', 'hex');
  nextLink: () => Promise<string | undefined> = () => Promise.resolve(undefined);

  async facts(): Promise<VisitFacts | undefined> {
    this.factsRead += 1;
    return this.known;
  }

  async bankLogin(
    _owner: VisitOwner,
    identity: BankIdentity,
  ): Promise<Result<void, 'bankLogin.otherPerson' | 'visit.stepGone'>> {
    this.logins.push(identity);
    return this.#done('bankLogin', await this.nextLogin());
  }

  async identity(_owner: VisitOwner, fields: IdentityFields): Promise<Result<void, IdentityRefusal>> {
    this.identities.push(fields);
    return this.#done('identity', await this.nextIdentity());
  }

  async credential(_owner: VisitOwner, fields: CredentialFields): Promise<Result<void, CredentialRefusal>> {
    this.credentials.push(fields);
    return this.#done('credential', await this.nextCredential());
  }

  ownership(_owner: VisitOwner, fields: UseFields): Promise<Result<void, UseFieldsRefusal>> {
    return this.#use('ownership', fields);
  }

  renewal(_owner: VisitOwner, fields: UseFields): Promise<Result<void, UseFieldsRefusal>> {
    return this.#use('renewal', fields);
  }

  async signature(_owner: VisitOwner, fields: UseFields): Promise<Result<Uint8Array, UseFieldsRefusal>> {
    const result = await this.#use('signature', fields);
    return result.ok ? ok(this.signed) : result;
  }

  async newCredential(
    _owner: VisitOwner,
    fields: NewCredentialFields,
  ): Promise<Result<void, UseFieldsRefusal | CredentialRefusal>> {
    this.changes.push(fields);
    return this.#done('newCredential', await this.nextChange());
  }

  renewLink(owner: VisitOwner, ownBrowser: boolean): Promise<string | undefined> {
    this.renewals.push({ owner: { caseId: owner.caseId, visitNumber: owner.visitNumber }, ownBrowser });
    return this.nextLink();
  }

  async showRebindNumber(_owner: VisitOwner, twoDigits: string): Promise<void> {
    this.numbers.push(twoDigits);
  }

  async #use(step: CredentialUse, fields: UseFields): Promise<Result<void, UseFieldsRefusal>> {
    this.uses.push({ step, ...fields });
    return this.#done(step, await this.nextUse());
  }

  #done<R extends Result<void>>(step: SecureStep, result: R): R {
    if (result.ok && this.known) this.known = { ...this.known, done: [...this.known.done, step] };
    return result;
  }
}

/** A bank that sends everybody back with the code `right`. */
export class RecordedBank implements BankLogin {
  /** Where its log-in page is. */
  address = 'https://bank.example/login';
  returnTo = '';
  begun = 0;
  finished = 0;
  before: () => Promise<void> = () => Promise.resolve();

  async begin(_bankCode: string, _signal: AbortSignal): Promise<PendingLogin> {
    await this.before();
    this.begun += 1;
    const state = `state-${this.begun}`;
    const pending = { state, nonce: 'canary-nonce', codeVerifier: 'canary-verifier' };
    const query = new URLSearchParams({ state, return: this.returnTo });
    return { redirectTo: `${this.address}?${query.toString()}`, pending };
  }

  async finish(
    bankCode: string,
    pending: PendingLogin['pending'],
    callback: URL,
  ): Promise<Result<BankIdentity, 'bankLogin.refused' | 'bankLogin.mismatch'>> {
    await this.before();
    this.finished += 1;
    if (callback.searchParams.get('state') !== pending.state) return refuse('bankLogin.mismatch');
    if (callback.searchParams.get('code') !== 'right') return refuse('bankLogin.refused');
    return ok({
      bankCode,
      subject: 'sub-1',
      ci: 'ci-1',
      name: '홍길동',
      phone: '01012345678',
      email: 'hong@example.com',
    });
  }

  serves(): boolean {
    return true;
  }

  origin(): string {
    return new URL(this.address).origin;
  }
}
