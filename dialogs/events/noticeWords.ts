import type { Locale, Translate } from '../../locales/index.ts';
import { namedIn, type Banks } from '../../services/banks/banks.ts';
import type { NamedCertificate, NoticeWords } from '../../services/notices/noticeWords.ts';
import { legible } from '../../services/sms/smsText.ts';

/** What a customer can do about a certificate that ends, by the state it is in; held, it must be released first. */
const acts: Readonly<Record<string, string>> = { active: 'renew', locked: 'reissue', expired: 'issue' };

/** The words of notices out of the languages. Banks are named short: a reminder should fit into one SMS. */
export function noticeWords(translators: (locale: Locale) => Translate, banks: Banks): NoticeWords {
  const named = ({ locale, maskedName, bankCode, product, serial }: NamedCertificate): Record<string, string> => {
    const bank = namedIn(banks, locale).byCode(bankCode);
    const kind = translators(locale)(`notices.kind.${product}`);
    return { name: maskedName, bank: bank?.shortName ?? bankCode, phone: bank?.phone ?? '', kind, serial };
  };
  return {
    reminder: ({ stage, day, daysLeft, state, ...certificate }) => {
      const t = translators(certificate.locale);
      const form = stage === 'unused' || stage === 'ended' ? stage : daysLeft === 0 ? 'today' : 'before';
      const values = {
        dDay: daysLeft === 0 ? 'D-Day' : `D-${daysLeft}`,
        day: shortDay(day),
        act: t(`notices.act.${acts[state] ?? 'ask'}`),
        off: t('notices.word.off'),
      };
      return legible(t(`notices.reminder.${form}`, { ...named(certificate), ...values }));
    },
    completion: ({ happening, ...certificate }) =>
      legible(translators(certificate.locale)(`notices.completion.${happening}`, named(certificate))),
  };
}

/** `2026-12-01` → `12/1`: what is told is never a year away. */
function shortDay(day: string): string {
  const { month, day: date } = Temporal.PlainDate.from(day);
  return `${month}/${date}`;
}
