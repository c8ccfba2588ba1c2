import type { Bank } from '../../services/banks/banks.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import type { Button } from '../turn/replies.ts';
import type { Message } from '../turn/stimulus.ts';
import { isOneOf, sayAgain, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';

/** How a bank is asked for, by what the task's sentences speak of. */
const bankWords = { issue: 'issue.bank', life: 'life.bank' } as const;

/** How many banks fit below a question beside the way on and the way to a person. */
const bankPage = 7;

/** 은행: the usual six first, all issuers a page further. */
export const bankStep: Step = {
  field: 'bank',
  ask(turn, { misses }) {
    if (misses === 0) turn.say(`${wordsOf(turn)}.ask`);
    else sayAgain(turn, 'issue.bank', misses);
    offerBanks(turn, turn.world.banks.usual, 'issue.bank.more');
  },
  read(turn, message) {
    if (asksToIssueInstead(turn, message)) return false;
    const page = otherBanksPage(turn, message);
    if (page !== undefined) return showBanks(turn, page);
    const bank = turn.world.banks.byId(message.understanding.slots.bank ?? '');
    return bank ? chooseBank(turn, bank) : false;
  },
};

/** Where one is chosen for a new certificate it is asked otherwise than where the one of an old certificate is wanted. */
function wordsOf({ enrollment }: Turn): string {
  return bankWords[tasks[enrollment.task].words];
}

/** "국민에서 새로 발급" in the middle of another task wants that task, not a bank for this one. */
export function asksToIssueInstead(turn: Turn, { understanding }: Message): boolean {
  const { enrollment } = turn.record;
  return enrollment !== undefined && tasks[enrollment.task].words !== 'issue' && understanding.slots.action === 'issue';
}

/** Takes a bank as the answer, or says why it can't be one. Always deals with it. */
export function chooseBank(turn: Turn, bank: Bank): true {
  return turn.accept('bank', bank.code).ok ? true : refuseBank(turn, bank);
}

function refuseBank(turn: Turn, bank: Bank): true {
  turn.say('issue.bank.notIssuer', { bank: bank.name });
  turn.say(`${wordsOf(turn)}.notIssuerWay`);
  offerBanks(turn, turn.world.banks.usual, 'issue.bank.more');
  turn.asks('bank');
  return true;
}

/** `다른 은행` is page 1, each `더보기` one more; the page travels in the button. Where all banks are shown there is none. */
function otherBanksPage(turn: Turn, message: Message): number | undefined {
  if (turn.world.banks.others.length === 0) return undefined;
  if (typeof message.value?.['page'] === 'number') return message.value['page'];
  return isOneOf(turn, message.text, 'issue.bank.moreWords') ? 1 : undefined;
}

function showBanks(turn: Turn, page: number): true {
  const { others } = turn.world.banks;
  const pages = Math.ceil(others.length / bankPage);
  const shown = others.slice(((page - 1) % pages) * bankPage, (((page - 1) % pages) + 1) * bankPage);
  turn.say(page === 1 ? 'issue.bank.others' : 'issue.bank.othersNext');
  const next: Button = { label: turn.t('issue.bank.next'), value: { step: 'bank', page: (page % pages) + 1 } };
  turn.asks('bank');
  turn.offer(...shown.map((bank) => bankButton(bank)), next, turn.button('common.back'), turn.button('common.agent'));
  return true;
}

function offerBanks(turn: Turn, banks: readonly Bank[], moreKey: string): void {
  turn.asks('bank');
  const more: Button = { label: turn.t(moreKey), value: { step: 'bank', page: 1 } };
  const others = turn.world.banks.others.length > 0 ? [more] : [];
  turn.offer(...banks.map((bank) => bankButton(bank)), ...others, turn.button('common.agent'));
}

function bankButton(bank: Bank): Button {
  return { label: bank.shortName, value: { step: 'bank', bank: bank.id } };
}
