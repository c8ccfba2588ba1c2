import type { Bank } from '../../services/banks/banks.ts';
import { sayAgain, type Step } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenOne } from './certificateRows.ts';

/** 타기관 등록과 해제: one more place to use the certificate, or one less; the certificate stays the same. */
export const institutionStep: Step = {
  field: 'institution',
  ask(turn, { misses }) {
    const { institutions } = chosenOne(turn);
    turn.asks('institution');
    sayAgain(turn, 'life.institution', misses);
    const names = institutions.map((code) => turn.world.banks.byCode(code)?.name ?? code);
    if (misses === 0) {
      if (names.length > 0) turn.say('life.institution.registered', { list: names.join(', ') });
      turn.say(names.length > 0 ? 'life.institution.askMore' : 'life.institution.ask');
    }
    offerBanks(turn);
  },
  read(turn, message) {
    const bank = bankIn(turn, message);
    if (!bank) return false;
    const { institutions, bankCode } = chosenOne(turn);
    if (bank.code === bankCode) {
      turn.say('life.institution.own', { bank: bank.name });
      offerBanks(turn);
      return true;
    }
    const register = !institutions.includes(bank.code);
    turn.put('institution', { code: bank.code, register });
    turn.say(register ? 'life.institution.join' : 'life.institution.leave', { bank: bank.name });
    return true;
  },
};

/** Beside the ways out. */
const mostShown = 8;

/** Where it is registered first: pressing one of those ends it there. */
function offerBanks(turn: Turn): void {
  const { institutions, bankCode } = chosenOne(turn);
  const banks = turn.world.banks.usual.filter(({ code }) => code !== bankCode);
  const registered = institutions.flatMap((code) => turn.world.banks.byCode(code) ?? []);
  const shown = [...registered, ...banks.filter((bank) => !registered.includes(bank))].slice(0, mostShown);
  turn.offer(...shown.map((bank) => bankButton(bank)), turn.button('common.cancel'), turn.button('common.agent'));
}

function bankIn(turn: Turn, { value, understanding }: Message): Bank | undefined {
  const id = typeof value?.['bank'] === 'string' ? value['bank'] : understanding.slots.bank;
  return turn.world.banks.byId(id ?? '');
}

function bankButton(bank: Bank): { label: string; value: Record<string, string> } {
  return { label: bank.shortName, value: { step: 'institution', bank: bank.id } };
}
