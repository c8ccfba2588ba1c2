import { identify, lastCode, logIn, setCredential, type KakaoSite } from './kakaoSite.ts';
import { drawn, type KakaoCustomer, type KakaoReply } from './kakaoCustomer.ts';

/** One turn of the way to a certificate: what the customer does, and a word of the answer that shows it was done. */
export interface WalkStep {
  readonly name: string;
  /** What happens outside of the chat before it, e.g. in the secure view. */
  before?(site: KakaoSite, customer: KakaoCustomer): Promise<void>;
  act(site: KakaoSite, customer: KakaoCustomer): Promise<KakaoReply>;
  readonly shows: string;
}

/** The whole way of a personal certificate, turn by turn. */
export function walkOf(personId: string, bankLabel: string, credential = '482913'): readonly WalkStep[] {
  return [
    { name: 'welcome', act: (_site, customer) => customer.enter(), shows: '챗봇' },
    { name: 'issue', act: (_site, customer) => customer.press('발급'), shows: '어느 은행' },
    { name: 'bank', act: (_site, customer) => customer.press(bankLabel), shows: '어떤 인증서' },
    { name: 'kind', act: (_site, customer) => customer.press('개인용'), shows: '약관을 확인' },
    { name: 'consent', act: (_site, customer) => customer.press('필수만 동의'), shows: '본인 확인하기' },
    {
      name: 'identity',
      before: async ({ test }, { caseId }) => {
        await logIn(test, caseId, personId);
        await identify(test, caseId, personId);
      },
      act: (_site, customer) => customer.say('했어요'),
      shows: '휴대폰 확인',
    },
    { name: 'send', act: (_site, customer) => customer.press('인증번호 받기'), shows: '보냈어요' },
    {
      name: 'code',
      act: async ({ test }, customer) => customer.say(await lastCode(test, personId)),
      shows: '마지막 확인',
    },
    { name: 'confirm', act: (_site, customer) => customer.press('네'), shows: '비밀번호 정하기' },
    {
      name: 'credential',
      before: ({ test }, { caseId }) => setCredential(test, caseId, credential),
      act: (_site, customer) => customer.say('다 했어요'),
      shows: '발급이 완료됐어요',
    },
  ];
}

/** Walks up to and with the step `last`, each answer looked at. */
export async function walk(
  site: KakaoSite,
  customer: KakaoCustomer,
  steps: readonly WalkStep[],
  last = steps.at(-1)?.name,
): Promise<KakaoReply> {
  let reply: KakaoReply | undefined;
  for (const step of steps) {
    await step.before?.(site, customer);
    reply = await step.act(site, customer);
    if (!drawn(reply).includes(step.shows)) {
      throw new Error(`expected ${step.shows} after ${step.name}, found ${drawn(reply)}`);
    }
    if (step.name === last) return reply;
  }
  throw new Error(`expected a step ${last}, found none`);
}
