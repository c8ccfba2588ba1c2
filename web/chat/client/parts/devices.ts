import type { ChatSettings } from '../../chatSettings.ts';

interface Message {
  readonly id: string;
  readonly text: string;
  readonly at: string;
}

interface Device {
  readonly section: HTMLElement;
  readonly empty: string;
  address: string;
  /** Where its messages are; empty when nobody is chosen. */
  url: string;
}

const pollMilliseconds = 1000;

/** Shows what arrives at the sandbox's phone and mailbox of the person that is chosen; nothing outside the sandbox. */
export function showDevices(texts: ChatSettings['texts']): void {
  const person = document.querySelector<HTMLSelectElement>('#person');
  const number = document.querySelector<HTMLInputElement>('#number');
  const otherNumber = document.querySelector<HTMLElement>('#otherNumber');
  const phone = deviceOf('phone', texts.emptyPhone);
  const mailbox = deviceOf('mailbox', texts.emptyMailbox);
  if (!person || !number || !otherNumber || !phone || !mailbox) return;
  const choose = (): void => {
    otherNumber.hidden = person.value !== '';
    const typed = number.value.replaceAll(/\D/gu, '');
    const digits = person.value === '' ? typed : person.value.replaceAll('-', '');
    point(
      phone,
      person.value === '' ? number.value : person.value,
      digits.length < 10 ? '' : `/sandbox/phones/${digits}/messages`,
    );
    const email = person.selectedOptions[0]?.dataset['email'] ?? '';
    point(mailbox, email, email === '' ? '' : `/sandbox/mailboxes/${encodeURIComponent(email)}/messages`);
    void refresh();
  };
  const refresh = async (): Promise<void> => {
    if (document.visibilityState === 'hidden') return;
    await Promise.all([phone, mailbox].map((device) => load(device, texts.unreachable)));
  };
  person.addEventListener('change', choose);
  number.addEventListener('input', choose);
  document.addEventListener('visibilitychange', () => void refresh());
  choose();
  const poll = (): void => void refresh().finally(() => setTimeout(poll, pollMilliseconds));
  setTimeout(poll, pollMilliseconds);
}

function deviceOf(id: string, empty: string): Device | undefined {
  const section = document.querySelector<HTMLElement>(`#${id}`);
  return section ? { section, empty, address: '', url: '' } : undefined;
}

function point(device: Device, address: string, url: string): void {
  if (device.url !== url) draw(device, [], device.empty);
  device.address = address;
  device.url = url;
  const shown = device.section.querySelector('[data-address]');
  if (shown) shown.textContent = address;
}

async function load(device: Device, unreachable: string): Promise<void> {
  const { url } = device;
  if (url === '') return;
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    if (!response.ok) throw new Error(`expected 200, found ${response.status}`);
    // Our own sandbox's JSON (CONTRACT §4), oldest first.
    const messages = (await response.json()) as Message[];
    if (device.url === url) draw(device, messages, device.empty);
  } catch {
    if (device.url === url) draw(device, undefined, unreachable);
  }
}

function draw(device: Device, messages: readonly Message[] | undefined, note: string): void {
  const inbox = device.section.querySelector('[data-inbox]');
  const empty = device.section.querySelector<HTMLElement>('[data-empty]');
  if (!inbox || !empty) return;
  empty.textContent = note;
  empty.hidden = messages !== undefined && messages.length > 0;
  if (!messages) return;
  const newestFirst = [...messages].reverse();
  const ids = newestFirst.map(({ id }) => id).join(' ');
  if (inbox.getAttribute('data-ids') === ids) return;
  inbox.setAttribute('data-ids', ids);
  inbox.replaceChildren(...newestFirst.map((message) => item(message)));
}

function item({ text, at }: Message): HTMLElement {
  const entry = document.createElement('li');
  entry.className = 'inbox__message';
  const time = document.createElement('time');
  time.dateTime = at;
  time.textContent = new Date(at).toLocaleTimeString(document.documentElement.lang, {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'Asia/Seoul',
  });
  entry.append(time, text);
  return entry;
}
