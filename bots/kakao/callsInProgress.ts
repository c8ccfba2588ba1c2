import type { SkillCall } from './kakaoSkill.ts';

/** A call under way. */
export interface Flight {
  readonly conversationId: string;
  readonly call: SkillCall;
  /** Digest of who said what where. */
  readonly words: string;
  /** The delivery's key; empty until it is known. */
  key: string;
  /** Its turn is running: what the bot shows now is shown because of it. */
  speaking: boolean;
  /** Its answer is being taken out of the store. */
  taking: boolean;
  /** The customer was told to wait. */
  late: boolean;
  /** Its answer goes out by callback, to nobody else. */
  callsBack: boolean;
  /** Resolves when its turn is over, however it ended. */
  done: Promise<unknown>;
}

/** The calls under way on this instance, by conversation, in the order they came. */
export class Flights {
  readonly #flights = new Map<string, Flight[]>();

  /** Adds a call; the answered function takes it away. */
  add(flight: Flight): () => void {
    const { conversationId } = flight;
    this.#flights.set(conversationId, [...this.of(conversationId), flight]);
    return () => {
      const left = this.of(conversationId).filter((one) => one !== flight);
      if (left.length > 0) this.#flights.set(conversationId, left);
      else this.#flights.delete(conversationId);
    };
  }

  of(conversationId: string): readonly Flight[] {
    return this.#flights.get(conversationId) ?? [];
  }

  othersOf(flight: Flight): readonly Flight[] {
    return this.of(flight.conversationId).filter((one) => one !== flight);
  }

  /** The key of the call whose turn is running. */
  speaker(conversationId: string): string | null {
    return this.of(conversationId).find(({ speaking }) => speaking)?.key ?? null;
  }

  /** True while somebody waits for an answer. */
  isAwaited(conversationId: string): boolean {
    return this.of(conversationId).some(({ late }) => !late);
  }
}

/** A call that has just come in. */
export function newFlight(call: SkillCall, conversationId: string, words: string, key: string): Flight {
  return {
    conversationId,
    call,
    words,
    key,
    speaking: false,
    taking: false,
    late: false,
    callsBack: false,
    done: Promise.resolve(),
  };
}
