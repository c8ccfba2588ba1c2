import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import { ciOf } from '../../services/sandbox/people.ts';
import type { SandboxPerson } from '../../services/sandbox/person.ts';
import type { VisitOwner } from '../../services/visits/visitCase.ts';
import type { App } from '../../composition/app.ts';
import type { PlayerMemory } from './memory.ts';

type Done = { readonly ok: true } | { readonly ok: false; readonly code: string };

/** One act on a page of the secure view. */
export interface SecureAct {
  /** `login`, `identity`, `credential` … as in `[Secure=login hong]`. */
  readonly step: string;
  readonly words: readonly string[];
  readonly app: App;
  readonly record: CaseRecord;
  readonly memory: PlayerMemory;
}

const uses: readonly string[] = ['renewal', 'ownership', 'sign', 'change'];

/** Acts in the secure view through its use cases; the pages themselves are tested in a browser. */
export async function actOnPage(act: SecureAct): Promise<Done> {
  const { step, words, app, memory } = act;
  if (step === 'credential') return app.secureSteps.credential.acts.complete(ownerOf(act), credentialOf(words, memory));
  if (uses.includes(step)) return useCredential(act);
  if (step === 'link') return openOwnLink(act);
  const person = app.world?.people.byId(words[0] ?? '');
  if (!person) throw new Error(`expected somebody of the sandbox, found ${words[0]}`);
  memory.person = person;
  return step === 'login' ? logIn(act, person) : identify(act, person);
}

function ownerOf({ record }: SecureAct): VisitOwner {
  return { caseId: record.id, visitNumber: record.visits };
}

/** A link that ran out is asked for anew, by the browser that opened it or by another one. */
async function openOwnLink(act: SecureAct): Promise<Done> {
  const isOwn = act.words[0] === 'own';
  const link = await act.app.visitCase.renewLink(ownerOf(act), isOwn);
  return link !== undefined || !isOwn ? { ok: true } : { ok: false, code: 'none' };
}

function logIn(act: SecureAct, person: SandboxPerson): Promise<Done> {
  const { name, phone, email } = person;
  const bankCode = act.record.enrollment?.bank ?? '';
  const login = { bankCode, subject: person.id, ci: ciOf(person), name, phone, email, birthDate: undefined };
  return act.app.secureSteps.bankLogin.acts.complete(ownerOf(act), login);
}

/** Types a person's own data but for what the words say otherwise: `hong phone=01099998888`. */
async function identify(act: SecureAct, person: SandboxPerson): Promise<Done> {
  const { words, app, memory } = act;
  const { name, phone, email } = person;
  const typed = Object.fromEntries(words.slice(1).map((word) => word.split('=')));
  const fields = { looked: memory.looked, name, residentNumber: person.number, phone, email, ...typed };
  memory.secrets.push(fields.residentNumber, fields.residentNumber.slice(6));
  const answer = await app.secureSteps.identity.acts.complete(ownerOf(act), fields);
  // as the page does: it brings back the proof that it was asked to look once more
  if (!answer.ok && answer.code === 'identity.checkDigit') memory.looked = String(answer.details?.['looked']);
  return answer;
}

/** Pages that ask for the credential there is; a renewal sends back the card that the page shows. */
async function useCredential(act: SecureAct): Promise<Done> {
  const { step, words, memory } = act;
  const { secureSteps } = act.app;
  const owner = ownerOf(act);
  const { policy, secret } = credentialOf(words, memory);
  const current = { policy, secret };
  if (step === 'ownership') return secureSteps.ownership.acts.complete(owner, current);
  if (step === 'sign') return secureSteps.signature.acts.complete(owner, current);
  if (step === 'change') {
    const next = credentialOf(words.slice(1), memory);
    return secureSteps.newCredential.acts.complete(owner, { current, next });
  }
  const shown = await secureSteps.renewal.acts.shown(owner);
  if (!shown) return { ok: false, code: 'no such page' };
  return secureSteps.renewal.acts.complete(owner, { ...current, confirmed: shown.card.hash });
}

function credentialOf([secret = '', confirmation = secret]: readonly string[], memory: PlayerMemory) {
  memory.secrets.push(secret, confirmation);
  const policy = /^\d{6}$/.test(secret) ? ('pin6' as const) : ('password' as const);
  return { policy, secret, confirmation };
}
