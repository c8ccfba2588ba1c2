import type { EnvelopeKey } from '../secureEntry/envelope.ts';
import type { RefusalToldBy } from '../shared/refusals.ts';
import type { Refusal } from '../shared/result.ts';
import type { Keypad } from '../secureEntry/keypad.ts';
import type { CredentialUse, RenewalCard, SecureStep, VisitFacts } from './secureStep.ts';
import type { CredentialPolicy } from '../certificates/credential.ts';

/** What every page of a visit says of it: who asks for what, which steps, how long. */
export interface VisitOutline {
  /** The visit's id; not a secret, opens nothing by itself. */
  readonly visit: string;
  /** The same for every link of one case: what a page may keep of unfinished fields is kept under it. */
  readonly draftKey: string;
  readonly locale?: 'ko' | 'en';
  readonly purpose: string;
  readonly bankCode: string;
  readonly product: string;
  readonly maskedName?: string;
  /** Every step of the visit in order. */
  readonly steps: readonly { readonly step: SecureStep; readonly done: boolean }[];
  readonly secondsLeft: number;
}

/** A page of the secure view, without a word of any language. */
export type SecurePage =
  /** Unknown, run out, closed, finished elsewhere: one page for all. `told`: the chat has the answer, if there is one. */
  | { readonly kind: 'gone'; readonly told: boolean }
  /** Another browser has the visit. `asked`: a number was sent to the chat for this one. */
  | { readonly kind: 'rebind'; readonly asked: boolean }
  | { readonly kind: 'start'; readonly outline: VisitOutline }
  | { readonly kind: 'bankLogin'; readonly outline: VisitOutline }
  | {
      readonly kind: 'identity';
      readonly outline: VisitOutline;
      readonly prefill: NonNullable<VisitFacts['prefill']>;
      readonly keypads: { readonly residentNumberBack: Keypad };
      readonly envelope: EnvelopeKey;
    }
  | {
      readonly kind: 'credential';
      readonly outline: VisitOutline;
      readonly policies: readonly CredentialPolicy[];
      readonly keypads: { readonly secret: Keypad; readonly confirmation: Keypad };
      readonly envelope: EnvelopeKey;
    }
  | {
      readonly kind: CredentialUse;
      readonly outline: VisitOutline;
      /** Of the certificate there is. */
      readonly policy: CredentialPolicy;
      readonly card?: RenewalCard;
      readonly sample?: string;
      readonly keypads: { readonly current: Keypad };
      readonly envelope: EnvelopeKey;
    }
  | {
      readonly kind: 'newCredential';
      readonly outline: VisitOutline;
      readonly policy: CredentialPolicy;
      readonly policies: readonly CredentialPolicy[];
      readonly keypads: { readonly current: Keypad; readonly secret: Keypad; readonly confirmation: Keypad };
      readonly envelope: EnvelopeKey;
    }
  | {
      readonly kind: 'finished';
      readonly outline?: VisitOutline;
      readonly issued?: NonNullable<VisitFacts['issued']>;
      /** A signed sample waits to be taken away. */
      readonly hasSample?: boolean;
      /** What was to be done can't be done now, and the visit is no place to mend it; a refusal with the page says why. */
      readonly stopped?: boolean;
    };

/** The keypad fields of the steps that have some. */
export const keypadFields = {
  identity: ['residentNumberBack'],
  credential: ['secret', 'confirmation'],
  ownership: ['current'],
  renewal: ['current'],
  signature: ['current'],
  newCredential: ['current', 'secret', 'confirmation'],
} as const;

const order: readonly SecureStep[] = [
  'bankLogin',
  'identity',
  'ownership',
  'renewal',
  'newCredential',
  'signature',
  'credential',
];

/** Every step of the visit in the order of the walk: what the link holds and what an earlier link completed. */
export function outlineSteps(
  steps: readonly SecureStep[],
  done: ReadonlySet<SecureStep>,
): readonly { readonly step: SecureStep; readonly done: boolean }[] {
  const earlier = order.filter((step) => done.has(step) && !steps.includes(step));
  return [...earlier, ...steps].map((step) => ({ step, done: done.has(step) }));
}

/** A refusal that a page can show: its code has a sentence of the secure view. */
export type PageRefusal = Refusal<RefusalToldBy<'page'>>;

/** What the secure view answers to a page. */
export interface SecureAnswer {
  readonly page: SecurePage;
  /** Why what was sent did not do; `page` is the one to put it right on. */
  readonly refusal?: PageRefusal;
  /** The link to hold on to from now on: a new one, or the one that a browser sent by the bank did not have. */
  readonly token?: string;
  /** A cookie to set for the visit. */
  readonly cookie?: { readonly visit: string; readonly value: string };
}
