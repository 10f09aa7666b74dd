import { ByteReader } from '../../src/bridge/byte-reader.ts';
import { copyBytes } from '../../src/bridge/captured.ts';
import { EXCHANGE_BYTES } from '../../src/bridge/entry.ts';
import { NativeUint8Array } from './primordials.ts';

/**
 * Memory that the worker and this isolate both see, for batches that are short enough: to have a buffer copied into an
 * isolate and another one out of it costs more than the call itself (`npm run bench -- bridge`). No script ever sees
 * it: what a script gets of it is copied, see `SessionEvents`.
 */
export class Exchange {
  readonly #incoming: ByteReader;
  readonly #outgoing: Uint8Array;

  constructor(shared: SharedArrayBuffer) {
    this.#incoming = new ByteReader(new NativeUint8Array(shared, 0, EXCHANGE_BYTES));
    this.#outgoing = new NativeUint8Array(shared, EXCHANGE_BYTES, EXCHANGE_BYTES);
  }

  /** What the worker has put there, so many bytes. The worker puts nothing else there before the batch is done. */
  read(length: number): ByteReader {
    this.#incoming.restart(length);
    return this.#incoming;
  }

  /** @returns how many bytes there are for the worker now; undefined: it is too much */
  write(status: number, body: Uint8Array): number | undefined {
    if (body.length >= EXCHANGE_BYTES) return undefined;
    this.#outgoing[0] = status;
    copyBytes(this.#outgoing, body, 1);
    return 1 + body.length;
  }
}
