import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Random } from '../../services/shared/random.ts';
import type { Subscriptions } from '../../services/state/subscriptions.ts';
import type { DirectLineLog } from './directLineLog.ts';
import { DirectLineSocket, socketLimits } from './directLineSocket.ts';

/** Sockets of one conversation at most (tabs of one browser); the oldest goes when there are more. */
export const socketsPerConversation = 8;

/** How often a socket looks for something new without being woken: a wake-up may get lost. */
const lookMilliseconds = 20_000;

interface Room {
  readonly sockets: Set<DirectLineSocket>;
  readonly ended: Promise<() => Promise<void>>;
}

/** The open WebSockets of this instance, by conversation; other instances wake them through `Subscriptions`. */
export class DirectLineStream {
  readonly #log: DirectLineLog;
  readonly #subscriptions: Subscriptions;
  readonly #onFault: (error: unknown) => void;
  readonly #instance: string;
  readonly #rooms = new Map<string, Room>();
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: socketLimits.frameBytes,
    clientTracking: false,
  });
  #timers: NodeJS.Timeout[] = [];

  constructor(parts: {
    readonly log: DirectLineLog;
    readonly subscriptions: Subscriptions;
    readonly random: Random;
    readonly onFault: (error: unknown) => void;
  }) {
    this.#log = parts.log;
    this.#subscriptions = parts.subscriptions;
    this.#onFault = parts.onFault;
    this.#instance = parts.random.bytes(9).toString('base64url');
  }

  /** Takes over an upgrade that was allowed, and sends everything after the watermark. */
  accept(
    upgrade: { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
    conversationId: string,
    watermark: number,
  ): void {
    this.#server.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, (webSocket) => {
      const socket = new DirectLineSocket({
        socket: webSocket,
        watermark,
        read: (from) => this.#log.read(conversationId, from),
        onFault: this.#onFault,
      });
      const room = this.#enter(conversationId, socket);
      webSocket.once('close', () => this.#leave(conversationId, socket));
      // Only once the other instances are heard, so that nothing falls between the first read and the first wake-up.
      room.ended.then(() => socket.wake(), this.#onFault);
    });
  }

  /** Tells every instance that something was shown. */
  async wake(conversationId: string): Promise<void> {
    this.#wakeHere(conversationId);
    await this.#subscriptions.publish(topicOf(conversationId), this.#instance).catch(this.#onFault);
  }

  /** Says good-bye to everybody; their browsers come back by themselves. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    for (const socket of this.#all()) socket.close();
    setTimeout(() => {
      for (const socket of this.#all()) socket.terminate();
    }, 1000).unref();
  }

  #enter(conversationId: string, socket: DirectLineSocket): Room {
    if (this.#timers.length === 0) this.#startTimers();
    const room = this.#rooms.get(conversationId) ?? this.#open(conversationId);
    room.sockets.add(socket);
    const [oldest] = room.sockets;
    if (room.sockets.size > socketsPerConversation) oldest?.close();
    return room;
  }

  #open(conversationId: string): Room {
    const listener = (message: string): void => {
      if (message !== this.#instance) this.#wakeHere(conversationId);
    };
    const room = {
      sockets: new Set<DirectLineSocket>(),
      ended: this.#subscriptions.subscribe(topicOf(conversationId), listener),
    };
    this.#rooms.set(conversationId, room);
    return room;
  }

  #leave(conversationId: string, socket: DirectLineSocket): void {
    const room = this.#rooms.get(conversationId);
    room?.sockets.delete(socket);
    if (!room || room.sockets.size > 0) return;
    this.#rooms.delete(conversationId);
    room.ended.then((end) => end()).catch(this.#onFault);
  }

  #wakeHere(conversationId: string): void {
    for (const socket of this.#rooms.get(conversationId)?.sockets ?? []) socket.wake();
  }

  #startTimers(): void {
    const look = setInterval(() => {
      for (const socket of this.#all()) socket.wake();
    }, lookMilliseconds);
    const beat = setInterval(() => {
      for (const socket of this.#all()) socket.checkHeartbeat();
    }, socketLimits.heartbeatMilliseconds);
    this.#timers = [look.unref(), beat.unref()];
  }

  #all(): DirectLineSocket[] {
    return [...this.#rooms.values()].flatMap(({ sockets }) => [...sockets]);
  }
}

function topicOf(conversationId: string): string {
  return `directline:${conversationId}`;
}
