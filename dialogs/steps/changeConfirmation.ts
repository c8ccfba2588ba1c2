import { createHash } from 'node:crypto';
import type { KeptField } from '../../services/enrollment/enrollment.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import type { Message } from '../turn/stimulus.ts';
import { first, sayAgain, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenOne, rowsOf } from './certificateRows.ts';
import { endTask, offerNext } from '../turn/ending.ts';

type Asked = Extract<KeptField, 'confirmation' | 'secondConfirmation'>;

/** A yes to the card of what will happen to a certificate, or to what that means; it counts for this very card. */
export function changeConfirmation(field: Asked): Step {
  const step: Step = {
    field,
    ask(turn, { misses, brief }) {
      const token = tokenOf(turn, field);
      const key = `life.${turn.enrollment.task}.${field}`;
      const value = { step: field, token };
      sayAgain(turn, 'life.confirmation', misses);
      const yesNo = [turn.button('common.yes', value), turn.button('common.no', value)];
      if (field === 'confirmation') turn.table(`${key}.title`, rows(turn), yesNo);
      else turn.card(key, yesNo);
      if (field === 'confirmation' && misses === 0 && !brief) turn.say(`${key}.ask`);
      turn.offer(turn.button('common.back'), turn.button('common.cancel'), turn.button('common.agent'));
      turn.setAsked({ what: field, token, misses });
    },
    read(turn, message) {
      const answer = readYesNo(message.text, yesWordsOf(turn));
      if (answer === 'yes') return accept(turn, message, field, step);
      return answer === 'no' ? leave(turn) : false;
    },
  };
  return step;
}

/** Where the act's own verb is a yes too: "폐기할게요". */
function yesWordsOf(turn: Turn): 'revoke' | undefined {
  const { act } = tasks[turn.enrollment.task];
  return act === 'revoke' ? act : undefined;
}

/** Covers the task, the certificate and which of the two questions it is. */
function tokenOf(turn: Turn, field: Asked): string {
  const { id, task, chosen, reason, institution } = turn.enrollment;
  const shown = JSON.stringify([id, task, field, chosen, reason, institution]);
  return createHash('sha256').update(shown).digest('base64url').slice(0, 22);
}

function rows(turn: Turn): [string, string][] {
  const { reason, institution } = turn.enrollment;
  const why: [string, string][] = reason ? [['life.row.reason', turn.t(`life.reason.${reason}`)]] : [];
  const where: [string, string][] = institution
    ? [['life.row.institution', turn.world.banks.byCode(institution.code)?.name ?? institution.code]]
    : [];
  return [...rowsOf(turn, chosenOne(turn)), ...why, ...where];
}

/** A yes said to another card, or to the question before, is no yes to this one. */
function accept(turn: Turn, message: Message, field: Asked, step: Step): true {
  const token = tokenOf(turn, field);
  const shown = turn.record.asked?.what === field ? turn.record.asked.token : undefined;
  const pressed = typeof message.value?.['token'] === 'string' ? message.value['token'] : shown;
  if (shown !== token || pressed !== token) {
    step.ask(turn, first);
    return true;
  }
  turn.put(field, { hash: token, at: turn.now.toString() });
  return true;
}

/** Nothing was done; the certificate stays as it is. */
function leave(turn: Turn): true {
  turn.say(`life.${turn.enrollment.task}.left`);
  endTask(turn);
  offerNext(turn, turn.button('menu.expiry'));
  return true;
}
