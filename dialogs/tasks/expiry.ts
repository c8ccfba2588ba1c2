import { isLive } from '../../services/enrollment/holdings.ts';
import { type OwnCertificate } from '../../services/enrollment/enrollment.ts';
import { seoulDay } from '../../services/shared/clock.ts';
import type { Button } from '../turn/replies.ts';
import { endVisit } from '../steps/visit.ts';
import { formatDay, lastFour } from '../turn/times.ts';
import type { Turn } from '../turn/turn.ts';
import { nameOf } from '../steps/certificateRows.ts';
import { endTask, offerNext } from '../turn/ending.ts';

/** 만료일 조회: every certificate of the person, what ends when, and the one thing to do next. */
export function tellHoldings(turn: Turn): void {
  const shown = (turn.enrollment.holdings ?? []).filter(({ state }) => state !== 'superseded');
  const main = mainOf(shown);
  endVisit(
    turn,
    main && { serialHex: main.serialHex, notAfter: main.notAfter, bank: main.bankCode, product: main.product },
  );
  if (!main) tellNone(turn);
  else if (shown.length === 1) tellOne(turn, main);
  else tellSeveral(turn, shown, main);
  endTask(turn);
}

function tellNone(turn: Turn): void {
  turn.say('life.expiry.none');
  offerNext(turn, turn.button('menu.issue'));
}

function tellOne(turn: Turn, one: OwnCertificate): void {
  const { proof } = turn.enrollment;
  turn.table('life.expiry.table', [
    ...(proof?.maskedName === undefined ? [] : [['issue.row.name', proof.maskedName] as const]),
    ['issue.row.bank', turn.world.banks.byCode(one.bankCode)?.name ?? one.bankCode],
    ['issue.row.kind', turn.t(`product.${one.product}`)],
    ['issue.row.serial', lastFour(one.serialHex)],
    ['issue.row.until', untilText(turn, one)],
    ['life.row.state', turn.t(`life.state.${one.state}`)],
  ]);
  sayWhatFollows(turn, one);
}

function tellSeveral(turn: Turn, shown: readonly OwnCertificate[], main: OwnCertificate): void {
  const lines = shown.map((one, index) => {
    const state = turn.t(`life.state.${one.state}`);
    return turn.t('life.expiry.line', { n: index + 1, name: nameOf(turn, one), until: untilText(turn, one), state });
  });
  turn.say('life.expiry.list', { list: lines.join('\n') });
  sayWhatFollows(turn, main);
}

/** What stops working on that day for this kind, then the next sensible act, one button. */
function sayWhatFollows(turn: Turn, one: OwnCertificate): void {
  const until = formatDay(one.notAfter);
  if (one.state === 'active' || one.state === 'locked' || one.state === 'held')
    turn.say(`life.expiry.stops.${one.product}`, { until });
  const [key, button] = nextAct(turn, one);
  turn.say(`life.expiry.next.${key}`, { until, day: formatDay(one.renewableFrom) });
  offerNext(turn, button);
}

function nextAct(turn: Turn, one: OwnCertificate): readonly [string, Button] {
  if (one.state === 'held') return ['held', turn.button('life.task.release')];
  if (one.state === 'locked') return ['locked', turn.button('life.task.reissue')];
  if (one.state !== 'active') return [one.state === 'revoked' ? 'revoked' : 'expired', turn.button('menu.issue')];
  const opens = Temporal.PlainDate.compare(seoulDay(turn.now), Temporal.PlainDate.from(one.renewableFrom)) >= 0;
  return opens ? ['renew', turn.button('menu.renew')] : ['early', turn.button('life.task.remind')];
}

/** The one to speak of: what is in use before what has ended, the soonest end first. */
function mainOf(shown: readonly OwnCertificate[]): OwnCertificate | undefined {
  const soonest = shown.toSorted((a, b) => (a.notAfter < b.notAfter ? -1 : 1));
  return soonest.find((one) => isLive(one)) ?? soonest.at(-1);
}

/** `2027.11.22 (D-365)`, in Seoul days. */
function untilText(turn: Turn, one: OwnCertificate): string {
  const { days } = seoulDay(turn.now).until(Temporal.PlainDate.from(one.untilDay));
  const until = formatDay(one.notAfter);
  if (days < 0) return turn.t('life.expiry.ended', { until, days: -days });
  return turn.t(days === 0 ? 'life.expiry.today' : 'life.expiry.left', { until, days });
}
