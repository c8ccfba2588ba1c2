import type { Field } from '../../services/enrollment/enrollment.ts';
import type { KeptOfPerson, LifeHappening } from '../../services/cases/caseEvents.ts';
import { endVisit } from '../steps/visit.ts';
import type { RefusalToldBy } from '../../services/shared/refusals.ts';
import type { Turn } from '../turn/turn.ts';
import { tellDevices } from '../tasks/devices.ts';
import { nameOf, rowsOf, chosenOne } from '../steps/certificateRows.ts';
import { endTask, offerNext } from '../turn/ending.ts';
import { tellKept } from '../tasks/privacy.ts';

type Of<Name extends LifeHappening['name']> = Extract<LifeHappening, { name: Name }>;

/** What happened to a task of a certificate's later life. What is about a task that is over is no news. */
export function onLife(turn: Turn, event: LifeHappening): void {
  const { enrollment } = turn.record;
  if (!enrollment || ('enrollmentId' in event && event.enrollmentId !== enrollment.id)) return;
  switch (event.name) {
    case 'certificate.changed':
      return onChanged(turn, event);
    case 'institutions.changed':
      return onInstitution(turn, event);
    case 'devices.found':
      return tellDevices(turn, event.devices);
    case 'devices.disconnected':
      return onDisconnected(turn, event.count);
    case 'credential.changed':
      return onCredentialChanged(turn, event);
    case 'credential.locked':
      return onLocked(turn);
    case 'signature.made':
      return onSigned(turn);
    case 'privacy.found':
      return onKept(turn, event.kept);
    case 'privacy.erased':
      return onErased(turn);
    case 'act.uncertain':
      return onUncertain(turn, event.field);
  }
}

/** 폐기, 효력정지, 해제: done, or somebody else was first. */
function onChanged(turn: Turn, { change, serials, refused }: Of<'certificate.changed'>): void {
  endVisit(turn);
  if (refused !== undefined) return onRefusedChange(turn, refused);
  const one = chosenOne(turn);
  turn.table(`life.${change}.done.title`, rowsOf(turn, one));
  turn.say(`life.${change}.done.text`).say(`life.${change}.done.next`);
  const { proof } = turn.enrollment;
  for (const serialHex of serials) {
    if (proof)
      turn.effect({ kind: 'notice.completed', personKey: proof.personKey, happening: told[change], serialHex });
  }
  if (change === 'revoke') forget(turn, serials);
  endTask(turn);
  offerNext(turn, ...after[change].map((key) => turn.button(key)));
}

const told = { revoke: 'revoked', hold: 'held', release: 'released' } as const;

const after = {
  revoke: ['menu.issue'],
  hold: ['life.task.release', 'life.task.reissue', 'menu.revoke'],
  release: ['menu.expiry', 'life.task.changeCredential'],
} as const;

/** What was issued here is nobody's any more. */
function forget(turn: Turn, serials: readonly string[]): void {
  if (turn.record.issued && serials.includes(turn.record.issued.serialHex)) turn.keep({ issued: undefined });
}

function onRefusedChange(turn: Turn, code: RefusalToldBy<'outcome'>): void {
  turn.say(`life.refused.${code}`);
  endTask(turn);
  offerNext(turn, turn.button('menu.expiry'));
}

function onInstitution(turn: Turn, { refused }: Of<'institutions.changed'>): void {
  const { institution } = turn.enrollment;
  endVisit(turn);
  if (refused !== undefined) return onRefusedChange(turn, refused);
  const bank = turn.world.banks.byCode(institution?.code ?? '')?.name ?? '';
  turn.say(institution?.register ? 'life.institutions.joined' : 'life.institutions.gone', { bank });
  turn.say('life.institutions.same', { certificate: nameOf(turn, chosenOne(turn)) });
  endTask(turn);
  offerNext(turn, turn.button('life.task.institutions'), turn.button('menu.expiry'));
}

function onDisconnected(turn: Turn, count: number): void {
  turn.say(count === 0 ? 'life.devices.gone' : 'life.devices.done', { count });
  turn.say('life.devices.again');
  endTask(turn);
  offerNext(turn, turn.button('life.task.devices'), turn.button('life.task.changeCredential'));
}

function onCredentialChanged(turn: Turn, { certificate }: Of<'credential.changed'>): void {
  const { proof } = turn.enrollment;
  const { serialHex, notAfter, bankCode: bank, product } = certificate;
  endVisit(turn, { serialHex, notAfter, bank, product });
  turn.say('life.changeCredential.done').say('life.changeCredential.care');
  if (proof)
    turn.effect({ kind: 'notice.completed', personKey: proof.personKey, happening: 'credentialChanged', serialHex });
  endTask(turn);
  offerNext(turn, turn.button('life.task.devices'), turn.button('menu.expiry'));
}

/** Nobody unlocks it, an agent least of all (DOMAIN §6). */
function onLocked(turn: Turn): void {
  endVisit(turn);
  turn.say('life.locked.what').say('life.locked.way');
  endTask(turn);
  offerNext(turn, turn.button('life.task.reissue'));
}

function onSigned(turn: Turn): void {
  endVisit(turn);
  turn.say('life.sign.done').say('life.sign.where');
  endTask(turn);
  offerNext(turn, turn.button('menu.expiry'));
}

function onErased(turn: Turn): void {
  turn.say('life.privacy.erased').say('life.privacy.stays');
  endTask(turn);
  offerNext(turn);
}

/** Who said only that reminders shall end, or come, has that and nothing else. */
function onKept(turn: Turn, kept: KeptOfPerson): void {
  const { wish, proof } = turn.enrollment;
  if (!wish || !proof) return tellKept(turn, kept);
  const on = wish === 'remind';
  endVisit(turn);
  turn.effect({ kind: 'reminders.set', personKey: proof.personKey, on });
  turn.say(on ? 'life.reminders.on' : 'life.reminders.off');
  endTask(turn);
  offerNext(turn, turn.button('menu.expiry'));
}

/** An outside system did not answer; asking once more is the same request. */
function onUncertain(turn: Turn, field: Field): void {
  turn.asks(field);
  turn.say('life.uncertain');
  turn.offer(turn.button('life.retry'), turn.button('common.cancel'), turn.button('common.agent'));
}
