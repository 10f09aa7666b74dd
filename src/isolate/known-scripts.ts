import { RequestKind, type ScriptRequest } from './frames.ts';
import type { ScriptOptions } from './script-link.ts';

/** The scripts one worker has been sent; it keeps the last few. */
export class KnownScripts {
  readonly #max: number;
  readonly #send: (kind: number, body: Buffer) => void;
  /** Hashes, oldest first. */
  readonly #hashes = new Set<string>();

  constructor(max: number, send: (kind: number, body: Buffer) => void) {
    this.#max = max;
    this.#send = send;
  }

  /** Sends a script that the worker does not have. */
  teach({ hash, code }: ScriptOptions): void {
    if (this.#hashes.has(hash)) return;
    if (this.#hashes.size >= this.#max) {
      const oldest = this.#hashes.values().next().value!;
      this.#hashes.delete(oldest);
      this.#send(RequestKind.forgetScript, Buffer.from(oldest));
    }
    this.#hashes.add(hash);
    const request: ScriptRequest = { hash, code };
    this.#send(RequestKind.script, Buffer.from(JSON.stringify(request)));
  }
}
