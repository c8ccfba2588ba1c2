import { createHash } from 'node:crypto';
import { changeRecord, type NextValue } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
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
    const all = await this.#readAll();
    const ahead = all.filter((other) => waitsBefore(other, note)).length;
    const own = all.find(({ id }) => id === note.id);
    if (own) return { number: own.number, ahead };
    for (const number of freeNumbers(note.id, all, now)) {
      if (await this.#claim({ ...note, number }, now)) return { number, ahead };
    }
    throw new Error('expected a free number, found every one in use');
  }

  /** False when somebody else got the number meanwhile. */
  async #claim(note: NumberedHandoff, now: Temporal.Instant): Promise<boolean> {
    const { after } = await this.#change(panelOf(note.number), (shown) => {
      const holder = shown.find(({ number }) => number === note.number);
      return holder && !hasRested(holder, now) ? undefined : withNote(shown, note);
    });
    return after.some(({ id, number }) => id === note.id && number === note.number);
  }

  /** Follows a change; one that is older than what the board shows changes nothing. */
  async note(note: NumberedHandoff): Promise<void> {
    await this.#change(panelOf(note.number), (handoffs) => {
      const shown = handoffs.find(({ number }) => number === note.number);
      return shown?.id === note.id && shown.revision < note.revision ? withNote(handoffs, note) : undefined;
    });
  }

  /** The hand-off that a number stands for; for a day also when it is closed. */
  async byNumber(number: string): Promise<NumberedHandoff | undefined> {
    if (!/^\d{4,8}$/.test(number)) return undefined;
    return (await this.#read(panelOf(number))).find((one) => one.number === number);
  }

  /** Everything on the board, oldest first: what waits, what is taken, what was closed within a day. */
  async all(): Promise<readonly NumberedHandoff[]> {
    return (await this.#readAll()).sort((a, b) => (isOlder(a, b) ? -1 : 1));
  }

  /** Takes off what has rested, and what `isGone` says. Answers how many went. */
  async sweep(now: Temporal.Instant, isGone: (note: NumberedHandoff) => boolean = () => false): Promise<number> {
    const goes = (one: NumberedHandoff): boolean => hasRested(one, now) || isGone(one);
    let gone = 0;
    for (let index = 0; index < panels; index += 1) {
      const { before, after } = await this.#change(index, (handoffs) =>
        handoffs.some((one) => goes(one)) ? handoffs.filter((one) => !goes(one)) : undefined,
      );
      gone += before.length - after.length;
    }
    return gone;
  }

  /** Changes one panel by compare-and-set; undefined leaves it as it is. Answers what was on it, and what is. */
  async #change(
    index: number,
    next: (handoffs: readonly NumberedHandoff[]) => readonly NumberedHandoff[] | undefined,
  ): Promise<{ readonly before: readonly NumberedHandoff[]; readonly after: readonly NumberedHandoff[] }> {
    const { before, after } = await changeRecord<Panel>(this.#records, keyOf(index), (panel): NextValue<Panel> => {
      const handoffs = next(panel?.handoffs ?? []);
      return handoffs && { schema: 1, handoffs };
    });
    return { before: before?.handoffs ?? [], after: after?.handoffs ?? [] };
  }

  async #readAll(): Promise<NumberedHandoff[]> {
    return (await Promise.all(Array.from({ length: panels }, (_, index) => this.#read(index)))).flat();
  }

  async #read(index: number): Promise<readonly NumberedHandoff[]> {
    return (await this.#records.get<Panel>(keyOf(index)))?.value.handoffs ?? [];
  }
}

function withNote(handoffs: readonly NumberedHandoff[], note: NumberedHandoff): readonly NumberedHandoff[] {
  return [...handoffs.filter(({ number }) => number !== note.number), note];
}

function keyOf(index: number): string {
  return `handoffs:{${index}}`;
}

function panelOf(number: string): number {
  return Number(number) % panels;
}

/** Those of the numbers that fall to this hand-off, the same ones whenever it asks, that are free; the shortest first. */
function freeNumbers(id: string, all: readonly NumberedHandoff[], now: Temporal.Instant): readonly string[] {
  const used = new Set(all.filter((one) => !hasRested(one, now)).map(({ number }) => number));
  const wanted = digits.flatMap((length) =>
    Array.from({ length: triesALength }, (_, attempt) => numberFor(id, length, attempt)),
  );
  return wanted.filter((number) => !used.has(number));
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
