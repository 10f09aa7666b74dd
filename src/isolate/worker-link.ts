import type { Socket } from 'node:net';
import { frameHead } from './frames.ts';

/** The host's way to a worker. Frames wait here while the worker is being started; their number is bounded by who sends them. */
export class WorkerLink {
  #socket: Socket | undefined;
  readonly #waiting: Uint8Array[] = [];

  /** The worker is there: what has waited leaves, all in one write. */
  connect(socket: Socket): void {
    this.#socket = socket;
    // A broken pipe means that the process is ending, of which the host is told otherwise.
    socket.on('error', () => {});
    this.inOneWrite(() => {
      for (const part of this.#waiting.splice(0)) this.#write(part);
    });
  }

  send(kind: number, sessionNumber: number, ...parts: readonly Uint8Array[]): void {
    const bodyBytes = parts.reduce((sum, part) => sum + part.length, 0);
    this.#write(frameHead(kind, sessionNumber, bodyBytes));
    for (const part of parts) this.#write(part);
  }

  /** What is sent in its course leaves together. */
  inOneWrite(run: () => void): void {
    this.#socket?.cork();
    run();
    this.#socket?.uncork();
  }

  #write(part: Uint8Array): void {
    if (this.#socket === undefined) this.#waiting.push(part);
    else if (!this.#socket.destroyed) this.#socket.write(part);
  }
}
