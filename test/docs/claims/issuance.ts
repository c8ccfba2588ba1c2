import products from '../../../services/certificates/authority/products.json' with { type: 'json' };
import { oids } from '../../../services/certificates/authority/oids.ts';
import { recordYears } from '../../../services/certificates/keeping/retention.ts';
import { wrongCredentialsAllowed } from '../../../services/certificates/keys/keyCustody.ts';
import { customerReasons, staffReasons } from '../../../services/certificates/revocationReason.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { figureIn, holds } from '../support/source.ts';
import { textOf } from '../support/tree.ts';

const { says, fact } = claimsOf('docs/issuance.md');

const module = 'services/certificates';
const authority = `${module}/authority/forgeAuthorityFiles.ts`;
const pool = `${module}/keys/nativeKeyPool.ts`;
const box = `${module}/keys/nativeCredentialBox.ts`;
const recovery = `${module}/issue/recovery.ts`;
const retention = `${module}/keeping/retention.ts`;
const lists = `${module}/status/revocationLists.ts`;
const responder = `${module}/status/responderKeys.ts`;
const kib = 1_024;

const passes = figureIn(box, 'passes');
/** The lines of the journal, in their order. */
const stages = /const stages = \[([^\]]*)\]/.exec(textOf(`${module}/issue/journal.ts`))?.[1]?.split(', ') ?? [];

/** What is said of a certificate's way and end. */
export const issuance: readonly Claim[] = [
  says`a place that comes to nothing goes after ${figureIn(retention, 'daysPlaceKept')} days`,
  says`(\`makeKeyAhead\`; ${inWords(figureIn(pool, 'widthOfPool'))} at a time, ${figureIn(pool, 'aheadAtMost')} kept)`,
  fact('what was proved is enough, fresh and strong', () => holds('services/steps/credential.ts', 'guard.permit')),
  fact('**announced** in the queue `issuance`', () =>
    holds(`${module}/issue/journaledIssuance.ts`, "issuanceQueue = 'issuance'"),
  ),
  says`finds nothing made, and drops it after ${figureIn(recovery, 'busySeconds')} s`,
  says`recovery destroys the key after ${figureIn(recovery, 'busySeconds')} s`,
  says`a reservation older than ${inWords(figureIn(recovery, 'reservationMinutes'))} minutes is voided instead`,
  fact('Journal **reserved**', () => stages[0] === "'reserved'"),
  fact('Journal **signed**', () => stages[1] === "'signed'"),
  fact('Journal **stored**', () => stages[2] === "'stored'"),
  fact("writes the journal's last line", () => stages.at(-1) === "'delivered'"),
  says`and every ${figureIn('composition/app.ts', 'againMilliseconds') / 1_000} seconds over what is older than half a minute`,
  fact('from 90 days before its last day (product data)', () =>
    products.products.every(({ renewalWindowDays }) => renewalWindowDays === 90),
  ),
  says`A customer may choose ${customerReasons.join(', ')};`,
  says`staff also ${staffReasons.filter((reason) => !customerReasons.includes(reason)).join(', ')};`,
  fact('the fifth wrong one over all channels locks the key for good', () => wrongCredentialsAllowed === 5),
  says`nextUpdate ${figureIn(lists, 'hoursToLive')} h after thisUpdate`,
  fact('with each change and each half day', () => figureIn(lists, 'hoursUntilRenewed') === 12),
  says`P-256, ${figureIn(responder, 'daysToLive')} days, followed ${figureIn(responder, 'daysLeftWhenFollowed')} days before its end`,
  says`and within ${figureIn(lists, 'lookMilliseconds') / 1_000} s on the others`,
  says`(RSA-${String(figureIn(authority, 'bits'))}, ${figureIn(authority, 'rootYears')} and ${figureIn(authority, 'issuingYears')} years)`,
  says`argon2id (${figureIn(box, 'memory') / kib} MiB, ${passes} passes)`,
  fact('- `retain`, once an hour', () => figureIn('composition/housekeeping.ts', 'everyMilliseconds') === 3_600_000),
  fact('keys of certificates that ended a day ago are destroyed', () => figureIn(retention, 'daysKeyKept') === 1),
  says`what ended ${inWords(recordYears)} years ago is purged`,
  says`Serial \`${products.serialPrefix.toString(16)}\` and ${figureIn(`${module}/authority/forgeCertificateAuthority.ts`, 'serialRandomBytes')} random bytes`,
  says`would exceed ${figureIn(`${module}/authority/subject.ts`, 'commonNameCharacters')} characters`,
  fact('RSA-2048 (or P-256 by profile)', () => products.products.every(({ keyType }) => keyType === 'rsa2048')),
  says`Policy \`${products.policyArc.slice(0, 5)}….{product}.{years}\``,
  fact('exactly the seven extensions of the profile', () => extensions() === 7),
];

/** The extensions that the lint allows. */
function extensions(): number {
  const names = Object.keys(oids);
  return names.filter((name) => holds(`${module}/authority/lint.ts`, `[oids.${name}, `)).length;
}
