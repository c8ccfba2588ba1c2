import { sentenceFacts } from '../composition/sentenceFacts.ts';
import { withFacts } from '../locales/facts.ts';
import { readSentences, type Sentences } from '../locales/index.ts';
import { serviceFacts } from '../services/knowledge/serviceFacts.ts';

/** Values that stand for what data gives, so that a sentence can be read as a customer would. */
const sample: Readonly<Record<string, string>> = {
  bank: 'KB국민은행',
  name: '홍*동',
  phone: '010-****-5678',
  minutes: '10',
  seconds: '12',
  waitSeconds: '12',
  time: '오후 2:13',
  sent: '오후 2:13',
  latest: '오후 2:15',
  triesLeft: '4',
  until: '2027.11.22',
  days: '365',
  years: '1',
  serial: '7F3A',
  kind: '개인용',
  won: '4,400',
  code: '••••••',
  number: '47',
  from: '09:00',
  incident: '123456',
  step: '3',
  steps: '5',
  stepName: '약관 동의',
  waiting: '',
  bankPhone: '1588-9999',
  hours: '평일 09:00부터 18:00까지 받아요.',
  opens: '내일 오전 9:00',
  weekday: '월요일',
  people: '두',
  text: '무엇을 도와드릴까요?',
  day: '2026.12.01',
  dDay: 'D-30',
  act: '갱신',
  off: '알림끄기',
  at: '1',
  of: '3',
  count: '2',
  renewalDays: '90',
  termYears: '1',
};

/** Figures that answers are handed. */
const figures: Readonly<Record<string, string | number>> = { ...serviceFacts, ...sentenceFacts };

/**
 * `npm run copy`: every sentence of the assistant by task and step, with the figures of today and sample values, for
 * sign-off by people.
 */
const locale = process.argv[2] === 'en' ? 'en' : 'ko';
print(withFacts(readSentences(locale), sentenceFacts), '');

function print(sentences: Sentences, path: string): void {
  for (const [key, value] of Object.entries(sentences)) {
    if (typeof value === 'string') console.log(`${path}${key}\t${filled(value)}`);
    else if (key !== 'words') print(value, `${path}${key}.`);
  }
}

function filled(sentence: string): string {
  return sentence
    .replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(sample[name] ?? figures[name] ?? `‹${name}›`))
    .replaceAll('\n', ' ⏎ ');
}
