import { closeSync, openSync, readSync } from 'node:fs';

/** Linux counts memory in pages of this size on x64, and on arm64 as Node supports it. */
const PAGE_BYTES = 4096;
const MIB = 1024 * 1024;

/** The resident memory of another process, read from the file that Linux keeps about it. */
export class ProcessMemory implements Disposable {
  readonly #text = Buffer.alloc(256);
  #file: number | undefined;

  /** Where there is no such file, `residentMb` is always 0. */
  constructor(pid: number) {
    try {
      this.#file = openSync(`/proc/${pid}/statm`, 'r');
    } catch {
      this.#file = undefined;
    }
  }

  /** Mebibytes; 0 when the process is gone. Takes some microseconds and waits for nothing. */
  get residentMb(): number {
    if (this.#file === undefined) return 0;
    try {
      const length = readSync(this.#file, this.#text, 0, this.#text.length, 0);
      const [, pages] = this.#text.toString('latin1', 0, length).split(' ');
      return (Number(pages ?? 0) * PAGE_BYTES) / MIB;
    } catch {
      return 0;
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
