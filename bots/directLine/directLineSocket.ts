import { WebSocket } from 'ws';
import type { ActivitySet } from './directLineLog.ts';

/** Limits of one socket. */
export const socketLimits = {
  /** Bytes; what a client sends is pings only. */
  frameBytes: 64 * 1024,
  /** How long a client may take to read one set; a slower one is cut off, and reads on when it comes back. */
  readMilliseconds: 5_000,
  heartbeatMilliseconds: 30_000,
} as const;

/** Reads what was shown after a watermark. */
export type ReadSet = (watermark: number) => Promise<ActivitySet>;

/** One client's socket: it sends everything after its watermark, in order, once. */
export class DirectLineSocket {
  readonly #socket: WebSocket;
  readonly #read: ReadSet;
  readonly #onFault: (error: unknown) => void;
  #watermark: number;
  #pumping = false;
  #wanted = false;
  #alive = true;

  constructor(parts: {
    readonly socket: WebSocket;
    readonly watermark: number;
    readonly read: ReadSet;
    readonly onFault: (error: unknown) => void;
  }) {
    this.#socket = parts.socket;
    this.#watermark = parts.watermark;
    this.#read = parts.read;
    this.#onFault = parts.onFault;
    this.#socket.on('message', () => (this.#alive = true));
    this.#socket.on('pong', () => (this.#alive = true));
    // 'close' follows; a client that breaks the protocol is no fault of ours.
    this.#socket.on('error', () => this.#socket.terminate());
  }

  /** Something may be new: sends it, after what is being sent already. */
  wake(): void {
    this.#wanted = true;
    if (!this.#pumping) void this.#pump();
  }

  /** Cuts off a client that was silent since the last call, and asks the others for a sign of life. */
  checkHeartbeat(): void {
    if (!this.#alive) return this.#socket.terminate();
    this.#alive = false;
    this.#socket.ping();
  }

  /** Says good-bye; the client comes back by itself, here or to another instance. */
  close(): void {
    this.#socket.close(1001);
  }

  /** Ends without a word. */
  terminate(): void {
    this.#socket.terminate();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#wanted && this.#socket.readyState === WebSocket.OPEN) {
        this.#wanted = false;
        await this.#sendNew();
      }
    } catch (error) {
      // It comes back and asks again from where it was.
      this.#onFault(error);
      this.#socket.close(1011);
    } finally {
      this.#pumping = false;
    }
  }

  async #sendNew(): Promise<void> {
    const set = await this.#read(this.#watermark);
    if (set.activities.length === 0) return;
    this.#watermark = Number(set.watermark);
    this.#wanted = true;
    await this.#send(JSON.stringify(set));
  }

  // Resolves when the system has taken all of it, so that never more than one set waits for a slow client.
  #send(text: string): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#socket.terminate(), socketLimits.readMilliseconds);
      this.#socket.send(text, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}
