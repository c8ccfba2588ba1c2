import { z } from 'zod';
import { kakaoLimits } from './kakaoResponse.ts';
import { widthOf } from './kakaoText.ts';

/** A limit of KAKAO §2 that a body breaks. */
export interface KakaoFault {
  /** Where: `template.outputs.0.textCard.title`. */
  readonly at: string;
  readonly rule: string;
}

const words = (most: number) =>
  z.string().min(1).max(most).refine(isShown, 'shows something').refine(isWhole, 'whole characters');
const oneLine = (most: number) => words(most).refine((text) => !text.includes('\n'), 'one line');
const address = z.url({ protocol: /^https?$/u }).max(1000);
const extra = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const label = oneLine(kakaoLimits.label);
const says = { action: z.literal('message'), messageText: words(kakaoLimits.messageText), extra: extra.optional() };

const button = z.discriminatedUnion('action', [
  z.strictObject({ label, ...says }),
  z.strictObject({ label, action: z.literal('webLink'), webLinkUrl: address }),
  z.strictObject({ label, action: z.literal('phone'), phoneNumber: z.string().regex(/^\+?[\d-]{3,20}$/u) }),
  z.strictObject({ label, action: z.literal('operator') }),
]);

const withButtons = {
  buttons: z.array(button).min(1).max(kakaoLimits.buttons).optional(),
  buttonLayout: z.enum(['vertical', 'horizontal']).optional(),
};

const textCard = z
  .strictObject({
    title: words(kakaoLimits.title).optional(),
    description: words(kakaoLimits.textCard).optional(),
    ...withButtons,
  })
  .refine(({ title, description }) => title !== undefined || description !== undefined, 'title or description')
  .refine(
    ({ title = '', description = '' }) => title.length + description.length <= kakaoLimits.textCard,
    'title and description together',
  )
  .refine(fitsBeside, 'two short buttons side by side');

const row = z.strictObject({
  title: oneLine(kakaoLimits.rowTitle),
  description: oneLine(200).refine((text) => widthOf(text) <= kakaoLimits.rowWidth, 'two lines'),
});

const itemCard = z
  .strictObject({
    head: z
      .strictObject({ title: oneLine(100).refine((text) => widthOf(text) <= kakaoLimits.headWidth, 'one line') })
      .optional(),
    itemList: z.array(row).min(1).max(kakaoLimits.rows),
    itemListAlignment: z.enum(['left', 'right']).optional(),
    title: words(kakaoLimits.itemCardText).optional(),
    description: words(kakaoLimits.itemCardText).optional(),
    ...withButtons,
  })
  .refine(({ title, description }) => description === undefined || title !== undefined, 'a title above a description')
  .refine(
    ({ title = '', description = '' }) => title.length + description.length <= kakaoLimits.itemCardText,
    'title and description together',
  )
  .refine(
    ({ title = '', description = '' }) => `${title}\n${description}`.split('\n').length <= kakaoLimits.itemCardLines,
    'lines',
  )
  .refine(fitsBeside, 'two short buttons side by side');

const listTitle = oneLine(kakaoLimits.listTitle);
const listCard = z.strictObject({
  header: z.strictObject({ title: oneLine(kakaoLimits.listHeader) }),
  items: z
    .array(
      z.union([
        z.strictObject({ title: listTitle, ...says }),
        z.strictObject({ title: listTitle, link: z.strictObject({ web: address }) }),
      ]),
    )
    .min(1)
    .max(kakaoLimits.listItems),
  buttons: z.array(button).min(1).max(kakaoLimits.buttonsHorizontal).optional(),
});

const output = z.union([
  z.strictObject({ simpleText: z.strictObject({ text: words(kakaoLimits.text) }) }),
  z.strictObject({ textCard }),
  z.strictObject({ itemCard }),
  z.strictObject({ listCard }),
]);

const skillResponse = z.strictObject({
  version: z.literal('2.0'),
  template: z.strictObject({
    outputs: z.array(output).min(1).max(kakaoLimits.outputs),
    quickReplies: z
      .array(z.strictObject({ label, ...says }))
      .min(1)
      .max(kakaoLimits.quickReplies)
      .optional(),
  }),
});

const callbackResponse = z.strictObject({
  version: z.literal('2.0'),
  useCallback: z.literal(true),
  data: z.strictObject({ text: words(kakaoLimits.text) }),
});

/** Every limit of KAKAO §2 that `body` breaks; none when Kakao will show it. */
export function faultsOf(body: unknown): readonly KakaoFault[] {
  const bytes = Buffer.byteLength(JSON.stringify(body) ?? '');
  const size: KakaoFault[] = bytes > kakaoLimits.bodyBytes ? [{ at: '', rule: `${bytes} bytes` }] : [];
  const isCallback = typeof body === 'object' && body !== null && 'useCallback' in body;
  const read = (isCallback ? callbackResponse : skillResponse).safeParse(body);
  if (read.success) return size;
  return [...size, ...read.error.issues.map((issue) => ({ at: issue.path.join('.'), rule: issue.message }))];
}

/** True when one bubble is within its limits. */
export function isWithinLimits(bubble: unknown): boolean {
  return output.safeParse(bubble).success;
}

/** True when a button or short answer is within its limits. */
export function isButtonWithinLimits(one: unknown): boolean {
  return button.safeParse(one).success;
}

function fitsBeside({
  buttons = [],
  buttonLayout,
}: {
  readonly buttons?: readonly { readonly label: string }[] | undefined;
  readonly buttonLayout?: string | undefined;
}): boolean {
  if (buttonLayout !== 'horizontal') return true;
  const short = buttons.every(({ label: text }) => text.length <= kakaoLimits.labelHorizontal);
  return short && buttons.length <= kakaoLimits.buttonsHorizontal;
}

/** A bubble of blanks is shown as an empty one, or not at all. */
function isShown(text: string): boolean {
  return /[^\s\p{Cf}]/u.test(text);
}

/** Half a character at an end is a broken one. */
function isWhole(text: string): boolean {
  return text.isWellFormed();
}
