import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** For routes that answer with a stream: whoever asks for its head alone would leave the stream to nobody. */
export const STREAM = { exposeHeadRoute: false } as const;

/** A comment. */
const SIGN_OF_LIFE = ':\n\n';
const MAX_UNREAD_BEATS = 3;

/** A stream of server-sent events to one browser. What it has not read yet is bounded. */
export class EventStream {
  readonly #out: Readable;
  readonly #maxBytes: number;
  #isOver = false;
  #unreadBeats = 0;

  /** @param maxBytes that wait for the browser at most */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#out = new Readable({ highWaterMark: maxBytes, read: () => {} });
    // Something has to come at once, or browsers do not know that the stream is open.
    this.#out.push(SIGN_OF_LIFE);
  }

  /** Answers the request with the stream. */
  answer(reply: FastifyReply): FastifyReply {
    return reply
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
      .type('text/event-stream; charset=utf-8')
      .send(this.#out);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Nothing waits for the browser. */
  get isRead(): boolean {
    return this.#out.readableLength === 0;
  }

  /** @returns false, and nothing sent, when too much waits already, or the stream is over */
  send(event: string, data: object): boolean {
    return this.sendText(event, JSON.stringify(data));
  }

  /** As `send`. @param json in one line */
  sendText(event: string, json: string): boolean {
    if (this.#isOver) return false;
    const bytes = Buffer.from(`event: ${event}\ndata: ${json}\n\n`);
    const { readableLength } = this.#out;
    // One event may be larger than the bound, where nothing else waits.
    if (readableLength > 0 && readableLength + bytes.length > this.#maxBytes) return false;
    this.#out.push(bytes);
    return true;
  }

  /**
   * Keeps what is between here and the browser from taking it for dead. A browser that has not read everything for so
   * many beats is cut off, so that it takes no place from others.
   */
  beat(): void {
    if (this.#isOver) return;
    this.#unreadBeats = this.isRead ? 0 : this.#unreadBeats + 1;
    if (this.isRead) this.#out.push(SIGN_OF_LIFE);
    else if (this.#unreadBeats >= MAX_UNREAD_BEATS) this.abandon();
  }

  /** What was sent arrives still. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#out.push(null);
  }

  /** Ends it without what waits; also instead of `answer`, when there is nothing to answer with. */
  abandon(): void {
    this.#isOver = true;
    this.#out.destroy();
  }

  /** Once, when it is over, whoever ended it. */
  onClose(closed: () => void): void {
    this.#out.once('close', () => {
      this.#isOver = true;
      closed();
    });
  }
}
