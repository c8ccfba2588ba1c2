import type { StepResult } from '../../../services/visits/pageRefusal.ts';
import type { BankIdentity, BankLogin, PendingLogin } from '../../../services/banks/bankLogin.ts';
import type { Credential, CredentialFields, CredentialPolicy } from '../../../services/certificates/credential.ts';
import type { SecureStep } from '../../../services/enrollment/secureStep.ts';
import { ok, refuse, type Result } from '../../../services/shared/result.ts';
import { bankLoginPage } from '../../../services/steps/bankLogin.ts';
import { credentialPage } from '../../../services/steps/credential.ts';
import type { IdentityFields } from '../../../services/steps/identify.ts';
import { identityPage, type IdentityShown } from '../../../services/steps/identity.ts';
import { newCredentialPage, type NewCredentialFields } from '../../../services/steps/newCredential.ts';
import { ownershipPage } from '../../../services/steps/ownership.ts';
import { renewalPage, type RenewalCard, type RenewalFields } from '../../../services/steps/renewal.ts';
import { signaturePage } from '../../../services/steps/signature.ts';
import type { VisitCase, VisitFacts, VisitOwner } from '../../../services/visits/visitCase.ts';
import { awayStep, formStep, type FormActs, type VisitStep } from '../../../services/visits/visitStep.ts';

/** A step that asks for the credential there is, once. */
export type UseStep = 'ownership' | 'renewal' | 'signature';

/** What a case knows, as plain values: of its visit, and of what each page shows. */
export interface KnownFacts extends VisitFacts {
  readonly prefill?: IdentityShown['prefill'];
  readonly credentialPolicies: readonly CredentialPolicy[];
  /** The certificate whose credential is asked for. */
  readonly use?: { readonly policy: CredentialPolicy };
  readonly card?: RenewalCard;
  readonly sample?: string;
}

/** The case's side of a visit over plain values: keeps what it was given, answers what a test put in. */
export class RecordedHandlers implements VisitCase {
  /** Undefined: the case waits for no visit. */
  known: KnownFacts | undefined = {
    purpose: 'issue',
    bankCode: '004',
    product: 'personal',
    credentialPolicies: ['pin6', 'password'],
    done: [],
  };
  readonly logins: BankIdentity[] = [];
  readonly identities: IdentityFields[] = [];
  readonly credentials: CredentialFields[] = [];
  readonly uses: (RenewalFields & { readonly step: UseStep })[] = [];
  readonly changes: NewCredentialFields[] = [];
  readonly numbers: string[] = [];
  readonly renewals: { readonly owner: VisitOwner; readonly ownBrowser: boolean }[] = [];
  factsRead = 0;
  nextLogin: () => Promise<StepResult<void>> = () => Promise.resolve(ok(undefined));
  nextIdentity: () => Promise<StepResult<void>> = () => Promise.resolve(ok(undefined));
  nextCredential: () => Promise<StepResult<void>> = () => Promise.resolve(ok(undefined));
  /** Of a page that asks for the credential there is. */
  nextUse: () => Promise<StepResult<void>> = () => Promise.resolve(ok(undefined));
  nextChange: () => Promise<StepResult<void>> = () => Promise.resolve(ok(undefined));
  /** What a signature gives. */
  signed: Uint8Array = Buffer.from('30030201ff', 'hex');
  nextLink: () => Promise<string | undefined> = () => Promise.resolve(undefined);

  async facts(): Promise<VisitFacts | undefined> {
    this.factsRead += 1;
    return this.known;
  }

  renewLink(owner: VisitOwner, ownBrowser: boolean): Promise<string | undefined> {
    this.renewals.push({ owner: { caseId: owner.caseId, visitNumber: owner.visitNumber }, ownBrowser });
    return this.nextLink();
  }

  async showRebindNumber(_owner: VisitOwner, twoDigits: string): Promise<void> {
    this.numbers.push(twoDigits);
  }

  /** The product's own pages, in its order, with acts that only keep what they are given. */
  steps(bankLogin: BankLogin): readonly VisitStep[] {
    return [
      awayStep(bankLoginPage, {
        shown: async () => this.known && { bankCode: this.known.bankCode },
        begin: (bankCode, signal) => bankLogin.begin(bankCode, signal),
        read: ({ bankCode, pending, callback, signal }) => bankLogin.finish(bankCode, pending, callback, signal),
        complete: async (_owner, identity) => {
          this.logins.push(identity);
          return this.#done('bankLogin', await this.nextLogin());
        },
      }),
      formStep(identityPage, {
        shown: async (): Promise<IdentityShown> => ({ prefill: this.known?.prefill ?? {}, leadsTo: 'code' }),
        complete: async (_owner, fields) => {
          this.identities.push(fields);
          return this.#done('identity', await this.nextIdentity());
        },
      }),
      formStep(
        ownershipPage,
        this.#use('ownership', ({ use }) => use),
      ),
      formStep(
        renewalPage,
        this.#use('renewal', ({ use, card }) => use && card && { ...use, card }),
      ),
      formStep(newCredentialPage, {
        shown: async () =>
          this.known?.use && { policy: this.known.use.policy, policies: this.known.credentialPolicies },
        complete: async (_owner, fields) => {
          this.changes.push(fields);
          return this.#done('newCredential', await this.nextChange());
        },
      }),
      formStep(
        signaturePage,
        this.#use('signature', ({ use, sample = '' }) => use && { ...use, sample }),
      ),
      formStep(credentialPage, {
        shown: async () => this.known && { policies: this.known.credentialPolicies },
        complete: async (_owner, fields) => {
          this.credentials.push(fields);
          return this.#done('credential', await this.nextCredential());
        },
      }),
    ];
  }

  #use<Shown>(
    step: UseStep,
    shown: (known: KnownFacts) => Shown | undefined,
  ): FormActs<Shown, Credential & Pick<RenewalFields, 'confirmed'>> {
    return {
      shown: async () => this.known && shown(this.known),
      complete: async (_owner, fields) => {
        this.uses.push({ step, ...fields });
        const done = this.#done(step, await this.nextUse());
        return done.ok && step === 'signature' ? ok(this.signed) : done;
      },
    };
  }

  #done(step: SecureStep, result: StepResult<void>): StepResult<undefined> {
    if (!result.ok) return result;
    if (this.known) this.known = { ...this.known, done: [...this.known.done, step] };
    return ok(undefined);
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
