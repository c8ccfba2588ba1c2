import type { Page } from 'playwright-core';
import { sandboxPassword } from '../../services/sandbox/people.ts';
import type { SecurePerson } from '../web/secure/securePerson.ts';
import type { ChatPerson } from './chatPerson.ts';

/** Somebody of the sandbox, as they type themselves (CONTRACT §4). */
export interface Customer {
  readonly id: string;
  readonly name: string;
  /** `['900101', '1234568']` */
  readonly number: readonly [string, string];
  readonly phone: string;
  readonly email: string;
  /** As the chat's button says it. */
  readonly bank: string;
  /** The check digit does not fit: the page asks to look at the number once more. */
  readonly looksOnceMore?: boolean;
}

export const hong: Customer = {
  id: 'hong',
  name: '홍길동',
  number: ['900101', '1234568'],
  phone: '01012345678',
  email: 'hong@example.com',
  bank: 'KB국민',
};

export const nam: Customer = {
  id: 'nam',
  name: '남궁민수',
  number: ['880808', '1111111'],
  phone: '01034567890',
  email: 'nam@example.com',
  bank: '신한',
  looksOnceMore: true,
};

/** Looks at a page at a moment that has a name; takes pictures, or nothing. */
export type Look = (page: Page, moment: string) => Promise<void>;

const noLook: Look = () => Promise.resolve();

/** From the greeting to the card that leads to the secure view: five turns by buttons. */
export async function askForCertificate(chat: ChatPerson, customer: Customer, look = noLook): Promise<void> {
  await chat.hears('무엇을 도와드릴까요');
  await look(chat.page, 'chat-welcome');
  await chat.press('발급');
  await chat.hears('어느 은행에서 받을까요');
  await look(chat.page, 'chat-bank');
  await chat.press(customer.bank);
  await chat.hears('1/5');
  await look(chat.page, 'chat-kind');
  await chat.press('개인용');
  await chat.hears('2/5');
  await look(chat.page, 'chat-consent');
  await chat.press('필수만 동의');
  await chat.hears('3/5');
  await look(chat.page, 'chat-visit');
}

/** The first visit, from its link to its end. Answers its tab. */
export async function proveIdentity(chat: ChatPerson, customer: Customer, look = noLook): Promise<SecurePerson> {
  const secure = await chat.follow('안전한 화면 열기');
  await secure.button('시작하기').waitFor();
  await look(secure.page, 'secure-start');
  await secure.button('시작하기').click();
  await logInAtBank(secure, customer, look);
  await fillIdentity(secure, customer, look);
  await secure.button('본인 확인하기').click();
  if (customer.looksOnceMore) await lookOnceMore(secure, customer, look);
  await secure.heading('완료됐어요').waitFor();
  await look(secure.page, 'secure-finished');
  return secure;
}

/** To the bank and back by itself. @param then the heading of the page that comes after it */
export async function logInAtBank(
  secure: SecurePerson,
  customer: Customer,
  look = noLook,
  then = '본인 확인',
): Promise<void> {
  await secure.button('은행 로그인하기').waitFor();
  await look(secure.page, 'secure-bank-login');
  await secure.button('은행 로그인하기').click();
  await secure.box('아이디').fill(customer.id);
  await secure.box('비밀번호').fill(sandboxPassword);
  await look(secure.page, 'bank-login');
  await secure.button('로그인').click();
  await secure.button('동의하고 계속').waitFor();
  await look(secure.page, 'bank-consent');
  await secure.button('동의하고 계속').click();
  await secure.heading(then).waitFor();
}

/** Everything but the keypad's digits stands there still. */
async function lookOnceMore(secure: SecurePerson, { number }: Customer, look: Look): Promise<void> {
  await secure.page.getByText('번호가 맞는지 다시 한 번 확인해 주세요.').waitFor();
  await look(secure.page, 'secure-look-again');
  await secure.button('주민등록번호 뒤 7자리').click();
  await secure.key('주민등록번호 뒤 7자리', number[1]);
  await secure.button('본인 확인하기').click();
}

async function fillIdentity(secure: SecurePerson, { number }: Customer, look: Look): Promise<void> {
  await secure.box('주민등록번호 앞 6자리').fill(number[0]);
  await secure.button('주민등록번호 뒤 7자리').click();
  await secure.page.getByRole('dialog', { name: '주민등록번호 뒤 7자리', exact: true }).waitFor();
  await look(secure.page, 'secure-keypad');
  await secure.key('주민등록번호 뒤 7자리', number[1]);
  await look(secure.page, 'secure-identity');
}

/** The code from the phone beside the chat, up to the confirmation. Answers the code. */
export async function confirmPhone(chat: ChatPerson, customer: Customer, look = noLook): Promise<string> {
  await chat.page.bringToFront();
  await chat.hears('4/5');
  await look(chat.page, 'chat-phone');
  await chat.holdsPhoneOf(customer.name);
  await chat.press('인증번호 받기');
  await chat.hears('보냈어요.');
  const code = await chat.codeOnPhone();
  await look(chat.page, 'chat-code');
  await chat.say(code);
  await chat.hears('이대로 발급할까요');
  await look(chat.page, 'chat-confirm');
  return code;
}

/** Yes, and the second visit up to its credential page. Answers its tab. */
export async function openCredential(chat: ChatPerson, look = noLook): Promise<SecurePerson> {
  await chat.press('네');
  await chat.hears('5/5');
  await look(chat.page, 'chat-credential');
  const secure = await chat.follow('비밀번호 정하기');
  await secure.button('시작하기').click();
  await secure.heading('비밀번호 정하기').waitFor();
  await look(secure.page, 'secure-credential');
  return secure;
}

/** Six digits on the keypads, twice, and the certificate. */
export async function setPin(secure: SecurePerson, pin: string, look = noLook): Promise<void> {
  await secure.button('비밀번호').click();
  await secure.key('비밀번호', pin);
  await secure.key('비밀번호 확인', pin);
  await look(secure.page, 'secure-pin');
  await secure.button('비밀번호 정하기').click();
  await secure.heading('완료됐어요').waitFor();
  await look(secure.page, 'secure-issued');
}

/** A password of letters, digits and signs, twice, and the certificate. */
export async function setPassword(secure: SecurePerson, password: string, look = noLook): Promise<void> {
  await secure.page.getByRole('radio', { name: '영문 대·소문자, 숫자, 특수문자 8자리 이상' }).check();
  await secure.box('비밀번호').fill(password);
  await secure.box('비밀번호 확인').fill(password);
  await look(secure.page, 'secure-password');
  await secure.button('비밀번호 정하기').click();
  await secure.heading('완료됐어요').waitFor();
}
