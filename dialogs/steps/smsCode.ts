import { codeStrength, reachedAt, type CodeSend } from '../../services/enrollment/enrollment.ts';
import { readWish } from '../../services/language/reading/wishes.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import type { Evidence } from '../../services/identity/evidence.ts';
import type { RefusalToldBy } from '../../services/shared/refusals.ts';
import { guessesADay, resendSeconds, triesPerCode } from '../../services/sms/smsLimits.ts';
import { codeSeconds, type CodeRefusal } from '../../services/sms/verificationCode.ts';
import type { Message } from '../turn/stimulus.ts';
import { isOneOf, sayAgain, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';
import { formatTime } from '../turn/times.ts';
import { counterOf } from './counter.ts';

/** 휴대폰 확인: the 인증번호, typed in chat and erased on arrival. */
export const smsCodeStep: Step = {
  field: 'smsCode',
  ask(turn, { misses }) {
    turn.asks('smsCode');
    if (phoneTooNew(turn)) return sayTooNew(turn, misses);
    if (waiting(turn)) return askForDigits(turn, misses);
    sayAgain(turn, 'issue.sms', misses);
    const buttons = [turn.button('issue.sms.send', stepValue(turn)), turn.button('issue.sms.otherNumber')];
    const ofIssue = turn.enrollment.identity !== undefined;
    const values = { phone: phone(turn), ...counterOf(turn, 'smsCode') };
    turn.card(ofIssue ? 'issue.sms' : 'life.sms', ofIssue ? buttons : buttons.slice(0, 1), values);
    turn.offer(turn.button('common.back'), turn.button('common.agent'));
  },
  read(turn, message) {
    if (phoneTooNew(turn)) return asksAgain(turn, message);
    if (message.code !== undefined) return readCode(turn, message.code);
    const says = (words: string): boolean => isOneOf(turn, message.text, `issue.sms.${words}`);
    if (says('sendWords')) return requestCode(turn);
    if (says('otherWords')) return changeNumber(turn);
    // "문자 왔어요": it is the digits that are wanted
    if (waiting(turn) && readWish(message.text) === 'codeArrived') return wrongForm(turn);
    if (waiting(turn) && (says('missingWords') || message.understanding.intent === 'sms_not_received'))
      return notArrived(turn);
    if (waiting(turn) && /^\d{1,5}$|^\d{7,8}$/.test(message.text.replace(/[\s-]/g, ''))) return wrongForm(turn);
    return !waiting(turn) && readYesNo(message.text) === 'yes' ? requestCode(turn) : false;
  },
  remind: remindOfCode,
};

/** A number that changed hands within days proves too little by SMS alone (evidence table): no code is sent to it. */
function phoneTooNew(turn: Turn): boolean {
  return codeStrength(reachedAt(turn.enrollment), turn.now) === 'weak';
}

/** The button of an earlier question, or its words: said in other words why not. */
function asksAgain(turn: Turn, message: Message): boolean {
  if (!isOneOf(turn, message.text, 'issue.sms.sendWords')) return false;
  sayTooNew(turn, 1);
  return true;
}

function sayTooNew(turn: Turn, misses: number): void {
  if (misses === 0) turn.say('issue.sms.tooNew').say('issue.sms.tooNewWay');
  else sayAgain(turn, 'issue.sms.tooNewAsk', misses);
  turn.offer(turn.button('issue.sms.otherNumber'), turn.button('common.agent'), turn.button('common.startOver'));
}

function stepValue(turn: Turn): { step: string; token: string } {
  return { step: 'smsCode', token: turn.record.asked?.token ?? '' };
}

function phone(turn: Turn): string {
  return reachedAt(turn.enrollment)?.maskedPhone ?? '';
}

/** A code has been asked for and may still be typed. */
function waiting(turn: Turn): boolean {
  const last = latest(turn);
  return last !== undefined && secondsSince(turn, last.requestedAt) <= codeSeconds;
}

function latest(turn: Turn): CodeSend | undefined {
  return turn.enrollment.smsCode?.sends.at(-1);
}

/** After a silence: whether the code can still be used, as far as is known, and the way on. */
function remindOfCode(turn: Turn): void {
  if (!latest(turn)) {
    turn.say('nudge.smsCode');
    turn.offer(turn.button('issue.sms.send'), turn.button('issue.sms.otherNumber'), turn.button('common.agent'));
    return;
  }
  turn.say(waiting(turn) ? 'nudge.code.waiting' : 'nudge.code.over');
  turn.offer(turn.button('issue.sms.again'), turn.button('issue.sms.missing'), turn.button('common.agent'));
}

function askForDigits(turn: Turn, misses: number): void {
  if (misses === 0) turn.say('issue.sms.digitsAsk', { phone: phone(turn) });
  else sayAgain(turn, 'issue.sms.digits', misses);
  offerWaiting(turn);
}

function offerWaiting(turn: Turn): void {
  turn.offer(
    turn.button('issue.sms.missing'),
    turn.button('issue.sms.again', stepValue(turn)),
    turn.button('issue.sms.otherNumber'),
    turn.button('common.agent'),
  );
}

/** Sends a code, unless one went out less than 30 seconds ago. What the carrier answers comes back as an event. */
function requestCode(turn: Turn): true {
  const last = latest(turn);
  const wait = last ? resendSeconds - secondsSince(turn, last.requestedAt) : 0;
  turn.asks('smsCode');
  if (wait > 0) {
    turn.say('issue.sms.justSent', { seconds: Math.ceil(wait) });
    offerWaiting(turn);
    return true;
  }
  const send: CodeSend = { send: turn.count('codes'), requestedAt: turn.now.toString() };
  const sends = [...(turn.enrollment.smsCode?.sends ?? []), send].slice(-5);
  turn.put('smsCode', { sends, triesLeft: triesPerCode });
  turn.effect({ kind: 'code.send', send: send.send });
  if (turn.enrollment.identity) turn.effect({ kind: 'key.ahead', enrollmentId: turn.enrollment.id });
  return true;
}

function secondsSince(turn: Turn, at: string): number {
  return turn.now.since(Temporal.Instant.from(at)).total('seconds');
}

/** The carrier took the message. */
export function codeSent(turn: Turn, send: number, sentAt: string): void {
  const { smsCode: code } = turn.enrollment;
  if (!code) return;
  const again = code.sends.length > 1;
  const sends = code.sends.map((one) => (one.send === send ? { ...one, sentAt } : one));
  turn.amend({ smsCode: { ...code, sends } });
  if (latest(turn)?.send !== send) return;
  turn.asks('smsCode');
  if (again) turn.say('issue.sms.sentAgain', { time: formatTime(turn.t, sentAt) });
  else turn.say('issue.sms.sent').say('issue.sms.warning');
  offerWaiting(turn);
}

/** The message was not sent, and why; the code that was never sent is forgotten. */
export function codeRefused(
  turn: Turn,
  send: number,
  code: RefusalToldBy<'chat'>,
  values: Readonly<Record<string, string | number>>,
): void {
  const before = turn.enrollment.smsCode;
  const sends = (before?.sends ?? []).filter((one) => one.send !== send);
  const rest = before && sends.length > 0 ? { ...before, sends } : undefined;
  turn.amend({ smsCode: rest });
  turn.say(`error.${code}`, values);
  turn.asks('smsCode');
  turn.offer(turn.button('issue.sms.send'), turn.button('issue.sms.otherNumber'), turn.button('common.agent'));
}

/** The gateway did not answer: the message may still arrive, so the code stays good. */
export function codeUncertain(turn: Turn): void {
  turn.asks('smsCode');
  turn.say('issue.sms.uncertain').say('issue.sms.uncertainWay');
  offerWaiting(turn);
}

function readCode(turn: Turn, typed: string): true {
  const { smsCode: code } = turn.enrollment;
  if (!code) return neverSent(turn);
  // the sixteenth of a day is not even compared
  if ((turn.facts.guesses ?? 0) > guessesADay) return refuseCode(turn, 'sms.locked', {});
  const answer = turn.world.checkCode({ typed, caseId: turn.record.id, code, now: turn.now });
  if (answer.ok) return codeRight(turn);
  const spent = answer.code === 'sms.codeWrong' || answer.code === 'sms.tooManyTries';
  if (spent) spendTry(turn);
  else forgiveGuess(turn);
  return refuseCode(turn, answer.code, shownValues(turn, answer.details ?? {}));
}

function codeRight(turn: Turn): true {
  const { smsCode: code, identity } = turn.enrollment;
  if (code) turn.put('smsCode', { ...code, verifiedAt: turn.now.toString() }, [evidenceOf(turn)]);
  forgiveGuess(turn);
  if (identity) turn.effect({ kind: 'cloud.connect', enrollmentId: turn.enrollment.id });
  turn.say('issue.sms.right');
  return true;
}

/** The right code proves that the person has the phone; a number changed lately makes it a weak proof. */
function evidenceOf(turn: Turn): Evidence {
  const { identity, proof } = turn.enrollment;
  const personKey = (identity ?? proof)?.personKey;
  return {
    kind: 'smsCode',
    answer: 'smsCode',
    at: turn.now.toString(),
    ...(personKey !== undefined && { personKey }),
    channel: turn.channel,
    strength: codeStrength(reachedAt(turn.enrollment), turn.now),
  };
}

function spendTry(turn: Turn): void {
  const { smsCode: code } = turn.enrollment;
  if (code) turn.put('smsCode', { ...code, triesLeft: Math.max(0, code.triesLeft - 1) });
}

/** A right code, and one that was not compared, is no guess. */
function forgiveGuess(turn: Turn): void {
  const { guessId } = turn.facts;
  const phoneKey = reachedAt(turn.enrollment)?.phoneKey;
  if (guessId && phoneKey) turn.effect({ kind: 'code.right', guessId, phoneKey });
}

function shownValues(turn: Turn, details: Readonly<Record<string, string | number>>): Record<string, string | number> {
  const shown = Object.entries(details).map(([name, value]) =>
    name === 'sentAt' || name === 'latest'
      ? [name.replace(/At$/, ''), formatTime(turn.t, String(value))]
      : [name, value],
  );
  return Object.fromEntries(shown) as Record<string, string | number>; // pairs of a name and a shown value
}

function refuseCode(turn: Turn, code: CodeRefusal | 'sms.locked', values: Record<string, string | number>): true {
  const again = turn.record.asked?.refused === code && code !== 'sms.codeWrong';
  turn.asks('smsCode', { refused: code });
  turn.say(again ? `error.again.${code}` : `error.${code}`, values);
  offerWaiting(turn);
  return true;
}

function neverSent(turn: Turn): true {
  turn.asks('smsCode');
  turn.say('issue.sms.notAsked');
  turn.offer(turn.button('issue.sms.send', stepValue(turn)), turn.button('common.agent'));
  return true;
}

function wrongForm(turn: Turn): true {
  return refuseCode(turn, 'sms.codeForm', {});
}

/** 번호가 달라요: the number belongs to the identity that was checked, so that check comes again. */
function changeNumber(turn: Turn): true {
  if (!turn.enrollment.identity) return otherContact(turn);
  turn.say('issue.sms.changeNumber');
  turn.drop('identity');
  return true;
}

/** The code of a release goes to the registered phone and to no other: who has a new one gets a new certificate. */
function otherContact(turn: Turn): true {
  turn.asks('smsCode');
  turn.say('life.sms.otherNumber');
  turn.offer(
    turn.button('life.task.reissue'),
    turn.button('issue.sms.send', stepValue(turn)),
    turn.button('common.agent'),
  );
  return true;
}

/** 문자가 안 와요: facts first, then what to look at (CONVERSATIONS 3). */
function notArrived(turn: Turn): true {
  const last = latest(turn);
  turn.asks('smsCode');
  if (last?.sentAt) turn.say('issue.sms.facts', { time: formatTime(turn.t, last.sentAt), phone: phone(turn) });
  else turn.say('issue.sms.factsUnknown', { phone: phone(turn) });
  turn.say('issue.sms.checks');
  turn.say('issue.sms.checksThen');
  offerWaiting(turn);
  return true;
}
