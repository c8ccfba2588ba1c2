import { loadBanks } from '../../../services/banks/banks.ts';
import { ErasablePersonKeys } from '../../../services/audit/personKeys.ts';
import { noticeWords } from '../../../dialogs/events/noticeWords.ts';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import type { IssueSubject } from '../../../services/certificates/certificateIssuing.ts';
import type { CertificateSummary } from '../../../services/certificates/certificate.ts';
import { noticeKey } from '../../../services/knowledge/phishing.ts';
import { CompletionNotices } from '../../../services/notices/completionNotices.ts';
import { ContactBook, type Contact } from '../../../services/notices/contactBook.ts';
import { ContactRetention } from '../../../services/notices/contactRetention.ts';
import { NoticeLedger } from '../../../services/notices/noticeLedger.ts';
import { Notices } from '../../../services/notices/notices.ts';
import type { NoticeSender } from '../../../services/notices/noticeSender.ts';
import { SentMessageKeys } from '../../../services/notices/sentMessageKeys.ts';
import { ReminderRecords } from '../../../services/notices/reminderRecords.ts';
import { ReminderWatch } from '../../../services/notices/reminderWatch.ts';
import { ReminderWorker, type ReminderWorkerParts } from '../../../services/notices/reminderWorker.ts';
import { SmsNoticeSender } from '../../../services/notices/smsNoticeSender.ts';
import { openRedisRegister } from '../../../services/register/redisRegister.ts';
import type { Register } from '../../../services/register/register.ts';
import { SqliteRegister } from '../../../services/register/sqliteRegister.ts';
import type { Delivery, SandboxWorld } from '../../../services/sandbox/world.ts';
import { StoredSandboxWorld } from '../../../services/sandbox/storedWorld.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { SandboxSmsSender } from '../../../services/sms/sandboxSmsSender.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { startRedisServer } from '../../support/redisServer.ts';
import { ellipticProducts, issued, openWorld, type CertificateWorld } from '../certificates/certificateWorld.ts';

/** Notices over the real certificate module, real stores and the sandbox's phones. */
export interface NoticeWorld {
  readonly certificates: CertificateWorld;
  readonly state: State;
  readonly register: Register;
  readonly sandbox: SandboxWorld;
  readonly contacts: ContactBook;
  readonly ledger: NoticeLedger;
  readonly reminders: ReminderRecords;
  readonly watch: ReminderWatch;
  readonly worker: ReminderWorker;
  readonly workerParts: ReminderWorkerParts;
  readonly completions: CompletionNotices;
  readonly retention: ContactRetention;
  readonly notices: Notices;
  readonly sent: SentMessageKeys;
  readonly log: string[];
  /** Sets the clock to a Seoul time and lets the worker do what is due. */
  at(seoulTime: string): Promise<void>;
  /** A person with a certificate issued now and a contact. */
  customer(contact?: Partial<Contact>): Promise<Customer>;
  messages(phone: string): Promise<readonly Delivery[]>;
  close(): Promise<void>;
}

/** Somebody who has a certificate. */
export interface Customer {
  readonly personKey: string;
  readonly phone: string;
  readonly subject: IssueSubject;
  readonly certificate: CertificateSummary;
}

export const words = noticeWords(createTranslators(sentenceFacts), loadBanks());
/** PERSON_KEY of the tests. */
export const personKeyKey = 'a person key of the tests, long enough';

let phones = 0;

/** @param sender goes in front of the SMS sender, e.g. KakaoTalk's */
export async function openNoticeWorld(
  store: string = 'SQLite',
  sender: (bySms: NoticeSender, ledger: NoticeLedger) => NoticeSender = (bySms) => bySms,
): Promise<NoticeWorld> {
  const redis = store === 'Redis' ? await startRedisServer() : undefined;
  const state = redis ? await openRedisState(redis.url) : await openSqliteState(':memory:');
  const register = redis ? await openRedisRegister(redis.url) : await SqliteRegister.open(':memory:');
  const begin = Temporal.Instant.from('2026-12-01T14:30:00+09:00');
  const certificates = await openWorld({ state, register, products: ellipticProducts }, begin);
  const { clock, module, parts } = certificates;
  const sandbox = new StoredSandboxWorld({ state, clock, people: 0 });
  const log: string[] = [];
  const write = (fields: object, message: string): void => void log.push(`${message} ${JSON.stringify(fields)}`);
  const ledger = new NoticeLedger(register);
  const sent = new SentMessageKeys({ records: state.records });
  const noteSent = (text: string): Promise<void> => sent.add(noticeKey(personKeyKey, text), clock.now());
  const bySms = new SmsNoticeSender({ sms: new SandboxSmsSender({ world: sandbox }), noteSent });
  const { records, schedule } = state;
  const personKeys = new ErasablePersonKeys({ records, sealer: parts.sealer, random: systemRandom });
  const contacts = new ContactBook({ records, personKeys });
  const reminders = new ReminderRecords(ledger);
  const retention = new ContactRetention({ schedule, contacts, certificates: module, clock });
  const common = {
    schedule,
    certificates: module,
    contacts,
    retention,
    ledger,
    sender: sender(bySms, ledger),
    words,
    clock,
    log: { warn: write, error: write },
  };
  const watch = new ReminderWatch({ records, schedule, certificates: module });
  const workerParts: ReminderWorkerParts = { ...common, records: reminders, leaseSeconds: 0.2 };
  const worker = new ReminderWorker(workerParts);
  const completions = new CompletionNotices(common);
  const notices = new Notices({ contacts, completions });
  return {
    certificates,
    state,
    register,
    sandbox,
    contacts,
    ledger,
    reminders,
    watch,
    worker,
    workerParts,
    completions,
    retention,
    notices,
    sent,
    log,
    at: async (seoulTime) => {
      clock.at = Temporal.Instant.from(`${seoulTime}+09:00`);
      await watch.list(clock.now());
      await worker.run();
    },
    customer: async (contact = {}) => {
      const { subject, certificate } = await issued(certificates);
      phones += 1;
      const phone = `010${String(70_000_000 + phones)}`;
      const whole = { name: '홍길동', phone, locale: 'ko', channel: 'sms', ...contact } as const;
      await notices.keepContact(subject.personKey, whole, clock.now());
      return { personKey: subject.personKey, phone, subject, certificate };
    },
    messages: (phone) => sandbox.phones.messages(phone),
    close: async () => {
      await certificates.close();
      await state.close();
      await register.close();
      await redis?.stop();
    },
  };
}
