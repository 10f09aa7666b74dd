import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A stream of server-sent events to one browser. What it has not read yet is bounded. */
export class EventStream {
  readonly #out: Readable;
  readonly #maxBytes: number;
  #isOver = false;

  /** @param maxBytes that wait for the browser at most */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#out = new Readable({ highWaterMark: maxBytes, read: () => {} });
    // Something has to come at once, or browsers do not know that the stream is open.
    this.beat();
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

  /** Keeps what is between here and the browser from taking it for dead. */
  beat(): void {
    if (!this.#isOver && this.isRead) this.#out.push(':\n\n');
  }

  /** What was sent arrives still. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#out.push(null);
  }

  /** Instead of `answer`, when there is nothing to answer with. */
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
