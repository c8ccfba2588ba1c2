import type { CaseHappening } from '../../services/cases/caseEvents.ts';
import { currentStep, goOn } from '../tasks/stepRegistry.ts';
import { onBankLogin, onExisting, onIdentity, onIdentityGone } from '../tasks/issue.ts';
import { onIssued } from '../tasks/issued.ts';
import { onHandoffOpened } from '../agent/handoff.ts';
import { onLife } from './lifeEvents.ts';
import { nudge } from './nudges.ts';
import { first } from '../turn/step.ts';
import { codeRefused, codeSent, codeUncertain } from '../steps/smsCode.ts';
import { newVisit, waitsForVisit } from '../steps/visit.ts';
import type { Turn } from '../turn/turn.ts';
import { onAgent } from '../agent/withAgent.ts';

/** Turns what happened outside of the chat into what the customer reads, if anything. */
export function onEvent(turn: Turn, event: CaseHappening): void {
  switch (event.name) {
    case 'bankLogin.done':
      return onBankLogin(turn, event.login);
    case 'identity.done':
      return onIdentity(turn, event.person, event.existing);
    case 'identity.gone':
      return onIdentityGone(turn);
    case 'replacement.found':
      return onExisting(turn, event.existing);
    case 'confirmation.changed':
      return confirmationChanged(turn);
    case 'certificate.issued':
      return onIssued(turn, event.enrollmentId, event.certificate);
    case 'code.sent':
      return atCode(turn, () => codeSent(turn, event.send, event.sentAt));
    case 'code.refused':
      return atCode(turn, () => codeRefused(turn, event.send, event.code, event.details));
    case 'code.uncertain':
      return atCode(turn, () => codeUncertain(turn));
    case 'visit.renew':
      return renewVisit(turn, event.shown);
    case 'visit.rebind':
      turn.say('issue.visit.rebind', { number: event.number });
      return undefined;
    case 'handoff.opened':
      return onHandoffOpened(turn, event);
    case 'agent.took':
    case 'agent.said':
    case 'handoff.closed':
      return onAgent(turn, event);
    case 'nudge':
      return nudge(turn, event.step);
    default:
      return onLife(turn, event);
  }
}

/** The customer may have gone elsewhere meanwhile: then the outcome of a code is no news. */
function atCode(turn: Turn, act: () => void): void {
  if (currentStep(turn)?.field === 'smsCode') act();
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
