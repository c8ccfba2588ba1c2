import { repair } from './kakaoRepair.ts';
import { responseOf, type Bubbles, type KakaoButton, type Output, type SkillResponse } from './kakaoResponse.ts';
import { faultsOf } from './kakaoValidator.ts';

/** Makes the body of an answer: real links in the place of placeholders, within every limit of Kakao's. */
export class KakaoAnswers {
  readonly #parts: KakaoAnswerParts;

  constructor(parts: KakaoAnswerParts) {
    this.#parts = parts;
  }

  /** A body that Kakao takes. What breaks a limit is repaired, and the log says where, never with what. */
  body(bubbles: Bubbles): SkillResponse {
    const whole = { ...bubbles, outputs: bubbles.outputs.map((output) => this.#withLinks(output)) };
    const body = responseOf(whole);
    const faults = faultsOf(body);
    if (faults.length === 0) return body;
    this.#parts.log.error({ faults: faults.slice(0, 10) }, 'an answer broke a limit of KakaoTalk and was repaired');
    return responseOf(repair(whole, this.#parts.apology));
  }

  #withLinks(output: Output): Output {
    if ('textCard' in output) return { textCard: this.#withButtons(output.textCard) };
    if ('itemCard' in output) return { itemCard: this.#withButtons(output.itemCard) };
    if (!('listCard' in output)) return output;
    const items = output.listCard.items.map((item) =>
      'link' in item ? { ...item, link: { web: this.#parts.linkOf(item.link.web) } } : item,
    );
    return { listCard: { ...output.listCard, items } };
  }

  #withButtons<T extends { readonly buttons?: readonly KakaoButton[] }>(card: T): T {
    if (!card.buttons) return card;
    const buttons = card.buttons.map((button) =>
      button.action === 'webLink' ? { ...button, webLinkUrl: this.#parts.linkOf(button.webLinkUrl) } : button,
    );
    return { ...card, buttons };
  }
}

/** Collaborators that composition/ hands in. */
export interface KakaoAnswerParts {
  /** The address that a placeholder stands for; any other address as it is (bots/realLinks). */
  readonly linkOf: (text: string) => string;
  /** Said when repairing leaves nothing. */
  readonly apology: string;
  readonly log: { error(fields: object, message: string): void };
}
