import type { Socket } from 'node:net';
import { BATCH_HEAD_BYTES, type BatchBudget, writeBatchHead } from '../bridge/batch-head.ts';
import { ByteWriter } from '../bridge/byte-writer.ts';
import type { EventWriter } from '../bridge/event-writer.ts';
import { frameHead, RequestKind } from './frames.ts';

/** After a longer write the room for it is given back. */
const KEPT_BYTES = 256 * 1024;

/**
 * The host's way to a worker. Frames wait here while the worker is being started; their number is bounded by who sends
 * them. They are written one behind the other, so that a batch is copied twice on its way and no memory taken for it.
 */
export class WorkerLink {
  #socket: Socket | undefined;
  #waiting = newWriter();
  #isCollecting = false;

  /** The worker is there: what has waited leaves, all in one write. */
  connect(socket: Socket): void {
    this.#socket = socket;
    // A broken pipe means that the process is ending, of which the host is told otherwise.
    socket.on('error', () => {});
    this.#writeWaiting();
  }

  send(kind: number, sessionNumber: number, body: Uint8Array): void {
    this.#waiting.raw(frameHead(kind, sessionNumber, body.length));
    this.#waiting.raw(body);
    if (!this.#isCollecting) this.#writeWaiting();
  }

  /** Sends what `events` hold, which is taken from them. */
  sendBatch(sessionNumber: number, nowUs: number, budget: BatchBudget, events: EventWriter): void {
    this.#waiting.raw(frameHead(RequestKind.batch, sessionNumber, BATCH_HEAD_BYTES + events.batchBytes));
    writeBatchHead(this.#waiting, nowUs, budget);
    events.moveTo(this.#waiting);
    if (!this.#isCollecting) this.#writeWaiting();
  }

  /** What is sent in its course leaves together. */
  inOneWrite(run: () => void): void {
    this.#isCollecting = true;
    try {
      run();
    } finally {
      this.#isCollecting = false;
    }
    this.#writeWaiting();
  }

  /** One buffer, so that the stream has one write to keep account of. */
  #writeWaiting(): void {
    const waiting = this.#waiting;
    if (this.#socket === undefined || waiting.length === 0) return;
    if (!this.#socket.destroyed) this.#socket.write(Buffer.from(waiting.written()));
    if (waiting.length > KEPT_BYTES) this.#waiting = newWriter();
    else waiting.reset();
  }
}

function newWriter(): ByteWriter {
  return new ByteWriter(Number.POSITIVE_INFINITY);
}
