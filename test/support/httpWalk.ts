import type { HttpCustomer } from './httpCustomer.ts';

/** The buttons of the six usual banks by their codes. */
const bankButtons: Readonly<Record<string, string>> = {
  '004': 'KB국민',
  '020': '우리',
  '088': '신한',
  '081': '하나',
  '011': 'NH농협',
  '003': 'IBK기업',
};

/** With `모두 동의` the customer is known the next time. */
type Consent = '필수만 동의' | '모두 동의';

/** One issuance as a customer walks it, from the greeting to the certificate. */
export async function walk(customer: HttpCustomer, credential: string, consent?: Consent): Promise<void> {
  await walkToCredential(customer, consent);
  await customer.visit('비밀번호 정하기', credential);
  await customer.hears('발급이 완료됐어요. ');
}

/** The same up to the card that leads to the credential. */
export async function walkToCredential(customer: HttpCustomer, consent?: Consent): Promise<void> {
  await walkToVisit(customer, consent);
  await customer.visit('안전한 화면 열기');
  await customer.hears('4/5');
  await customer.press('인증번호 받기');
  await customer.hears('보냈어요.');
  await customer.say(await customer.code());
  await customer.hears('이대로 발급할까요');
  await customer.press('네');
  await customer.hears('5/5');
}

/** The same up to the first card that leads to the secure view. */
export async function walkToVisit(customer: HttpCustomer, consent: Consent = '필수만 동의'): Promise<void> {
  const bank = bankButtons[customer.person.accounts[0]?.bankCode ?? ''];
  if (bank === undefined) throw new Error('expected an account at one of the six usual banks');
  await customer.begin();
  for (const [label, answer] of [
    ['발급', '어느 은행'],
    [bank, '1/5'],
    ['개인용', '2/5'],
    [consent, '3/5'],
  ] as const) {
    await customer.press(label);
    await customer.hears(answer);
  }
}
