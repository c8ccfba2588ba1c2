/** A message as `…/messages` answers it. */
interface Delivery {
  readonly id: string;
  readonly subject?: string;
  readonly text: string;
  readonly at: string;
}

const everyMilliseconds = 1000;

/** Puts what has arrived since on top of the list. */
function show(list: HTMLElement, deliveries: readonly Delivery[]): void {
  const shown = new Set(
    [...list.children].map((item) => (item instanceof HTMLElement ? item.dataset['id'] : undefined)),
  );
  for (const delivery of deliveries) if (!shown.has(delivery.id)) list.prepend(itemOf(delivery));
  document.getElementById('empty')?.toggleAttribute('hidden', deliveries.length > 0);
}

function itemOf({ id, subject, text, at }: Delivery): HTMLLIElement {
  const item = document.createElement('li');
  item.className = 'inbox__message';
  item.dataset['id'] = id;
  if (subject !== undefined) item.append(element('strong', subject), document.createElement('br'));
  const time = element(
    'small',
    new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Asia/Seoul', timeStyle: 'short' }),
  );
  time.className = 'muted';
  item.append(text, document.createElement('br'), time);
  return item;
}

function element(name: 'strong' | 'small', text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

async function refresh(list: HTMLElement): Promise<void> {
  try {
    const response = await fetch(list.dataset['source'] ?? '', { cache: 'no-store' });
    // Our own answer (CONTRACT §4).
    if (response.ok && !document.hidden) show(list, (await response.json()) as Delivery[]);
  } finally {
    setTimeout(() => void refresh(list).catch(() => undefined), everyMilliseconds);
  }
}

const list = document.getElementById('inbox');
if (list) void refresh(list).catch(() => undefined);
