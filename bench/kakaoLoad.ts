import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { conversationIdOf } from '../bots/kakao/kakaoSkill.ts';
import { caseIdOf } from '../services/cases/caseRecord.ts';
import { sandboxBotId, sandboxSecret, skillPayload } from '../test/support/kakaoCustomer.ts';
import type { Ask, Told } from './kakaoServer.ts';

type WithoutNumber = Ask;

/** The product in a process of its own, as the load sees it. */
export class KakaoTarget {
  readonly agent = new Agent({ keepAlive: true, maxSockets: 200, timeout: 3_000 });
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  port = 0;
  #numbers = 0;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'kakaoServer.ts'), {
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  /** Resolves when the server listens. */
  async open(): Promise<void> {
    this.port = await new Promise<number>((resolve, reject) => {
      this.#asked.set(0, { resolve: (value) => resolve(Number(value)), reject });
      this.#child.on('message', (told: Told) => this.#hear(told));
      this.#child.once('exit', () => reject(new Error('expected a server, found it gone')));
    });
  }

  ask<T>(asked: WithoutNumber): Promise<T> {
    const number = (this.#numbers += 1);
    return new Promise<T>((resolve, reject) => {
      this.#asked.set(number, { resolve: (value) => resolve(value as T), reject }); // what kakaoServer answers to that question
      this.#child.send({ ...asked, number });
    });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  #hear({ number, value, fault }: Told): void {
    const waiting = this.#asked.get(number);
    this.#asked.delete(number);
    if (fault === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(fault));
  }
}

interface Button {
  readonly label?: string;
  readonly messageText?: string;
  readonly extra?: unknown;
}

/** A customer that costs the load little: reads only what it needs to press the next button. */
export class LoadCustomer {
  readonly user: string;
  readonly times: number[];
  readonly #target: KakaoTarget;
  #last = '';

  /** @param times where the reply times go, in milliseconds */
  constructor(target: KakaoTarget, user: string, times: number[]) {
    this.#target = target;
    this.user = user;
    this.times = times;
  }

  get caseId(): string {
    return caseIdOf(conversationIdOf({ botId: sandboxBotId, userId: this.user }));
  }

  async say(utterance: string, extra?: unknown): Promise<string> {
    const body = JSON.stringify(skillPayload(this.user, utterance, extra === undefined ? {} : { extra }));
    const began = performance.now();
    this.#last = await this.#post(body);
    this.times.push(performance.now() - began);
    return this.#last;
  }

  /** Presses a button of the last answer; says its label where there is none. */
  press(label: string): Promise<string> {
    const found = [...this.#last.matchAll(/\{"label":"[^"]*","action":"message"[^{}]*(?:\{[^{}]*\})?\}/gu)]
      .map(([text]) => JSON.parse(text) as Button)
      .find((button) => button.label === label);
    return this.say(found?.messageText ?? label, found?.extra);
  }

  #post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'x-skill-secret': sandboxSecret,
        'content-length': Buffer.byteLength(body),
      };
      const { agent, port } = this.#target;
      const asked = request({ agent, port, host: '127.0.0.1', method: 'POST', path: '/kakao/skill', headers });
      // the server closed a connection that lay idle, at the very moment it was used again
      asked.on('error', (error: NodeJS.ErrnoException) => {
        if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(this.#post(body));
        else reject(error);
      });
      asked.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`expected 200, found ${response.statusCode}: ${text}`));
        });
      });
      asked.end(body);
    });
  }
}

/** What most customers do: look around, ask, begin, stop. */
export const browsing: readonly string[] = [
  '안녕하세요',
  '발급',
  'KB국민',
  '개인용',
  '수수료 있어요?',
  '필수만 동의',
  '왜 필요해요?',
  '이전',
  '취소',
  '그만하기',
  '만료일 조회',
  '처음으로',
];

const bankLabels: Readonly<Record<string, string>> = {
  '003': 'IBK기업',
  '004': 'KB국민',
  '011': 'NH농협',
  '020': '우리',
  '081': '하나',
  '088': '신한',
};

/** The whole way to a certificate, call by call; what is between the calls happens in the server's process. */
export async function* issuing(target: KakaoTarget, customer: LoadCustomer, person: { id: string; bank: string }) {
  const { caseId } = customer;
  const asked = { caseId, personId: person.id };
  yield await customer.say('안녕하세요');
  yield await customer.press('발급');
  yield await customer.press(bankLabels[person.bank] ?? 'KB국민');
  yield await customer.press('개인용');
  yield await customer.press('필수만 동의');
  await target.ask({ what: 'identity', ...asked });
  yield await customer.say('했어요');
  yield await customer.press('인증번호 받기');
  yield await customer.say(await target.ask<string>({ what: 'code', ...asked }));
  yield await customer.press('네');
  await target.ask({ what: 'credential', ...asked });
  yield await customer.say('다 했어요');
}
