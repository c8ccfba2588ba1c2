import { kakaoLimits, type Bubbles, type KakaoButton, type KakaoQuickReply, type Output } from './kakaoResponse.ts';
import { shorten, splitText } from './kakaoText.ts';
import { isButtonWithinLimits, isWithinLimits } from './kakaoValidator.ts';

/**
 * Brings bubbles within Kakao's limits at the cost of what does not fit: a customer reads something, where Kakao would
 * show its failure text. Our drawing never needs it; it is there for the day it does.
 *
 * @param apology what is said when nothing at all is left
 */
export function repair({ outputs, quickReplies }: Bubbles, apology: string): Bubbles {
  const sound = outputs.flatMap((output) => repairOutput(output)).slice(0, kakaoLimits.outputs);
  const replies = quickReplies.flatMap((reply) => repairReply(reply)).slice(0, kakaoLimits.quickReplies);
  const shown = sound.length > 0 ? sound : [{ simpleText: { text: apology } }];
  return withinBytes({ outputs: shown, quickReplies: replies });
}

function withinBytes(bubbles: Bubbles): Bubbles {
  let { outputs } = bubbles;
  const room = kakaoLimits.bodyBytes - 200;
  while (outputs.length > 1 && Buffer.byteLength(JSON.stringify({ ...bubbles, outputs })) > room) {
    outputs = outputs.slice(0, -1);
  }
  const whole = { ...bubbles, outputs };
  return Buffer.byteLength(JSON.stringify(whole)) > room ? { outputs, quickReplies: [] } : whole;
}

function repairOutput(output: Output): Output[] {
  if (isWithinLimits(output)) return [output];
  if ('simpleText' in output) return firstText(output.simpleText.text);
  const text = textIn(output);
  const buttons = buttonsIn(output).flatMap((one) => repairButton(one));
  const [first = ''] = splitText(text, kakaoLimits.textCard);
  if (first === '') return [];
  if (buttons.length === 0) return firstText(text);
  const card: Output = {
    textCard: { description: first, buttons: buttons.slice(0, kakaoLimits.buttons), buttonLayout: 'vertical' },
  };
  return isWithinLimits(card) ? [card] : firstText(text);
}

function firstText(text: string): Output[] {
  const [first] = splitText(text.toWellFormed(), kakaoLimits.text);
  const output = { simpleText: { text: first ?? '' } };
  return isWithinLimits(output) ? [output] : [];
}

function textIn(output: Exclude<Output, { simpleText: unknown }>): string {
  const lines =
    'textCard' in output
      ? [output.textCard.title, output.textCard.description]
      : 'itemCard' in output
        ? [
            output.itemCard.head?.title,
            ...output.itemCard.itemList.map(({ title, description }) => `${title}: ${description}`),
          ]
        : [output.listCard.header.title, ...output.listCard.items.map(({ title }) => title)];
  return lines
    .filter((line) => line !== undefined && line !== '')
    .join('\n')
    .toWellFormed();
}

function buttonsIn(output: Exclude<Output, { simpleText: unknown }>): readonly KakaoButton[] {
  if ('textCard' in output) return output.textCard.buttons ?? [];
  return ('itemCard' in output ? output.itemCard.buttons : output.listCard.buttons) ?? [];
}

function repairButton<T extends KakaoButton>(button: T): T[] {
  const shorter = { ...button, label: shorten(button.label.toWellFormed(), kakaoLimits.label) };
  return isButtonWithinLimits(shorter) ? [shorter] : [];
}

function repairReply(reply: KakaoQuickReply): KakaoQuickReply[] {
  const messageText = shorten(reply.messageText.toWellFormed(), kakaoLimits.messageText);
  return repairButton({ ...reply, messageText });
}
