import type { CaseHappening } from '../../services/cases/caseEvents.ts';
import { currentStep, goOn } from '../tasks/stepRegistry.ts';
import { onExisting } from '../tasks/issue.ts';
import { onAnswered } from './answered.ts';
import { onMissing, onWithdrawn } from './withdrawn.ts';
import { onIssued } from '../tasks/issued.ts';
import { onHandoffOpened } from '../agent/handoff.ts';
import { onLife } from './lifeEvents.ts';
import { nudge } from './nudges.ts';
import { codeRefused, codeSent, codeUncertain } from '../steps/smsCode.ts';
import { newVisit, waitsForVisit } from '../steps/visit.ts';
import type { Turn } from '../turn/turn.ts';
import { onAgent } from '../agent/withAgent.ts';

/** Turns what happened outside of the chat into what the customer reads, if anything. */
export function onEvent(turn: Turn, event: CaseHappening): void {
  switch (event.name) {
    case 'field.answered':
      return onAnswered(turn, event);
    case 'field.withdrawn':
      return onWithdrawn(turn, event.field);
    case 'evidence.missing':
      return onMissing(turn, event);
    case 'replacement.found':
      return onExisting(turn, event.existing);
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
    case 'handoff.expired':
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
