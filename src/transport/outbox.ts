import type { FrameRun } from './frame-run.ts';
import type { Flushable, TurnFlusher } from './turn-flusher.ts';

/** What the outbox needs of a `net.Socket`. */
export interface OutboxSocket {
  /** Bytes written but not yet taken by the operating system. */
  readonly writableLength: number;
  write(bytes: Uint8Array): boolean;
}

export interface OutboxOptions {
  readonly socket: OutboxSocket;
  readonly flusher: Pick<TurnFlusher, 'schedule' | 'noFrames'>;
  /** The bound on bytes queued here and in the socket together. */
  readonly capacityBytes: number;
  /** False once the WebSocket has sent a close frame: nothing may follow it. */
  canWrite(): boolean;
}

/** From this share of its capacity on, an outbox takes no more fast messages. */
const FAST_SHARE = 1 / 4;
/** Up to this share of a bound, it does not matter what the socket has got rid of meanwhile. */
const EASY_SHARE = 1 / 2;

/** Collects what one turn of the event loop sends to one socket, and writes it as one. */
export class Outbox implements Flushable {
  readonly #options: OutboxOptions;
  readonly #capacityBytes: number;
  #queued: FrameRun | undefined;
  /** What the socket held after the last write. */
  #heldBytes = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#capacityBytes = options.capacityBytes;
  }

  /** Bytes on their way that the operating system has not taken yet. */
  get backlogBytes(): number {
    return (this.#queued?.byteLength ?? 0) + this.#options.socket.writableLength;
  }

  /** Queues a whole WebSocket frame; false when there is no room, which ends the connection. */
  pushReliable(frame: Uint8Array): boolean {
    if (!this.#isWithin(this.#capacityBytes - frame.length)) return false;
    this.#push(frame);
    return true;
  }

  /** Queues a whole WebSocket frame; false when it was dropped, which a fast message may be. */
  pushFast(frame: Uint8Array): boolean {
    if (!this.#isWithin(Math.ceil(this.#capacityBytes * FAST_SHARE) - 1)) return false;
    return this.pushReliable(frame);
  }

  /** Writes what is queued now. */
  flush(): void {
    const queued = this.#queued;
    this.#queued = undefined;
    if (queued === undefined || !this.#options.canWrite()) return;
    const { socket } = this.#options;
    // One buffer, so that the stream has one write to keep account of.
    socket.write(queued.join());
    this.#heldBytes = socket.writableLength;
  }

  /**
   * Whether the backlog is at most this. The socket can only have got rid of bytes since the last write, but for a few
   * pongs. So it is asked only where that could matter: of each receiver of a group's message, its outbox alone has to
   * be fetched into the processor's cache.
   */
  #isWithin(bytes: number): boolean {
    const mostBytes = (this.#queued?.byteLength ?? 0) + this.#heldBytes;
    return mostBytes <= bytes * EASY_SHARE || this.backlogBytes <= bytes;
  }

  #push(frame: Uint8Array): void {
    const { flusher } = this.#options;
    if (this.#queued === undefined) flusher.schedule(this);
    this.#queued = (this.#queued ?? flusher.noFrames).with(frame);
  }
}
