import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import { Knowledge } from '../../../services/knowledge/knowledge.ts';
import { knowledgeBase } from '../../../services/knowledge/questions.ts';
import { knowledgeSources, type KnowledgeSources } from '../../../services/knowledge/sources.ts';
import { customer, nothingKnown, now, rooms } from './samples.ts';

const say = createTranslators(sentenceFacts)('ko');
const knowledge = new Knowledge({ base: knowledgeBase });

function told(id: string, sources: KnowledgeSources): string {
  return knowledge
    .replyFor(id, sources, say)
    .sentences.map(({ key, values }) => say(key, values))
    .join('\n');
}

function changedBy(before: KnowledgeSources, after: KnowledgeSources): readonly string[] {
  return knowledgeBase.questions.map(({ id }) => id).filter((id) => told(id, before) !== told(id, after));
}

/** What each field, altered, must change; every answer that names it and no other. */
const serviceFields: Readonly<Record<string, readonly [value: string | number, changes: string]>> = {
  policeNumber: ['113', 'phishing_suspected'],
  financeNumber: ['1333', 'phishing_suspected'],
  internetNumber: ['119', 'phishing_suspected'],
  oldNameEndedOn: ['2021-01-01', 'old_public_certificate'],
  jointTermYears: [2, 'difference_joint'],
  jointPasswordLength: [11, 'difference_joint'],
  issueMinutes: [4, 'how_long issue_steps'],
  keptDays: [8, 'how_long'],
  unusedMonths: [13, 'certificate_missing unused_deleted'],
  recordYears: [6, 'data_kept'],
  chatDays: [91, 'data_kept'],
  credentialTries: [6, 'pin_locked cloud_safe'],
  oneWonMinutes: [16, 'one_won_code'],
  oneWonDeposits: [6, 'one_won_code'],
  uploadMegabytes: [11, 'id_photo'],
  codeDigits: [7, 'sms_expired sms_reply_code'],
  codeSeconds: [240, 'sms_expired'],
  codeTries: [6, 'sms_wrong'],
  resendSeconds: [31, 'sms_not_arriving'],
  visitMinutes: [11, 'link_expired'],
  minimumAge: [15, 'visit_needed who_can_apply minor'],
  pinDigits: [7, 'difference_joint pin_rules'],
  passwordMin: [9, 'difference_joint pin_rules'],
  passwordMax: [65, 'difference_joint pin_rules'],
};

test('each limit and number, altered, changes every answer that names it', () => {
  const before = nothingKnown();
  expect(Object.keys(serviceFields).sort()).toEqual(Object.keys(before.service).sort());
  for (const [field, [value, changes]] of Object.entries(serviceFields)) {
    const after = { ...before, service: { ...before.service, [field]: value } };
    expect([field, ...changedBy(before, after)].sort()).toEqual([field, ...changes.split(' ')].sort());
  }
});

const personalFields: Readonly<Record<string, readonly [value: unknown, changes: string]>> = {
  years: [3, 'difference_joint validity renew_early_loss'],
  renewalWindowDays: [30, 'validity renewal_from renew_early_loss auto_renewal expiry_reminder'],
  feeWonPerYear: [1100, 'free_or_fee fee_payment'],
  credentialPolicies: [['pin6'], 'difference_joint pin_rules'],
  uses: [['hometax', 'bank'], 'what_is certificate_kinds where_used'],
  notFor: [['procurement'], 'which_for_me'],
};

test('each field of the personal product, altered, changes every answer that names it', () => {
  const before = nothingKnown();
  for (const [field, [value, changes]] of Object.entries(personalFields)) {
    const personal = { ...before.products.personal, [field]: value };
    const after = { ...before, products: { ...before.products, personal } };
    expect([field, ...changedBy(before, after)].sort()).toEqual([field, ...changes.split(' ')].sort());
  }
});

test('each field of a business product, altered, changes every answer that names it', () => {
  const rows = [
    ['businessFinance', 'feeWonPerYear', 5500, 'free_or_fee corporation_or_sole'],
    ['businessFinance', 'uses', ['card'], 'certificate_kinds business_purpose'],
    ['businessFinance', 'notFor', ['taxInvoice'], 'business_purpose'],
    ['businessTax', 'feeWonPerYear', 5500, 'free_or_fee'],
    ['businessTax', 'uses', ['hometax'], 'certificate_kinds business_purpose tax_invoice'],
    ['businessTax', 'notFor', ['bank'], 'business_purpose tax_invoice'],
  ] as const;
  const before = nothingKnown();
  for (const [code, field, value, changes] of rows) {
    const product = { ...before.products[code], [field]: value };
    const after = { ...before, products: { ...before.products, [code]: product } };
    expect([code, field, ...changedBy(before, after)].sort()).toEqual([code, field, ...changes.split(' ')].sort());
  }
});

test('a product under way answers for itself', () => {
  const before = knowledgeSources(rooms, { now, product: 'businessTax' });
  const tax = { ...before.products.businessTax, years: 2, feeWonPerYear: 9900, renewalWindowDays: 30 };
  const after = { ...before, products: { ...before.products, businessTax: tax } };
  expect(changedBy(before, after)).toEqual(expect.arrayContaining(['free_or_fee', 'validity', 'renewal_from']));
  expect(told('free_or_fee', after)).toContain('9,900');
  expect(told('validity', after)).not.toBe(told('validity', before));
});

const bankFields: Readonly<Record<string, readonly [value: unknown, changes: string]>> = {
  name: [
    'X',
    'fee_payment supported_banks bank_centre what_to_prepare security_card id_papers no_account id_photo name_differs ' +
      'maintenance service_hours agent_hours identity_how bank_login_fails',
  ],
  phone: ['1599-0000', 'fee_payment bank_centre security_card name_differs agent_hours bank_login_fails'],
  hours: [{ days: [1, 6], from: '10:00', until: '16:00' }, 'agent_hours'],
  maintenance: [{ from: '01:00', until: '05:00' }, 'maintenance service_hours'],
  requiredChecks: [
    ['bankLogin', 'identity', 'smsCode', 'account', 'idPhoto'],
    'what_to_prepare identity_how id_papers id_photo',
  ],
  productsSold: [['personal'], 'supported_banks'],
  codeEntry: ['secureView', 'sms_reply_code'],
  certificateCenter: [{ path: 'Y', address: 'https://bank.example' }, 'bank_centre bank_login_fails'],
};

test('each field of the bank, altered, changes every answer that names it', () => {
  const before = knowledgeSources(rooms, { now, bankCode: '004' });
  for (const [field, [value, changes]] of Object.entries(bankFields)) {
    const after = { ...before, bank: before.bank && { ...before.bank, [field]: value } };
    expect([field, ...changedBy(before, after)].sort()).toEqual([field, ...changes.split(' ')].sort());
  }
  expect(changedBy(before, { ...before, issuingBanks: ['X'] })).toEqual([]);
  expect(changedBy(nothingKnown(), { ...nothingKnown(), issuingBanks: ['X'] })).toEqual(['supported_banks']);
});

test('a bank that does not issue is named where banks are asked about, and nowhere else', () => {
  const before = nothingKnown();
  const after = knowledgeSources(rooms, { now, bankCode: '090' });
  expect(changedBy(before, after)).toEqual(['supported_banks']);
  expect(told('supported_banks', after)).toContain(after.bank?.name);
});

test("the customer's own certificate decides when and where it is renewed", () => {
  const rows = [
    ['2027-11-01', 'renewal_from', ['2027년 8월 3일', '2027년 11월 1일']],
    ['2026-12-01', 'renewal_from', ['2026년 12월 1일']],
    ['2026-11-22', 'renewal_from', ['2026년 11월 22일']],
    ['2026-11-21', 'renewal_from', ['2026년 11월 21일']],
    ['2026-12-01', 'renew_early_loss', ['2026년 12월 1일', '2027년 12월 1일']],
    ['2026-12-01', 'validity', ['2026년 12월 1일']],
    ['2026-11-21', 'expired', ['2026년 11월 21일']],
  ] as const;
  for (const [untilDay, id, days] of rows) for (const day of days) expect(told(id, customer(untilDay))).toContain(day);
});

test('both sides of the window: the day before it opens, its first and last day, the day after', () => {
  const keyOn = (today: string): string | undefined => {
    const sources = { ...customer('2026-12-01'), today: Temporal.PlainDate.from(today) };
    return knowledge.replyFor('renewal_from', sources, say).sentences[0]?.key.split('.').at(-1);
  };
  expect(['2026-09-01', '2026-09-02', '2026-12-01', '2026-12-02'].map(keyOn)).toEqual([
    'textEarly',
    'textOpen',
    'textOpen',
    'textExpired',
  ]);
});

test('a leap day renewed for three years ends on 28 February', () => {
  const sources = { ...customer('2028-02-29'), today: Temporal.PlainDate.from('2028-02-01') };
  const personal = { ...sources.products.personal, years: 3 };
  const answer = told('renew_early_loss', { ...sources, products: { ...sources.products, personal } });
  expect(answer).toContain('2031년 2월 28일');
});

test('nothing is said of an expired certificate as if it still worked', () => {
  const sources = customer('2026-11-21');
  for (const id of ['validity', 'renew_early_loss']) expect(told(id, sources)).not.toContain('2026년 11월 21일');
});

test('a bank that nobody knows is not spoken of', () => {
  const sources = knowledgeSources(rooms, { now, bankCode: '999' });
  expect(changedBy(nothingKnown(), sources)).toEqual([]);
  const stranger = { product: 'personal', bankCode: '999', untilDay: '2027-01-01' } as const;
  expect(knowledgeSources(rooms, { now, certificate: stranger }).certificate).toBeUndefined();
});

test('an id that is no question is a bug, and buttons of acts that cannot be done are left out', () => {
  expect(() => knowledge.replyFor('nothing', nothingKnown(), say)).toThrow('expected the id of a question');
  const few = new Knowledge({ base: knowledgeBase, acts: ['issue'] });
  for (const { id } of knowledgeBase.questions)
    for (const key of few.replyFor(id, nothingKnown(), say).next)
      expect(key.startsWith('answer.act.') ? key : 'answer.act.issue').toBe('answer.act.issue');
});
