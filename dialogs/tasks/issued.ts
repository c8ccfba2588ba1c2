import type { Enrollment, Task } from '../../services/enrollment/enrollment.ts';
import type { CertificateSummary } from '../../services/certificates/certificate.ts';
import { formatDay, lastFour } from '../turn/times.ts';
import { finishVisit } from '../steps/visit.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import type { Turn } from '../turn/turn.ts';

/** The certificate is out: the way has come to its end. */
export function onIssued(turn: Turn, enrollmentId: string, certificate: CertificateSummary): void {
  const { enrollment } = turn.record;
  if (enrollment?.id !== enrollmentId) return;
  const bank = turn.world.banks.byCode(certificate.bankCode)?.name ?? certificate.bankCode;
  const words = doneWords[enrollment.task] ?? 'issue.done';
  const name = (enrollment.identity ?? enrollment.proof)?.maskedName ?? enrollment.known?.maskedName;
  turn.table(`${words}.title`, [
    ...(name === undefined ? [] : [['issue.row.name', name] as const]),
    ['issue.row.bank', bank],
    ['issue.row.kind', turn.t(`product.${certificate.product}`)],
    ['issue.row.serial', lastFour(certificate.serialHex)],
    ['issue.row.term', `${formatDay(certificate.notBefore)}~${formatDay(certificate.notAfter)}`],
    ['issue.row.kept', turn.t('issue.row.cloud')],
  ]);
  turn.say(`${words}.uses.${certificate.product}`).say(words === 'issue.done' ? 'issue.done.care' : `${words}.care`);
  // once a year is often enough to be asked about the password
  const { renews, endsOn } = tasks[enrollment.task];
  const change = renews ? [turn.button('life.task.changeCredential')] : [];
  turn.offer(turn.button('issue.done.where'), ...change, turn.button('menu.expiry'), turn.button('common.startOver'));
  if (endsOn) finishVisit(turn, endsOn);
  remember(turn, enrollment, certificate);
}

/** How the end of a task is told that made a certificate. */
const doneWords: Readonly<Partial<Record<Task, string>>> = { renew: 'life.renew.done', reissue: 'life.reissue.done' };

function remember(turn: Turn, enrollment: Enrollment, certificate: CertificateSummary): void {
  const { serialHex, notBefore, notAfter, bankCode, product } = certificate;
  const { id: enrollmentId, task } = enrollment;
  const visit = turn.record.visit?.number ?? 0;
  turn.keep({ issued: { serialHex, notBefore, notAfter, bank: bankCode, product, visit, enrollmentId, task } });
  turn.endTask();
  turn.effect({ kind: 'certificate.delivered', enrollmentId });
  keepHolder(turn, enrollment, certificate);
}

/** How the holder is reached from now on, what they are told of today, and whether they want to be known. */
function keepHolder(turn: Turn, enrollment: Enrollment, { serialHex, bankCode }: CertificateSummary): void {
  const { identity: person, proof, task } = enrollment;
  const personKey = person?.personKey ?? proof?.personKey;
  if (personKey === undefined) return;
  if (person) turn.effect({ kind: 'contact.keep', personKey, sealed: person.sealed });
  turn.effect({ kind: 'notice.completed', personKey, happening: completed[task] ?? 'issued', serialHex });
  const agreed = enrollment.consent?.some(({ document, agreed: yes }) => document === 'remember-me' && yes);
  const { conversations, activeConversation } = turn.record;
  const here = conversations.find(({ id }) => id === activeConversation);
  if (!person || !agreed || !here) return;
  const known = { personKey, bank: bankCode, maskedName: person.maskedName, since: turn.now.toString() };
  turn.keep({ known });
  turn.effect({ kind: 'customer.remember', channel: here.channel, userId: here.userId, known });
}

const completed: Readonly<Partial<Record<Task, 'renewed' | 'reissued'>>> = { renew: 'renewed', reissue: 'reissued' };
