import { closeSync, openSync, readSync } from 'node:fs';

/** Linux counts memory in pages of this size on x64, and on arm64 as Node supports it. */
const PAGE_BYTES = 4096;
const MIB = 1024 * 1024;
const NS_PER_MS = 1_000_000;

/**
 * What Linux says of another process, in `/proc`. Reading takes some microseconds and waits for nothing. Where there
 * is no such file, and when the process is gone, everything is 0.
 */
export class ProcessFigures implements Disposable {
  readonly #text = Buffer.alloc(256);
  readonly #files: number[] = [];
  readonly #memory: number | undefined;
  readonly #schedule: number | undefined;

  constructor(pid: number) {
    this.#memory = this.#open(`/proc/${pid}/statm`);
    this.#schedule = this.#open(`/proc/${pid}/schedstat`);
  }

  /** Resident memory, mebibytes. */
  get residentMb(): number {
    return (this.#field(this.#memory, 1) * PAGE_BYTES) / MIB;
  }

  /** For how long its main thread could have run and had no processor, since it began, milliseconds. */
  get waitedMs(): number {
    return this.#field(this.#schedule, 1) / NS_PER_MS;
  }

  [Symbol.dispose](): void {
    for (const file of this.#files.splice(0)) closeSync(file);
  }

  #open(path: string): number | undefined {
    try {
      const file = openSync(path, 'r');
      this.#files.push(file);
      return file;
    } catch {
      return undefined;
    }
  }

  #field(file: number | undefined, index: number): number {
    if (file === undefined || this.#files.length === 0) return 0;
    try {
      const length = readSync(file, this.#text, 0, this.#text.length, 0);
      return Number(this.#text.toString('latin1', 0, length).split(' ')[index] ?? 0);
    } catch {
      return 0;
    }
  }
}
