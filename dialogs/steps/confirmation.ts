import type { IssueSummary } from '../../services/certificates/certificateIssuing.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { changeConfirmation } from './changeConfirmation.ts';
import type { Message } from '../turn/stimulus.ts';
import { first, isOneOf, sayAgain, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';
import { formatDay, lastFour } from '../turn/times.ts';

/** 마지막 확인: a card of exactly what will be issued, or of what will happen to the certificate there is. */
export const confirmationStep: Step = {
  field: 'confirmation',
  ask: (turn, manner) => cardStep(turn).ask(turn, manner),
  read: (turn, message) => cardStep(turn).read(turn, message),
};

function cardStep({ enrollment }: Turn): Step {
  return tasks[enrollment.task].identifies ? issueCard : changeCard;
}

const changeCard = changeConfirmation('confirmation');

/** Only a clear yes to this very card goes on (SECURITY §2, CA). */
const issueCard: Step = {
  field: 'confirmation',
  ask(turn, { misses, brief }) {
    const summary = summaryNow(turn);
    turn.asks('confirmation');
    const value = { step: 'confirmation', token: summary.hash };
    sayAgain(turn, 'issue.confirmation', misses);
    const yesNo = [turn.button('common.yes', value), turn.button('common.no', value)];
    turn.table('issue.confirmation.title', rows(turn, summary), yesNo);
    if (misses === 0 && !brief) turn.say('issue.confirmation.ask');
    turn.offer(turn.button('issue.confirmation.change'), turn.button('common.cancel'), turn.button('common.agent'));
    turn.setAsked({ what: 'confirmation', token: summary.hash, misses });
  },
  read(turn, message) {
    const answer = readYesNo(message.text, 'issue');
    if (answer === 'yes') return confirm(turn, message);
    const change = isOneOf(turn, message.text, 'issue.confirmation.changeWords');
    return change || answer === 'no' ? whatToChange(turn) : false;
  },
};

/** The card as it would be drawn now; its hash covers all that it shows. */
function summaryNow(turn: Turn): IssueSummary {
  const { id, bank, kind, identity: person } = turn.enrollment;
  if (!bank || !kind || !person) throw new Error('expected bank, kind and person before the confirmation');
  const request = { enrollmentId: id, caseId: turn.record.id, product: kind, bankCode: bank, person };
  return turn.world.summary(request, turn.now);
}

function rows(turn: Turn, summary: IssueSummary): [string, string][] {
  const { task, identity } = turn.enrollment;
  const existing = tasks[task].replaces && identity?.existing;
  const fee =
    summary.fee === 0
      ? turn.t('issue.row.free')
      : turn.t('issue.row.won', { won: summary.fee.toLocaleString('ko-KR') });
  return [
    ['issue.row.name', identity?.maskedName ?? ''],
    ['issue.row.bank', turn.world.banks.byCode(summary.bankCode)?.name ?? summary.bankCode],
    ['issue.row.kind', turn.t(`product.${summary.product}`)],
    ['issue.row.until', formatDay(summary.untilDay)],
    ['issue.row.kept', turn.t('issue.row.cloud')],
    ['issue.row.fee', fee],
    ...(existing
      ? [
          ['life.row.replaced', turn.t('life.reissue.replaced', { serial: lastFour(existing.serialHex) })] as [
            string,
            string,
          ],
        ]
      : []),
  ];
}

/** A yes counts for the card it was said to; when the card would read otherwise by now, the new one is shown. */
function confirm(turn: Turn, message: Message): true {
  const { hash } = summaryNow(turn);
  const shown = turn.record.asked?.what === 'confirmation' ? turn.record.asked.token : undefined;
  const pressed = typeof message.value?.['token'] === 'string' ? message.value['token'] : shown;
  if (shown !== hash || pressed !== hash) {
    if (shown !== undefined) turn.say('issue.confirmation.changed');
    issueCard.ask(turn, first);
    return true;
  }
  turn.put('confirmation', { hash, at: turn.now.toString() });
  return true;
}

function whatToChange(turn: Turn): true {
  turn.say('issue.confirmation.what');
  turn.offer(
    turn.button('issue.change.bank'),
    turn.button('issue.change.phone'),
    { label: turn.t('issue.change.nothing'), say: turn.t('issue.change.nothing') },
    turn.button('common.cancel'),
    turn.button('common.agent'),
  );
  return true;
}
