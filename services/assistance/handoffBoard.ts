import { createHash } from 'node:crypto';
import { Unavailable } from '../shared/unavailable.ts';
import type { Records, Versioned } from '../state/records.ts';
import { isUnderWay, type HandoffNote } from '../cases/handoff.ts';

/** A hand-off with its number, as the agents' board shows it. */
export interface NumberedHandoff extends HandoffNote {
  readonly number: string;
}

/** A number that was allotted. */
export interface Allotted {
  readonly number: string;
  /** How many wait who came before. */
  readonly ahead: number;
}

/** A part of the board: the hand-offs whose numbers fall on it. */
interface Panel {
  readonly schema: 1;
  readonly handoffs: readonly NumberedHandoff[];
}

/** Parts of the board: few enough to read them all, enough that they are seldom written at once. */
const panels = 32;
/** The shortest number, and the longest that is tried. */
const digits = [4, 5, 6, 7, 8] as const;
/** Numbers tried of each length: when most are in use, the next length comes sooner than the last free one is found. */
const triesALength = 16;
/** A number rests so long after its hand-off, so that an old card leads to nobody else. */
const restHours = 24;
const mostRaces = 50;

/**
 * The agents' board: which number stands for which hand-off, and who waits. It follows the cases, which decide (handoff.ts);
 * every change of it is a compare-and-set of one panel.
 */
export class HandoffBoard {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  /**
   * Gives a hand-off its number: short, and nobody else's while it is under way. The same hand-off again gets the same.
   * Outage: `Unavailable('store')`, as every method.
   */
  async allot(note: HandoffNote, now: Temporal.Instant): Promise<Allotted> {
    for (let race = 0; race < mostRaces; race += 1) {
      const board = await this.#readAll();
      const all = board.flatMap(({ value }) => value.handoffs);
      const own = all.find(({ id }) => id === note.id);
      const number = own?.number ?? freeNumber(note.id, all, now);
      const ahead = all.filter((other) => waitsBefore(other, note)).length;
      if (own || (await this.#put({ ...note, number }, board[panelOf(number)]))) return { number, ahead };
    }
    throw new Unavailable('store', { cause: new Error('every write of the board lost its race') });
  }

  /** Follows a change; one that is older than what the board shows changes nothing. */
  async note(note: NumberedHandoff): Promise<void> {
    for (let race = 0; race < mostRaces; race += 1) {
      const panel = await this.#read(panelOf(note.number));
      const shown = panel.value.handoffs.find(({ number }) => number === note.number);
      if (shown?.id !== note.id || shown.revision >= note.revision) return;
      if (await this.#put(note, panel)) return;
    }
    throw new Unavailable('store', { cause: new Error('every write of the board lost its race') });
  }

  /** The hand-off that a number stands for; for a day also when it is closed. */
  async byNumber(number: string): Promise<NumberedHandoff | undefined> {
    if (!/^\d{4,8}$/.test(number)) return undefined;
    const { value } = await this.#read(panelOf(number));
    return value.handoffs.find((one) => one.number === number);
  }

  /** Everything on the board, oldest first: what waits, what is taken, what was closed within a day. */
  async all(): Promise<readonly NumberedHandoff[]> {
    const board = await this.#readAll();
    return board.flatMap(({ value }) => value.handoffs).sort((a, b) => (isOlder(a, b) ? -1 : 1));
  }

  /** Takes off what has rested, and what `isGone` says. Answers how many went. */
  async sweep(now: Temporal.Instant, isGone: (note: NumberedHandoff) => boolean = () => false): Promise<number> {
    let gone = 0;
    for (let index = 0; index < panels; index += 1) {
      const { value, version } = await this.#read(index);
      const kept = value.handoffs.filter((one) => !hasRested(one, now) && !isGone(one));
      if (kept.length === value.handoffs.length) continue;
      const written = await this.#records.putIfVersion(keyOf(index), panelWith(kept), version);
      if (written !== false) gone += value.handoffs.length - kept.length;
    }
    return gone;
  }

  async #put(note: NumberedHandoff, panel: Versioned<Panel> | undefined): Promise<boolean> {
    const others = (panel?.value.handoffs ?? []).filter(({ number }) => number !== note.number);
    const key = keyOf(panelOf(note.number));
    return (await this.#records.putIfVersion(key, panelWith([...others, note]), panel?.version ?? 0)) !== false;
  }

  #readAll(): Promise<Versioned<Panel>[]> {
    return Promise.all(Array.from({ length: panels }, (_, index) => this.#read(index)));
  }

  async #read(index: number): Promise<Versioned<Panel>> {
    return (await this.#records.get<Panel>(keyOf(index))) ?? { value: panelWith([]), version: 0 };
  }
}

function panelWith(handoffs: readonly NumberedHandoff[]): Panel {
  return { schema: 1, handoffs };
}

function keyOf(index: number): string {
  return `handoffs:{${index}}`;
}

function panelOf(number: string): number {
  return Number(number) % panels;
}

/** The first free one of the numbers that fall to this hand-off: the same ones whenever it asks. */
function freeNumber(id: string, all: readonly NumberedHandoff[], now: Temporal.Instant): string {
  const used = new Set(all.filter((one) => !hasRested(one, now)).map(({ number }) => number));
  const wanted = digits.flatMap((length) =>
    Array.from({ length: triesALength }, (_, attempt) => numberFor(id, length, attempt)),
  );
  const free = wanted.find((number) => !used.has(number));
  if (free === undefined) throw new Error('expected a free number, found every one in use');
  return free;
}

function numberFor(id: string, length: number, attempt: number): string {
  const hash = createHash('sha256').update(`handoff|${id}|${length}|${attempt}`).digest();
  const lowest = 10 ** (length - 1);
  return String(lowest + (hash.readUInt32BE() % (9 * lowest)));
}

function hasRested({ state, closedAt }: HandoffNote, now: Temporal.Instant): boolean {
  return state === 'closed' && now.since(Temporal.Instant.from(closedAt ?? '')).total('hours') >= restHours;
}

function waitsBefore(other: HandoffNote, note: HandoffNote): boolean {
  return isUnderWay(other) && other.state === 'waiting' && other.id !== note.id && isOlder(other, note);
}

function isOlder(one: HandoffNote, other: HandoffNote): boolean {
  const order = Temporal.Instant.compare(Temporal.Instant.from(one.openedAt), Temporal.Instant.from(other.openedAt));
  return order === 0 ? one.id < other.id : order < 0;
}
