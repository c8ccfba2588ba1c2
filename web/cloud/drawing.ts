import type { Translate } from '../../locales/index.ts';
import type { AskingParty, CloudPage, CloudRefusal, ShownCertificate } from '../../services/cloudAccount/cloudPage.ts';
import { seoul } from '../../services/shared/clock.ts';
import { maskSerial } from '../../services/shared/masks.ts';
import { html, type Markup } from '../html.ts';
import { placeError, type ErrorPlaces, type PlacedError } from '../forms/placedError.ts';

/** What a page of the cloud is drawn with besides itself. */
export interface CloudDrawing {
  readonly t: Translate;
  readonly bankName: (code: string) => string;
  readonly refusal?: CloudRefusal;
}

/** A page of one kind. */
export type CloudPageOf<Kind extends CloudPage['kind']> = Extract<CloudPage, { kind: Kind }>;

const errorPlaces: ErrorPlaces = {
  'identity.nameForm': 'name',
  'cloud.birthDateForm': 'birthDate',
  'identity.phoneForm': 'phone',
  'identity.phoneLegacy': 'phone',
  'sms.codeForm': 'code',
  'sms.codeWrong': 'code',
  'sms.codeOld': 'code',
  'credential.wrong': 'secret',
};

/** The sentence of a refusal, `cloud.error.{code}`, beside its field or above the form. */
export function placeCloudError(refusal: CloudRefusal | undefined, t: Translate): PlacedError {
  return placeError(refusal, errorPlaces, ({ code, details }) => t(`cloud.error.${code}`, details));
}

/** Rows of a name and its value. */
export function renderFacts(rows: readonly (readonly [string, string | Markup])[], kind = 'card'): Markup {
  return html`<dl class="facts ${kind}">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Who asks for a signature, by name and address: a page that was sent by somebody else is recognised here. */
export function renderAsking({ name, origin }: AskingParty, t: Translate): Markup {
  return renderFacts([
    [t('cloud.asking.who'), name],
    [t('cloud.asking.origin'), html`<span class="code small">${origin}</span>`],
  ]);
}

/** A certificate in one line of words: bank, kind, last four of the serial. */
export function certificateName(certificate: ShownCertificate, { t, bankName }: CloudDrawing): string {
  const [bank, product] = [bankName(certificate.bankCode), t(`product.${certificate.product}`)];
  return t('cloud.certificate.name', { bank, product });
}

/** `일련번호 끝자리 0A3F · 2027.12.01까지` */
export function certificateNote({ serialHex, untilDay }: ShownCertificate, t: Translate): string {
  return t('cloud.certificate.note', { serial: maskSerial(serialHex), until: untilDay.replaceAll('-', '.') });
}

/** What a certificate is good for now, as a badge. */
export function renderState({ state }: ShownCertificate, t: Translate): Markup {
  const colour = state === 'active' ? 'ok' : state === 'revoked' || state === 'locked' ? 'danger' : 'warning';
  const words = t(`cloud.state.${state}`);
  return html`<span class="badge badge--${colour}">${words}</span>`;
}

/** `2026.12.01 14:30`, in Seoul. */
export function seoulMinute(at: string): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO(seoul).toPlainDateTime();
  return time.toString({ smallestUnit: 'minute' }).replace('T', ' ').replaceAll('-', '.');
}
