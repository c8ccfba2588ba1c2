import { KakaoPendingNotices } from '../bots/kakao/kakaoPendingNotices.ts';
import { noticeWords } from '../dialogs/events/noticeWords.ts';
import { ErasablePersonKeys } from '../services/audit/personKeys.ts';
import { noticeKey } from '../services/knowledge/phishing.ts';
import { CompletionNotices } from '../services/notices/completionNotices.ts';
import { ContactBook } from '../services/notices/contactBook.ts';
import { ContactRetention } from '../services/notices/contactRetention.ts';
import type { KakaoEvents } from '../services/notices/kakaoEvents.ts';
import { KakaoNoticeSender } from '../services/notices/kakaoNoticeSender.ts';
import { NoticeLedger } from '../services/notices/noticeLedger.ts';
import { Notices } from '../services/notices/notices.ts';
import type { NoticeSender } from '../services/notices/noticeSender.ts';
import { SentMessageKeys } from '../services/notices/sentMessageKeys.ts';
import { ReminderRecords } from '../services/notices/reminderRecords.ts';
import { ReminderWatch } from '../services/notices/reminderWatch.ts';
import { ReminderWorker } from '../services/notices/reminderWorker.ts';
import { SmsNoticeSender } from '../services/notices/smsNoticeSender.ts';
import { seoul } from '../services/shared/clock.ts';
import { Rounds } from '../services/shared/rounds.ts';
import { Unavailable } from '../services/shared/unavailable.ts';
import { recordYears } from '../services/certificates/keeping/retention.ts';
import type { Foundation } from './foundation.ts';
import type { Services } from './services.ts';

/** How often what is due is looked for; real time. */
const everyMilliseconds = 20_000;

/** What may stand in the place of the product's own. */
export interface NoticesInstead {
  readonly events?: KakaoEvents | undefined;
  readonly leaseSeconds?: number;
}

/** Notices, and the worker that brings them out. */
export interface OpenedNotices {
  readonly notices: Notices;
  /** What became of reminders: for agents, and for tests. */
  readonly reminders: ReminderRecords;
  /** Does what is due by now; resolves when nothing is left, or an outage stopped it. */
  run(): Promise<void>;
  /** Looks from now on, and whenever the clock was moved. */
  start(): void;
  /** Forgets what was sent long ago. */
  purge(): Promise<number>;
  /** Looks no more; resolves when what was begun is done. */
  stop(): Promise<void>;
}

export function openNotices(foundation: Foundation, services: Services, instead: NoticesInstead = {}): OpenedNotices {
  const { state, register, clock, log, random, translators, banks } = foundation;
  const { records, schedule } = state;
  const { certificates, sealer } = services;
  const ledger = new NoticeLedger(register);
  const contacts = new ContactBook({ records, personKeys: new ErasablePersonKeys({ records, sealer, random }) });
  const retention = new ContactRetention({ schedule, contacts, certificates, clock });
  const words = noticeWords(translators, banks);
  const sender = openSender(foundation, ledger, instead.events);
  const common = { schedule, certificates, contacts, retention, ledger, sender, words, clock, log };
  const reminders = new ReminderRecords(ledger);
  const completions = new CompletionNotices(common);
  const watch = new ReminderWatch({ records, schedule, certificates });
  const worker = new ReminderWorker({ ...common, records: reminders, leaseSeconds: instead.leaseSeconds });
  const chores: Readonly<Record<string, () => Promise<number>>> = {
    completions: () => completions.run(),
    listing: () => watch.list(clock.now()),
    reminders: () => worker.run(),
    contacts: () => retention.run(),
  };
  const rounds = new Rounds(() => round(chores, foundation));
  return {
    notices: new Notices({ contacts, completions }),
    reminders,
    run: () => rounds.run(),
    start: () => rounds.start(foundation.due, everyMilliseconds),
    purge: async () => {
      const before = clock.now().toZonedDateTimeISO(seoul).subtract({ years: recordYears }).toInstant();
      return (await ledger.purge(before)) + (await new SentMessageKeys({ records }).purge(before));
    },
    stop: () => rounds.stop(),
  };
}

/** KakaoTalk for those who agreed to it, where its Event API is set up; SMS for all others. */
function openSender(foundation: Foundation, ledger: NoticeLedger, given: KakaoEvents | undefined): NoticeSender {
  const { state, clock, keys, outside } = foundation;
  const sentTexts = new SentMessageKeys({ records: state.records });
  const noteSent = (text: string): Promise<void> => sentTexts.add(noticeKey(keys.personKey, text), clock.now());
  const bySms = new SmsNoticeSender({ sms: outside.sms, noteSent });
  const events = given ?? outside.kakaoEvents;
  if (!events) return bySms;
  const shelf = new KakaoPendingNotices(state.records);
  return new KakaoNoticeSender({ events, shelf, ledger, clock, noteSent, otherwise: bySms });
}

/** Each chore on its own: one that fails keeps none of the others from their work. */
async function round(
  chores: Readonly<Record<string, () => Promise<number>>>,
  { log }: Pick<Foundation, 'log'>,
): Promise<void> {
  for (const [chore, act] of Object.entries(chores)) {
    try {
      const count = await act();
      if (count > 0) log.info({ chore, count }, 'notices');
    } catch (error) {
      if (error instanceof Unavailable) log.warn({ chore, system: error.system }, 'notices are left for later');
      else log.error({ err: error, chore }, 'notices are left for later');
    }
  }
}
