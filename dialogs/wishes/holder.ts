import { tasks } from '../../services/enrollment/tasks.ts';
import { beginLife } from '../tasks/begin.ts';
import { currentStep, resume } from '../tasks/stepRegistry.ts';
import { offerNext } from '../turn/ending.ts';
import type { Turn } from '../turn/turn.ts';
import { isTyped, reads } from './meaning.ts';
import type { Wish } from './wish.ts';

const stage = 'preferences';

/** The certificate is stopped first, everything else comes after (DOMAIN §10, 분실). */
const lostPhone: Wish = {
  name: 'lostPhone',
  stage: 'safety and person',
  words: 'life.words.lost',
  applies: (turn, message) => isTyped(turn, message) && isNews(turn),
  meant: reads('lost'),
  grant: (turn) => {
    turn.say('life.hold.lost');
    beginLife(turn, 'hold', undefined);
  },
};

/** Not where it is told already: asked why, a lost phone is a reason; and a message that was pasted tells of no phone. */
function isNews(turn: Turn): boolean {
  const { enrollment } = turn.record;
  return (
    currentStep(turn)?.field !== 'reason' &&
    !(enrollment && tasks[enrollment.task].act === 'hold') &&
    turn.facts.verdict === undefined
  );
}

/** Nobody can look a credential up: it is chosen anew with a new certificate. */
export const unknownCredential = {
  name: 'unknownCredential',
  stage,
  words: 'life.proof.unknownWords',
  applies: ({ record }: Turn) => ['renew', 'changeCredential', 'sign'].includes(record.enrollment?.task ?? ''),
  grant: (turn: Turn) => {
    turn.asks('forgotten');
    turn.say('life.unknownCredential.what').say('life.unknownCredential.way');
    turn.offer(turn.button('life.task.reissue'), turn.button('common.goOn'), turn.button('common.agent'));
  },
} as const satisfies Wish;

/** What a holder may say at any moment in a word: a lost phone, no more notices, to be forgotten. */
export const holderWishes: readonly Wish[] = [
  lostPhone,
  unknownCredential,
  {
    name: 'noReminders',
    stage,
    words: 'life.words.noReminders',
    applies: isTyped,
    meant: reads('noReminders'),
    grant: (turn) => setReminders(turn, false),
  },
  {
    name: 'remind',
    stage,
    words: 'life.words.remind',
    applies: (turn, message) => isTyped(turn, message) && (isOffered(turn) || holderOf(turn) !== undefined),
    grant: (turn) => setReminders(turn, true),
  },
  {
    name: 'noThanks',
    stage,
    words: 'life.words.noThanks',
    applies: (turn, message) => isTyped(turn, message) && isOffered(turn),
    grant: (turn) => {
      turn.say('life.reminders.none');
      turn.askedNothing();
      offerNext(turn, turn.button('menu.expiry'));
    },
  },
  {
    name: 'forgetMe',
    stage,
    words: 'life.words.forgetMe',
    applies: isTyped,
    meant: reads('forgetMe'),
    grant: forgetMe,
  },
];

/** The customer was just asked whether they want to be reminded. */
function isOffered({ record }: Turn): boolean {
  return record.asked?.what === 'remind';
}

/** Who was recognised or proved it in this conversation. */
function holderOf({ record: { enrollment, proved, known } }: Turn): string | undefined {
  return enrollment?.proof?.personKey ?? proved?.personKey ?? known?.personKey;
}

/** Whoever is known has it at once; others prove first whose reminders they are. */
function setReminders(turn: Turn, on: boolean): void {
  const personKey = holderOf(turn);
  if (personKey === undefined) {
    turn.say('life.reminders.who');
    beginLife(turn, 'privacy', undefined);
    turn.amend({ wish: on ? 'remind' : 'noReminders' });
    return;
  }
  turn.effect({ kind: 'reminders.set', personKey, on });
  turn.say(on ? 'life.reminders.on' : 'life.reminders.off');
  if (isOffered(turn)) turn.askedNothing();
  resumeOrOffer(turn);
}

function forgetMe(turn: Turn): void {
  const { known, conversations, activeConversation } = turn.record;
  const here = conversations.find(({ id }) => id === activeConversation);
  turn.say(known ? 'life.forgetMe.done' : 'life.forgetMe.nothing');
  turn.keep({ known: undefined, proved: undefined });
  if (here) turn.effect({ kind: 'customer.forget', channel: here.channel, userId: here.userId });
  resumeOrOffer(turn);
}

function resumeOrOffer(turn: Turn): void {
  if (currentStep(turn)) resume(turn);
  else offerNext(turn, turn.button('menu.expiry'));
}
