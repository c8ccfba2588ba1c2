import type { SkillCall } from './kakaoSkill.ts';

/** A call under way. */
export interface CallInProgress {
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
export class CallsInProgress {
  readonly #calls = new Map<string, CallInProgress[]>();

  /** Adds a call; the answered function takes it away. */
  add(current: CallInProgress): () => void {
    const { conversationId } = current;
    this.#calls.set(conversationId, [...this.of(conversationId), current]);
    return () => {
      const left = this.of(conversationId).filter((one) => one !== current);
      if (left.length > 0) this.#calls.set(conversationId, left);
      else this.#calls.delete(conversationId);
    };
  }

  of(conversationId: string): readonly CallInProgress[] {
    return this.#calls.get(conversationId) ?? [];
  }

  othersOf(current: CallInProgress): readonly CallInProgress[] {
    return this.of(current.conversationId).filter((one) => one !== current);
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
export function beginCall(call: SkillCall, conversationId: string, words: string, key: string): CallInProgress {
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
