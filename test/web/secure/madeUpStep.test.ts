import type { PageCode, StepResult } from '../../../services/visits/pageRefusal.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { keypadEntry } from '../../../services/secureEntry/keypad.ts';
import { ok, refuse } from '../../../services/shared/result.ts';
import { stepPage } from '../../../services/visits/stepPage.ts';
import { formStep } from '../../../services/visits/visitStep.ts';
import { renderFormError, renderKeypadField, renderSubmit } from '../../../web/forms/formParts.ts';
import { html } from '../../../web/html.ts';
import { renderProgress } from '../../../web/secure/outlineView.ts';
import { formView } from '../../../web/secure/steps/stepView.ts';
import { HttpBrowser } from '../../support/httpBrowser.ts';
import { envelopeBody, press, type SecureAnswer } from '../../support/httpCustomer.ts';
import { startSecureSite, type SecureSite } from './secureSite.ts';

/** A code that is on no list of the product: the step is made up, and so are its sentences. */
function madeUp(code: string): PageCode {
  return code as PageCode; // what the step's own translator has a sentence for
}

/** A step that no file of the product knows: a picture of a card, and its last four digits on a keypad. */
const cardPage = stepPage<{ readonly example: string; readonly allowed: readonly string[] }>('cardPicture').withForm({
  keypads: ['lastFour'],
  longestEnvelope: 20_000_000,
  shape: z.strictObject({ kind: z.string().max(16), picture: z.base64(), lastFour: keypadEntry }),
  read: ({ kind, picture, lastFour }, readKeypad) => {
    const digits = readKeypad('lastFour', lastFour);
    return digits === undefined ? undefined : { kind, bytes: Buffer.from(picture, 'base64').length, digits };
  },
  judge: ({ kind }, { allowed }) => (allowed.includes(kind) ? undefined : refuse(madeUp('cardPicture.kind'))),
});

const taken: { kind: string; bytes: number; digits: string }[] = [];
let answer: () => StepResult<undefined>;

const cardStep = formStep(cardPage, {
  shown: () => Promise.resolve({ example: 'the <front> of the card', allowed: ['front'] }),
  complete: (_owner, fields) => {
    taken.push(fields);
    return Promise.resolve(answer());
  },
});

const cardView = formView(cardPage, {
  document: 'visit',
  errorPlaces: { [madeUp('cardPicture.blurred')]: 'picture' },
  render: ({ outline, shown, keypads }, { t, errors }) =>
    html`<form data-form="cardPicture">
      ${renderProgress(outline, t)} ${renderFormError(errors.form)}
      <p>${shown.example}</p>
      <p class="field__error" id="picture-error">${errors.fields['picture']}</p>
      ${renderKeypadField({ id: 'lastFour', label: 'digits', missing: '', digits: 4, keypad: keypads.lastFour }, t)}
      ${renderSubmit('send', 'sending')}
    </form>`,
});

/** Another, with nothing on it but a box. */
const noteTaken: string[] = [];
const notePage = stepPage<object>('note').withForm({
  shape: z.strictObject({ note: z.string().max(100) }),
  read: ({ note }) => note,
});
const noteStep = formStep(notePage, {
  shown: () => Promise.resolve({}),
  complete: (_owner, note) => {
    noteTaken.push(note);
    return Promise.resolve(answer());
  },
});
const noteView = formView(notePage, { document: 'visit', render: () => html`<form data-form="note"></form>` });

let site: SecureSite;
let browser: HttpBrowser;
let token: string;
let cases = 0;

beforeAll(async () => {
  const translators = () => (key: string) => `[${key}]`;
  site = await startSecureSite({ steps: [cardStep, noteStep], views: [cardView, noteView], translators });
}, 60_000);
afterAll(() => site.close());
beforeEach(async () => {
  cases += 1;
  taken.length = 0;
  answer = () => ok(undefined);
  browser = new HttpBrowser();
  await open('cardPicture');
});

/** A link to this one step, opened in the browser. */
async function open(step: string): Promise<void> {
  const link = await site.link([step], `${step}-${cases}`);
  token = link.split('/').at(-1) ?? '';
  await browser.open(link);
}

async function tap(path: string, body: object): Promise<SecureAnswer> {
  const { status, text } = await browser.open(`${site.url}${path}`, { json: body });
  return { status, ...(JSON.parse(text) as object) } as SecureAnswer; // our own server's answer
}

const begin = () => tap('/secure/begin', { link: { token } });
const fieldsOf = (page: SecureAnswer, picture: Buffer, changes: object = {}) => ({
  step: 'cardPicture',
  kind: 'front',
  picture: picture.toString('base64'),
  lastFour: press(page, 'lastFour', '2718'),
  ...changes,
});
const submit = async (page: SecureAnswer, fields: object) =>
  tap('/secure/steps/cardPicture', await envelopeBody(token, fields, page));

test('is drawn by its own view with what it shows, its keypad and its place in the outline', async () => {
  const page = await begin();
  expect(page).toMatchObject({ status: 200, kind: 'cardPicture', at: '/secure', envelope: expect.anything() });
  expect(page.html).toContain('the &lt;front&gt; of the card');
  expect(page.html).toContain('[secure.step.cardPicture]');
  expect(page.html.match(/data-cell=/g)).toHaveLength(10);
});

test('is opened and handed on, ten megabytes of it too, and the visit is finished', async () => {
  const page = await begin();
  const finished = await submit(page, fieldsOf(page, Buffer.alloc(10 * 1024 * 1024, 7)));
  expect(finished).toMatchObject({ status: 200, kind: 'finished' });
  expect(taken).toEqual([{ kind: 'front', bytes: 10 * 1024 * 1024, digits: '2718' }]);
});

test('refused, the sentence stands beside the field that its folder names, and a new keypad is there', async () => {
  const page = await begin();
  answer = () => refuse(madeUp('cardPicture.blurred'));
  const refused = await submit(page, fieldsOf(page, Buffer.from('blurred')));
  expect(refused).toMatchObject({ status: 422, kind: 'cardPicture', refusal: 'cardPicture.blurred' });
  expect(refused.html).toContain('id="picture-error">[error.cardPicture.blurred]<');
  expect(refused.html).toMatch(/id="form-error"[^>]*hidden/);
  answer = () => ok(undefined);
  expect((await submit(refused, fieldsOf(refused, Buffer.from('sharp')))).kind).toBe('finished');
});

test('refused without a place of its own, the sentence stands above the form', async () => {
  const page = await begin();
  answer = () => refuse(madeUp('cardPicture.expired'));
  const refused = await submit(page, fieldsOf(page, Buffer.from('old')));
  expect(refused.html).toMatch(/id="form-error"[^]*?>\s*\[error\.cardPicture\.expired\]/);
});

test('what the page did not offer is refused before its consumer sees it', async () => {
  const page = await begin();
  const refused = await submit(page, fieldsOf(page, Buffer.from('x'), { kind: 'back' }));
  expect(refused).toMatchObject({ status: 422, refusal: 'cardPicture.kind' });
  expect(taken).toEqual([]);
});

test.each<[string, object]>([
  ['of another step', { step: 'identity' }],
  ['with a field too many', { isAdmin: true }],
  ['that is no picture', { picture: '<svg/>' }],
  ['with digits instead of cells', { lastFour: '2718' }],
])('an envelope %s is a stale page', async (_name, changes) => {
  const page = await begin();
  const stale = await submit(page, fieldsOf(page, Buffer.from('x'), changes));
  expect(stale).toMatchObject({ status: 422, kind: 'cardPicture', refusal: 'visit.pageStale' });
  expect(taken).toEqual([]);
});

test('one page is one try, also when it is sent twice at once', async () => {
  const page = await begin();
  answer = () => refuse(madeUp('cardPicture.blurred'));
  const body = await envelopeBody(token, fieldsOf(page, Buffer.from('x')), page);
  const answers = await Promise.all([1, 2].map(() => tap('/secure/steps/cardPicture', body)));
  expect(new Set(answers.map(({ refusal }) => refusal))).toEqual(new Set(['cardPicture.blurred', 'visit.pageStale']));
  expect(taken).toHaveLength(1);
});

test('a page without a keypad is one try too', async () => {
  await open('note');
  const page = await begin();
  answer = () => refuse(madeUp('note.wrong'));
  const body = await envelopeBody(token, { step: 'note', note: 'a guess' }, page);
  const answers = await Promise.all([1, 2, 3].map(() => tap('/secure/steps/note', body)));
  expect(answers.filter(({ refusal }) => refusal === 'visit.pageStale')).toHaveLength(2);
  expect(noteTaken).toEqual(['a guess']);
});

test('its own limit holds, and no other step has it', async () => {
  await begin();
  const tooLong = { link: { token }, envelope: 'x'.repeat(20_000_001) };
  expect((await tap('/secure/steps/cardPicture', tooLong)).status).toBe(400);
  expect((await tap('/secure/steps/identity', { ...tooLong, envelope: 'x'.repeat(70_000) })).status).toBe(413);
  expect((await tap('/secure/steps/nobody', { link: { token } })).status).toBe(404);
});
