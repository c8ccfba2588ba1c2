import type { CloudDevice } from '../../services/cloudAccount/cloudDevices.ts';
import { isOneOf } from '../turn/step.ts';
import { formatDay } from '../turn/times.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { endTask, offerNext } from '../turn/ending.ts';

/** Devices shown with a button of their own; who has more takes all of them out, or the oldest again. */
const mostShown = 6;

/** 기기 연결 관리: the devices with their last use, one or all out. */
export function tellDevices(turn: Turn, devices: readonly CloudDevice[]): void {
  if (devices.length === 0) return tellNoDevices(turn);
  const shown = devices.toSorted((a, b) => (a.lastUsedAt < b.lastUsedAt ? 1 : -1)).slice(0, mostShown);
  const lines = shown.map((one, index) =>
    turn.t('life.devices.line', { n: index + 1, device: one.description, day: formatDay(one.lastUsedAt) }),
  );
  turn.say('life.devices.list', { count: devices.length, list: lines.join('\n') });
  turn.say('life.devices.ask');
  turn.asks('outcome');
  turn.offer(
    ...shown.map(({ id }, index) => ({
      label: turn.t('life.devices.out', { n: index + 1 }),
      value: { step: 'outcome', device: id },
    })),
    { label: turn.t('life.devices.all'), value: { step: 'outcome', device: 'all' } },
    turn.button('life.devices.keep'),
    turn.button('common.agent'),
  );
}

function tellNoDevices(turn: Turn): void {
  turn.say('life.devices.none');
  endTask(turn);
  offerNext(turn, turn.button('menu.expiry'));
}

/** Which one goes, or all; a device keeps nothing, so no second question is needed. */
export function disconnects(turn: Turn, message: Message): boolean {
  if (isOneOf(turn, message.text, 'life.devices.keepWords')) {
    turn.say('life.devices.kept');
    endTask(turn);
    offerNext(turn, turn.button('menu.expiry'));
    return true;
  }
  const pressed = message.value?.['device'];
  const all = isOneOf(turn, message.text, 'life.devices.allWords') ? 'all' : undefined;
  const device = typeof pressed === 'string' ? pressed : all;
  const { id, proof } = turn.enrollment;
  if (device === undefined || !proof) return false;
  turn.effect({ kind: 'devices.disconnect', enrollmentId: id, personKey: proof.personKey, device });
  return true;
}
