import { EXCHANGE_BYTES } from '../../src/bridge/entry.ts';
import { NativeUint8Array, setBytes } from './primordials.ts';

/**
 * Memory that the worker and this isolate both see, for batches that are short enough: to have a buffer copied into an
 * isolate and another one out of it costs more than the call itself (`npm run bench -- bridge`). No script ever sees
 * it: what comes in is copied before anything is made of it.
 */
export class Exchange {
  readonly #shared: SharedArrayBuffer;
  readonly #outgoing: Uint8Array;

  constructor(shared: SharedArrayBuffer) {
    this.#shared = shared;
    this.#outgoing = new NativeUint8Array(shared, EXCHANGE_BYTES, EXCHANGE_BYTES);
  }

  /** What the worker has put there, so many bytes, as a copy. */
  read(length: number): Uint8Array {
    const bytes = new NativeUint8Array(length);
    // Not by `subarray`, which asks a constructor that the strict profile has made its own.
    setBytes(bytes, new NativeUint8Array(this.#shared, 0, length));
    return bytes;
  }

  /** @returns how many bytes there are for the worker now; 0: it is too much */
  write(status: number, body: Uint8Array): number {
    if (body.length >= EXCHANGE_BYTES) return 0;
    this.#outgoing[0] = status;
    setBytes(this.#outgoing, body, 1);
    return 1 + body.length;
  }
}
