import { loginOf, type RenewalOutlook } from '../../services/enrollment/enrollment.ts';
import { loginEvidence } from '../../services/enrollment/proofs.ts';
import { namedKind, ownOf } from '../../services/enrollment/holdings.ts';
import { goOn } from './stepRegistry.ts';
import { bankName, endVisit } from '../steps/visit.ts';
import { formatDay } from '../turn/times.ts';
import type { Turn } from '../turn/turn.ts';
import { endTask, offerNext } from '../turn/ending.ts';

type Refused = Extract<RenewalOutlook, { ok: false }>;

/**
 * Why nothing can be renewed, and the way on; each has its own (CONVERSATIONS 2). A customer who is only known proves
 * first who they are: an answer would tell a date.
 */
export function onNoRenewal(turn: Turn, outlook: Refused): void {
  if (turn.enrollment.proof?.by === 'known') return proveFirst(turn, outlook);
  const { holdings = [] } = turn.enrollment;
  const own = ownOf(holdings, namedKind(turn.enrollment));
  endVisit(turn, own && { serialHex: own.serialHex, notAfter: own.notAfter, bank: own.bankCode, product: own.product });
  (answers[outlook.code] ?? none)(turn, outlook);
}

const answers: Readonly<Partial<Record<Refused['code'], (turn: Turn, outlook: Refused) => void>>> = {
  'renew.tooEarly': (turn, { details }) => {
    turn.say('life.renew.tooEarly', { day: formatDay(String(details['firstDay'] ?? '')) });
    endTask(turn);
    turn.asks('remind');
    turn.offer(
      turn.button('life.task.remind'),
      turn.button('life.renew.noThanks'),
      turn.button('menu.expiry'),
      turn.button('common.agent'),
    );
  },
  'renew.otherBank': otherBank,
  'renew.expired': expired,
  'renew.held': (turn) => ended(turn, 'life.renew.held', 'life.task.release', 'life.task.reissue', 'menu.revoke'),
  'credential.locked': (turn) => ended(turn, 'life.renew.locked', 'life.task.reissue'),
  'issue.productNotSold': (turn) => ended(turn, 'life.renew.notSold'),
  'issue.paused': (turn) => ended(turn, 'life.renew.paused'),
};

/** Nothing there to renew: revoked, or never issued. */
function none(turn: Turn): void {
  const revoked = (turn.enrollment.holdings ?? []).some(({ state }) => state === 'revoked');
  ended(turn, revoked ? 'life.renew.revoked' : 'life.renew.none', 'menu.issue');
}

function ended(turn: Turn, key: string, ...buttons: readonly string[]): void {
  turn.say(key).say(`${key}Way`);
  endTask(turn);
  offerNext(turn, ...buttons.map((button) => turn.button(button)));
}

/** Renewal happens at the issuing bank only: it goes on there, or anew here. */
function otherBank(turn: Turn, { details }: Refused): void {
  const issuing = turn.world.banks.byCode(String(details['bankCode'] ?? ''));
  if (!issuing) return none(turn);
  turn.say('life.renew.otherBank', { bank: issuing.name });
  turn.say('life.renew.otherBankWay', { bank: issuing.name });
  const here = turn.world.banks.byCode(turn.enrollment.bank ?? '');
  turn.drop('bank');
  turn.asks('bank');
  turn.offer(
    {
      label: turn.t('life.renew.there', { bank: issuing.shortName }),
      value: { step: 'bank', bank: issuing.id },
      say: turn.t('life.renew.there', { bank: issuing.shortName }),
    },
    ...(here ? [{ label: turn.t('life.renew.anew', { bank: here.shortName }) }] : []),
    turn.button('common.cancel'),
    turn.button('common.agent'),
  );
}

/** After expiry there is no renewal, and no dead end: it goes on as a new issue with everything known kept (DOMAIN §2). */
function expired(turn: Turn, { details }: Refused): void {
  const day = formatDay(String(details['endedDay'] ?? ''));
  const { enrollment } = turn;
  const { bank, known, holdings = [] } = enrollment;
  const login = loginOf(enrollment);
  const own = ownOf(holdings, namedKind(enrollment));
  turn.begin('issue', {
    ...(bank !== undefined && { bank }),
    ...(own?.product === 'personal' && { kind: own.product }),
    evidence: login ? [loginEvidence(login, turn.channel)] : [],
    ...(login && { bankLogin: login }),
    ...(known && { known }),
  });
  turn.askedNothing();
  turn.say('life.renew.expired', { day });
  goOn(turn);
}

function proveFirst(turn: Turn, { code }: Refused): void {
  // Only a certificate that is in use has a credential to enter; the bank knows the customer in any case.
  const prover = code === 'renew.tooEarly' || code === 'renew.otherBank' ? 'credential' : 'bankLogin';
  const bank = turn.enrollment.bank ?? turn.enrollment.known?.bank;
  turn.drop('proof');
  turn.amend({ prover, ...(bank !== undefined && { bank }) });
  if (bankName(turn) === '' && prover === 'bankLogin') turn.amend({ bank: undefined });
  turn.say('life.renew.proveFirst');
  goOn(turn, { misses: 0, brief: true });
}
