import { readWish, type Wish } from '../../services/language/reading/wishes.ts';
import { currentStep, resume } from '../steps/registry.ts';
import { isOneOf } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { beginLife, forgotten } from '../tasks/begin.ts';
import { offerNext } from '../tasks/ending.ts';

/** What a holder may say at any moment in a word: a lost phone, no more notices, to be forgotten. */
export function holderWishes(turn: Turn, message: Message): boolean {
  if (lostPhone(turn, message)) return true;
  if (doesNotKnowCredential(turn, message)) return true;
  const wish =
    wishes.find((one) => isOneOf(turn, message.text, `life.words.${one}`)) ?? granted(readWish(message.text));
  return wish !== undefined && message.value === undefined && grant[wish](turn);
}

function granted(wish: Wish | undefined): 'noReminders' | 'forgetMe' | undefined {
  return wish === 'noReminders' || wish === 'forgetMe' ? wish : undefined;
}

const wishes = ['noReminders', 'remind', 'noThanks', 'forgetMe'] as const;

const grant: Readonly<Record<(typeof wishes)[number], (turn: Turn) => boolean>> = {
  noReminders: (turn) => setReminders(turn, false),
  remind: (turn) => setReminders(turn, true),
  noThanks: (turn) => {
    if (turn.record.asked?.what !== 'remind') return false;
    turn.say('life.reminders.none');
    turn.record.asked = undefined;
    offerNext(turn, turn.button('menu.expiry'));
    return true;
  },
  forgetMe,
};

/** The certificate is stopped first, everything else comes after (DOMAIN §10, 분실). */
function lostPhone(turn: Turn, message: Message): boolean {
  const { enrollment } = turn.record;
  // asked why, a lost phone is a reason
  if (currentStep(turn)?.field === 'reason' || enrollment?.task === 'hold') return false;
  const isLost = isOneOf(turn, message.text, 'life.words.lost') || readWish(message.text) === 'lost';
  if (!isLost || message.value !== undefined) return false;
  turn.say('life.hold.lost');
  beginLife(turn, 'hold', undefined);
  return true;
}

/** Nobody can look a credential up: it is chosen anew with a new certificate. */
function doesNotKnowCredential(turn: Turn, message: Message): boolean {
  const { enrollment } = turn.record;
  const asksForIt = ['renew', 'changeCredential', 'sign'].includes(enrollment?.task ?? '');
  if (!asksForIt || !isOneOf(turn, message.text, 'life.proof.unknownWords')) return false;
  turn.asks(forgotten);
  turn.say('life.unknownCredential.what').say('life.unknownCredential.way');
  turn.offer(turn.button('life.task.reissue'), turn.button('common.goOn'), turn.button('common.agent'));
  return true;
}

/** Whose reminders: of who was recognised or proved it in this conversation; others prove it first. */
function setReminders(turn: Turn, on: boolean): boolean {
  const { proved, known, enrollment } = turn.record;
  const personKey = enrollment?.proof?.personKey ?? proved?.personKey ?? known?.personKey;
  if (personKey === undefined) {
    if (on && turn.record.asked?.what !== 'remind') return false;
    turn.say('life.reminders.who');
    beginLife(turn, 'privacy', undefined);
    turn.record.enrollment = { ...turn.enrollment, wish: on ? 'remind' : 'noReminders' };
    return true;
  }
  turn.effect({ kind: 'reminders.set', personKey, on });
  turn.say(on ? 'life.reminders.on' : 'life.reminders.off');
  if (turn.record.asked?.what === 'remind') turn.record.asked = undefined;
  if (currentStep(turn)) resume(turn);
  else offerNext(turn, turn.button('menu.expiry'));
  return true;
}

function forgetMe(turn: Turn): boolean {
  const { known, conversations, activeConversation } = turn.record;
  const here = conversations.find(({ id }) => id === activeConversation);
  turn.say(known ? 'life.forgetMe.done' : 'life.forgetMe.nothing');
  turn.record.known = undefined;
  turn.record.proved = undefined;
  if (here) turn.effect({ kind: 'customer.forget', channel: here.channel, userId: here.userId });
  if (currentStep(turn)) resume(turn);
  else offerNext(turn, turn.button('menu.expiry'));
  return true;
}
