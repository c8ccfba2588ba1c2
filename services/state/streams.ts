/** One entry of a stream with its place; places begin at 1 and have no gaps but where the stream was emptied. */
export interface Entry {
  readonly position: number;
  readonly id: string;
  readonly value: string;
}

/** Append-only lists (the activities of a conversation, the messages of a sandbox phone). */
export interface Streams {
  /** Appends in order, durably; an id that is already there is left alone. Answers the last position of the stream. */
  append(stream: string, entries: readonly { readonly id: string; readonly value: string }[]): Promise<number>;
  /** Up to `limit` entries after `position` (0: from the beginning). */
  read(stream: string, position: number, limit: number): Promise<readonly Entry[]>;
  /** Removes what stands in the stream; places go on, so that a reader who waits after the last one misses nothing. */
  empty(stream: string): Promise<void>;
  /** Removes the whole stream; it begins again at 1. */
  remove(stream: string): Promise<void>;
}
