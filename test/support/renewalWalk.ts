import type { SecurePerson } from '../web/secure/securePerson.ts';
import type { ChatPerson } from './chatPerson.ts';
import { logInAtBank, type Customer, type Look } from './issuanceWalk.ts';

const noLook: Look = () => Promise.resolve();

/** Moves the sandbox's clock. */
export async function advanceDays(url: string, days: number): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advanceSeconds: days * 86_400 });
  await fetch(`${url}/sandbox/clock`, { method: 'POST', headers, body });
}

/** One sentence, one visit: log-in at the bank, then the card with the keypad. Answers the visit's tab at its end. */
export async function renew(
  chat: ChatPerson,
  customer: Customer,
  pin: string,
  look: Look = noLook,
): Promise<SecurePerson> {
  await chat.page.bringToFront();
  await chat.say('국민은행 개인 인증서 다음 주에 끝나는데 갱신해줘');
  await chat.hears('로그인하고 갱신하기');
  await look(chat.page, 'chat-renew');
  const secure = await chat.follow('안전한 화면 열기');
  await secure.button('시작하기').click();
  await logInAtBank(secure, customer, noLook, '인증서 갱신');
  await look(secure.page, 'secure-renewal');
  await secure.button('현재 비밀번호').click();
  await secure.key('현재 비밀번호', pin);
  await secure.button('갱신하기').click();
  await secure.heading('완료됐어요').waitFor();
  await look(secure.page, 'secure-renewed');
  await chat.page.bringToFront();
  await chat.hears('갱신이 완료됐어요. ');
  await look(chat.page, 'chat-renewed');
  return secure;
}
