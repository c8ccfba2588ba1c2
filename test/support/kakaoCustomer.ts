import { caseIdOf } from '../../services/cases/caseRecord.ts';
import { conversationIdOf } from '../../bots/kakao/kakaoSkill.ts';
import { faultsOf } from '../../bots/kakao/kakaoValidator.ts';
import type { CallbackResponse, Extra, KakaoButton, Output, SkillResponse } from '../../bots/kakao/kakaoResponse.ts';

/** The sandbox's bot and secret (CONTRACT §2). */
export const sandboxBotId = '66e9b0a1c2d3e4f5a6b7c8d9';
export const sandboxSecret = 'sandbox-secret';

/** What can be pressed in an answer. */
export interface Pressable {
  readonly label: string;
  readonly action: KakaoButton['action'];
  readonly messageText?: string;
  readonly extra?: Extra;
  readonly url?: string;
}

/** One answer as it came over HTTP, checked against every limit of Kakao's. */
export interface KakaoReply {
  readonly status: number;
  readonly body: SkillResponse | CallbackResponse;
  readonly milliseconds: number;
}

/** A SkillPayload as Kakao sends it. */
export function skillPayload(user: string, utterance: string, changes: PayloadChanges = {}): Record<string, unknown> {
  const block = { id: '66f0a1b2c3d4e5f601234502', name: changes.block ?? '폴백 블록' };
  return {
    bot: { id: changes.botId ?? sandboxBotId, name: '인증서도우미' },
    intent: { ...block, extra: { reason: { code: 1, message: 'OK' } } },
    action: {
      id: '66e9b1f0c2d3e4f5a6b7c8e2',
      name: 'cert-skill',
      params: changes.params ?? {},
      detailParams: {},
      clientExtra: changes.extra ?? {},
    },
    userRequest: {
      block,
      user: { id: user, type: 'botUserKey', properties: { botUserKey: user, isFriend: true } },
      utterance,
      params: { surface: 'Kakaotalk.plusfriend', ...changes.requestParams },
      lang: 'ko',
      timezone: 'Asia/Seoul',
      ...(changes.callbackUrl === undefined ? {} : { callbackUrl: changes.callbackUrl }),
    },
    contexts: [],
  };
}

export interface PayloadChanges {
  readonly block?: string;
  readonly botId?: string;
  readonly extra?: unknown;
  readonly params?: unknown;
  readonly requestParams?: Readonly<Record<string, unknown>>;
  readonly callbackUrl?: unknown;
}

/** Sends a body to the skill server. */
export async function postSkill(
  origin: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: unknown; milliseconds: number; text: string }> {
  const began = performance.now();
  const response = await fetch(`${origin}/kakao/skill`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-skill-secret': sandboxSecret, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const milliseconds = performance.now() - began;
  return { status: response.status, body: JSON.parse(text), milliseconds, text };
}

/** A customer in KakaoTalk, over HTTP: says, presses, reads. Every answer is checked against the documented limits. */
export class KakaoCustomer {
  readonly user: string;
  readonly replies: KakaoReply[] = [];
  readonly #origin: string;

  constructor(origin: string, user: string) {
    this.#origin = origin;
    this.user = user;
  }

  get conversationId(): string {
    return conversationIdOf({ botId: sandboxBotId, userId: this.user });
  }

  get caseId(): string {
    return caseIdOf(this.conversationId);
  }

  say(utterance: string, changes: PayloadChanges = {}, headers: Readonly<Record<string, string>> = {}) {
    return this.send(skillPayload(this.user, utterance, changes), headers);
  }

  enter() {
    return this.say('웰컴', { block: '웰컴 블록' });
  }

  /** Presses a button that was shown: the last one of that label, or with `old` the first. */
  press(label: string, { old = false } = {}) {
    const found = this.replies.flatMap(({ body }) => pressables(body)).filter((one) => one.label === label);
    const button = old ? found[0] : found.at(-1);
    if (button?.messageText === undefined)
      throw new Error(`expected a button ${label} that says something, found none`);
    return this.say(button.messageText, { extra: button.extra });
  }

  async send(payload: unknown, headers: Readonly<Record<string, string>> = {}): Promise<KakaoReply> {
    const answer = await postSkill(this.#origin, payload, headers);
    if (answer.status !== 200) throw new Error(`expected 200, found ${answer.status}: ${answer.text}`);
    const faults = faultsOf(answer.body);
    if (faults.length > 0) throw new Error(`expected a valid body, found ${JSON.stringify(faults)} in ${answer.text}`);
    const reply: KakaoReply = {
      status: answer.status,
      body: answer.body as KakaoReply['body'], // checked by faultsOf
      milliseconds: answer.milliseconds,
    };
    this.replies.push(reply);
    return reply;
  }
}

/** Everything in an answer that can be pressed, in the order it is seen. */
export function pressables(body: KakaoReply['body']): Pressable[] {
  if (!('template' in body)) return [];
  const inCards = body.template.outputs.flatMap((output) => pressablesOf(output));
  return [...inCards, ...(body.template.quickReplies ?? [])];
}

function pressablesOf(output: Output): Pressable[] {
  if ('simpleText' in output) return [];
  if ('textCard' in output) return (output.textCard.buttons ?? []).map((one) => pressableOf(one));
  if ('itemCard' in output) return (output.itemCard.buttons ?? []).map((one) => pressableOf(one));
  return output.listCard.items.map((item) =>
    'link' in item
      ? { label: item.title, action: 'webLink', url: item.link.web }
      : { label: item.title, action: 'message', messageText: item.messageText, extra: item.extra },
  );
}

function pressableOf(button: KakaoButton): Pressable {
  if (button.action === 'webLink') return { label: button.label, action: 'webLink', url: button.webLinkUrl };
  return button;
}

/** What a customer reads in an answer, a line a bubble, and the short answers in brackets. */
export function drawn(reply: KakaoReply): string {
  const { body } = reply;
  if (!('template' in body)) return `… ${body.data.text}`;
  const lines = body.template.outputs.map((output) => bubble(output));
  const quick = body.template.quickReplies ?? [];
  return [...lines, ...(quick.length > 0 ? [`(${quick.map(({ label }) => label).join(' | ')})`] : [])].join('\n');
}

function bubble(output: Output): string {
  const buttons = pressablesOf(output)
    .map(({ label, action }) => (action === 'message' ? label : `${label}→`))
    .join(' | ');
  const after = buttons === '' ? '' : ` / ${buttons}`;
  if ('simpleText' in output) return output.simpleText.text;
  if ('textCard' in output) return `[${output.textCard.title ?? ''} / ${output.textCard.description ?? ''}${after}]`;
  if ('listCard' in output) return `[${output.listCard.header.title}${after}]`;
  const rows = output.itemCard.itemList.map(({ title, description }) => `${title}=${description}`).join(' · ');
  return `[${output.itemCard.head?.title ?? ''} / ${rows}${after}]`;
}
