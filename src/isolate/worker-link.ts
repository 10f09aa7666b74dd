import type { Socket } from 'node:net';
import { frameHead } from './frames.ts';

/** The host's way to a worker. Frames wait here while the worker is being started; their number is bounded by who sends them. */
export class WorkerLink {
  #socket: Socket | undefined;
  readonly #waiting: Uint8Array[] = [];
  #isCollecting = false;

  /** The worker is there: what has waited leaves, all in one write. */
  connect(socket: Socket): void {
    this.#socket = socket;
    // A broken pipe means that the process is ending, of which the host is told otherwise.
    socket.on('error', () => {});
    this.#writeWaiting();
  }

  send(kind: number, sessionNumber: number, ...parts: readonly Uint8Array[]): void {
    const bodyBytes = parts.reduce((sum, part) => sum + part.length, 0);
    this.#waiting.push(frameHead(kind, sessionNumber, bodyBytes), ...parts);
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
    if (this.#socket === undefined || this.#waiting.length === 0) return;
    const parts = this.#waiting.splice(0);
    if (!this.#socket.destroyed) this.#socket.write(Buffer.concat(parts));
  }
}
