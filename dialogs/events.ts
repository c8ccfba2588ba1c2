import type { CertificateSummary } from '../services/certificates/certificateService.ts';
import type { LoginEvidence, PersonEvidence } from '../services/enrollment/enrollment.ts';
import { currentStep, goOn, onBankLogin, onExisting, onIdentity, onIdentityGone, onIssued } from './issue.ts';
import { first } from './step.ts';
import type { Stimulus } from './stimulus.ts';
import { codeRefused, codeSent, codeUncertain } from './steps/smsCode.ts';
import { newVisit, waitsForVisit } from './steps/visit.ts';
import type { Turn } from './turn.ts';

type Event = Extract<Stimulus, { kind: 'event' }>;

/** What pages, effects and services tell a case, by name. Their senders are our own; the shapes are theirs to keep. */
const events: Readonly<Record<string, (turn: Turn, value: Event['value']) => void>> = {
  'bankLogin.done': (turn, { login }) => onBankLogin(turn, login as unknown as LoginEvidence), // told by enrollment/secureSteps
  'identity.done': (turn, { person, existing }) =>
    onIdentity(
      turn,
      person as unknown as PersonEvidence,
      (existing as unknown as CertificateSummary | null) ?? undefined,
    ), // told by enrollment/secureSteps
  'certificate.issued': (turn, { enrollmentId, certificate }) =>
    onIssued(turn, String(enrollmentId), certificate as unknown as CertificateSummary), // told by enrollment/secureSteps and recovery
  'identity.gone': (turn) => onIdentityGone(turn),
  'replacement.found': (turn, { existing }) => onExisting(turn, existing as unknown as CertificateSummary), // told by enrollment/secureSteps
  'confirmation.changed': (turn) => confirmationChanged(turn),
  'code.sent': (turn, { send, sentAt }) => ifOpen(turn, () => codeSent(turn, Number(send), String(sentAt))),
  'code.refused': (turn, { send, code, details }) =>
    ifOpen(turn, () =>
      codeRefused(turn, Number(send), String(code), (details ?? {}) as Record<string, string | number>),
    ), // plain values of a refusal
  'code.uncertain': (turn) => ifOpen(turn, () => codeUncertain(turn)),
  'visit.renew': (turn, { shown }) => renewVisit(turn, shown === true),
  'visit.rebind': (turn, { number }) => {
    turn.say('issue.visit.rebind', { number: String(number) });
  },
};

/** Turns an event into what the customer reads, if anything. */
export function onEvent(turn: Turn, event: Event): void {
  const handle = events[event.name];
  if (!handle) throw new Error(`expected a known event, found ${event.name}`);
  handle(turn, event.value);
}

function ifOpen(turn: Turn, act: () => void): void {
  if (turn.record.enrollment && currentStep(turn)?.field === 'smsCode') act();
}

/** A new link was asked for on the page; when the page may not have it itself, the chat shows it. */
function renewVisit(turn: Turn, shown: boolean): void {
  const field = waitsForVisit(turn);
  if (!field) return;
  newVisit(turn, field);
  if (!shown) return;
  turn.say('issue.visit.newLink');
  goOn(turn, { misses: 0, brief: true });
}

/** What was confirmed is not what would be issued (midnight, a changed fee): the card is shown again. */
function confirmationChanged(turn: Turn): void {
  if (!turn.record.enrollment) return;
  turn.drop('confirmation');
  turn.say('issue.confirmation.changed');
  goOn(turn, first);
}
