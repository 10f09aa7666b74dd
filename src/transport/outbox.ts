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

/** Collects what one turn of the event loop sends to one socket, and writes it as one. */
export class Outbox implements Flushable {
  readonly #options: OutboxOptions;
  #queued: FrameRun | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Bytes on their way that the operating system has not taken yet. */
  get backlogBytes(): number {
    return (this.#queued?.byteLength ?? 0) + this.#options.socket.writableLength;
  }

  /** Queues a whole WebSocket frame; false when there is no room, which ends the connection. */
  pushReliable(frame: Uint8Array): boolean {
    if (this.backlogBytes + frame.length > this.#options.capacityBytes) return false;
    this.#push(frame);
    return true;
  }

  /** Queues a whole WebSocket frame; false when it was dropped, which a fast message may be. */
  pushFast(frame: Uint8Array): boolean {
    if (this.backlogBytes >= this.#options.capacityBytes * FAST_SHARE) return false;
    return this.pushReliable(frame);
  }

  /** Writes what is queued now. */
  flush(): void {
    const queued = this.#queued;
    this.#queued = undefined;
    if (queued === undefined || !this.#options.canWrite()) return;
    // One buffer, so that the stream has one write to keep account of.
    this.#options.socket.write(queued.join());
  }

  #push(frame: Uint8Array): void {
    const { flusher } = this.#options;
    if (this.#queued === undefined) flusher.schedule(this);
    this.#queued = (this.#queued ?? flusher.noFrames).with(frame);
  }
}
