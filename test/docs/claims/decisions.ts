import { tokenSeconds } from '../../../bots/directLine/directLineTokens.ts';
import { chatKeptDays } from '../../../services/cases/casePurge.ts';
import { caseSchema } from '../../../services/cases/upgradeCase.ts';
import { missingEvidence, needsOf, phoneChangeQuietHours, type Evidence } from '../../../services/identity/evidence.ts';
import { unusedNoticeMonths } from '../../../services/notices/reminderPlan.ts';
import { claimsOf, type Claim } from '../support/claim.ts';
import { figureIn } from '../support/source.ts';
import { textOf, tree } from '../support/tree.ts';

const { says, fact } = claimsOf('docs/decisions.md');

const labels = tree.filter((place) => /^services\/language\/training\/\w+\.txt$/.test(place)).length;
const { dependencies } = JSON.parse(textOf('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const libraries = ['ws', 'jose', 'openid-client', 'oidc-provider', 'zod', 'pino', 'i18next', 'pkijs', 'asn1js'];

/** What decisions say of the code as it is. */
export const decisions: readonly Claim[] = [
  says`a number that changed hands within ${phoneChangeQuietHours} hours gets no SMS code`,
  says`the browser's chat cookie lasts ${tokenSeconds.browser / 86_400} days`,
  says`and the ${labels} labels stay as they are`,
  says`on the list of reminders by an index, ${figureIn('services/notices/reminderWatch.ts', 'daysBeforeListing')} days after its issue`,
  says`the one about ${unusedNoticeMonths} months without a use waits`,
  says`by one function, \`changeRecord\`, within ${figureIn('services/state/changeRecord.ts', 'mostTries')} tries`,
  says`a case is stored with its schema, ${caseSchema} by now`,
  fact('what was proved of two persons is proved of neither', () => areApart()),
  says`of a chat that is forgotten after ${chatKeptDays} days its counts stay`,
  fact(
    'never later than half an hour after their time',
    () => figureIn('dialogs/events/nudges.ts', 'latestMinutes') === 30,
  ),
  fact('`ws`, `jose`, `openid-client`, `oidc-provider`, `zod`, `pino`, `i18next`, `pkijs`/`asn1js`', () =>
    libraries.every((name) => dependencies[name] !== undefined),
  ),
];

/** A log-in of one person and the identity and the code of another are not enough for an issue. */
function areApart(): boolean {
  const now = Temporal.Instant.from('2026-11-22T01:00:00Z');
  const proof = (kind: Evidence['kind'], personKey: string): Evidence => ({
    kind,
    answer: kind,
    at: now.toString(),
    personKey,
    channel: 'secureView',
    strength: 'normal',
  });
  const missing = (login: string): number =>
    missingEvidence(
      needsOf('issue'),
      [proof('bankLogin', login), proof('identity', 'kim'), proof('smsCode', 'kim')],
      now,
    ).length;
  return missing('kim') === 0 && missing('hong') > 0;
}
