import type { Activity } from 'botbuilder';
import type { Delivery } from '../../bots/conversationPort.ts';
import type { KakaoButton, Output } from '../../bots/kakao/kakaoResponse.ts';
import type { TestApp } from './app.ts';
import { drawn, KakaoCustomer, type KakaoReply } from './kakaoCustomer.ts';
import type { KakaoSite } from './kakaoSite.ts';

/** The product as the player of transcripts knows it, but every delivery goes through KakaoTalk's skill server over HTTP. */
export interface KakaoConversation {
  /** For `new Player({}, conversationId, test)`. */
  readonly test: TestApp;
  readonly conversationId: string;
  readonly customer: KakaoCustomer;
  /** The customer comes back to the chat and says so, where something is kept for them. */
  flush(): Promise<void>;
}

/** A conversation of `user`; answers are put among `test.shown` as the activities they look like. */
export function kakaoConversation(site: KakaoSite, user: string): KakaoConversation {
  const customer = site.customer(user);
  const { conversationId } = customer;
  const shown = site.test.shown;
  const firsts = new Map<string, string>();
  let count = 0;
  const see = (reply: KakaoReply): void => {
    const fresh = activitiesOf(reply).map((activity) => ({ id: `${conversationId}.${(count += 1)}`, activity }));
    shown.set(conversationId, [...(shown.get(conversationId) ?? []), ...fresh]);
  };
  const more = async (reply: KakaoReply): Promise<void> => {
    const button = quickReplies(reply).find(({ extra }) => extra?.['show'] === 'more');
    if (!button) return;
    const next = await customer.say(button.messageText, { extra: button.extra });
    see(next);
    await more(next);
  };
  const deliver = async ({ activity, deliveryKey }: Delivery): Promise<void> => {
    const reply =
      activity.type === 'conversationUpdate'
        ? await customer.enter()
        : await customer.say(
            activity.text ?? '',
            { extra: activity.value as unknown },
            { 'x-request-id': deliveryKey },
          );
    const before = firsts.get(deliveryKey);
    const text = JSON.stringify(reply.body);
    if (before !== undefined && before !== text)
      throw new Error(`expected the same answer again, found ${drawn(reply)}`);
    firsts.set(deliveryKey, text);
    if (before !== undefined) return;
    see(reply);
    await more(reply);
  };
  const { app } = site.test;
  const bot = Object.assign(Object.create(app.bot) as TestApp['app']['bot'], { deliver }); // the same bot, heard through Kakao
  return {
    test: { ...site.test, app: { ...app, bot } },
    conversationId,
    customer,
    flush: async () => {
      const stored = await app.state.records.get<{ kept: unknown[] }>(`kakao:{${conversationId}}`);
      if ((stored?.value.kept.length ?? 0) === 0) return;
      const reply = await customer.say('다 했어요');
      see(reply);
      await more(reply);
    },
  };
}

function quickReplies({ body }: KakaoReply) {
  return 'template' in body ? (body.template.quickReplies ?? []) : [];
}

/** An answer as the activities it was drawn from: one a bubble, the short answers with the last. */
function activitiesOf(reply: KakaoReply): Partial<Activity>[] {
  const { body } = reply;
  if (!('template' in body)) return [{ type: 'message', text: body.data.text }];
  const bubbles = body.template.outputs.map((output) => activityOf(output));
  const actions = quickReplies(reply).map((button) => actionOf(button));
  const last = bubbles.at(-1);
  return last && actions.length > 0
    ? [...bubbles.slice(0, -1), { ...last, suggestedActions: { to: [], actions } }]
    : bubbles;
}

function activityOf(output: Output): Partial<Activity> {
  if ('simpleText' in output) return { type: 'message', text: output.simpleText.text };
  if ('textCard' in output) {
    const { title, description, buttons = [] } = output.textCard;
    const content = { title, text: description, buttons: buttons.map((button) => actionOf(button)) };
    return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content }] };
  }
  if ('listCard' in output) {
    const buttons = output.listCard.items.map((item) =>
      'link' in item
        ? { type: 'openUrl', title: item.title, value: item.link.web }
        : actionOf({ ...item, label: item.title }),
    );
    const content = { title: output.listCard.header.title, buttons };
    return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content }] };
  }
  const { head, itemList, buttons = [] } = output.itemCard;
  const facts = itemList.map(({ title, description }) => ({ key: title, value: description }));
  const content = { title: head?.title, facts, buttons: buttons.map((button) => actionOf(button)) };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.receipt', content }] };
}

function actionOf(button: KakaoButton) {
  if (button.action === 'webLink') return { type: 'openUrl', title: button.label, value: button.webLinkUrl };
  if (button.action === 'phone') return { type: 'call', title: button.label, value: `tel:${button.phoneNumber}` };
  if (button.action === 'operator') return { type: 'imBack', title: button.label, value: button.label };
  const { label, messageText, extra = {} } = button;
  return { type: 'messageBack', title: label, text: messageText, displayText: messageText, value: extra };
}
