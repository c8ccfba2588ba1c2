import { chosenOf } from '../../services/enrollment/holdings.ts';
import { type OwnCertificate } from '../../services/enrollment/enrollment.ts';
import { formatDay, lastFour } from '../turn/times.ts';
import type { Turn } from '../turn/turn.ts';

/** The certificate that was chosen; of a task that acts on all of them, the first. */
export function chosenOne(turn: Turn): OwnCertificate {
  const found = chosenOf(turn.enrollment);
  if (!found) throw new Error('expected a chosen certificate, found none');
  return found;
}

/** `KB국민은행 개인용 (끝자리 7F3A)` */
export function nameOf(turn: Turn, one: Pick<OwnCertificate, 'bankCode' | 'product' | 'serialHex'>): string {
  const bank = turn.world.banks.byCode(one.bankCode)?.name ?? one.bankCode;
  return turn.t('life.certificate', { bank, kind: turn.t(`product.${one.product}`), serial: lastFour(one.serialHex) });
}

/** Rows of a table about a certificate. */
export function rowsOf(turn: Turn, one: OwnCertificate): [string, string][] {
  const { proof } = turn.enrollment;
  const name: [string, string][] = proof?.maskedName === undefined ? [] : [['issue.row.name', proof.maskedName]];
  return [
    ...name,
    ['issue.row.bank', turn.world.banks.byCode(one.bankCode)?.name ?? one.bankCode],
    ['issue.row.kind', turn.t(`product.${one.product}`)],
    ['issue.row.serial', lastFour(one.serialHex)],
    ['issue.row.until', formatDay(one.notAfter)],
  ];
}
