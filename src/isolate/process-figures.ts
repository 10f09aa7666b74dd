import { closeSync, openSync, readSync } from 'node:fs';

/** Linux counts memory in pages of this size on x64, and on arm64 as Node supports it. */
const PAGE_BYTES = 4096;
const MIB = 1024 * 1024;
const NS_PER_MS = 1_000_000;
/** Linux counts CPU time in ticks of 1/100 s, whatever its own clock. */
const MS_PER_TICK = 10;
/** `utime` and `stime` in `/proc/PID/stat`, counted from behind the name, which may hold anything. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/**
 * What Linux says of another process, in `/proc`. Reading takes some microseconds and waits for nothing. Where there
 * is no such file, and when the process is gone, everything is 0.
 */
export class ProcessFigures implements Disposable {
  readonly #text = Buffer.alloc(1_024);
  readonly #files: number[] = [];
  readonly #memory: number | undefined;
  readonly #schedule: number | undefined;
  readonly #stat: number | undefined;

  constructor(pid: number) {
    this.#memory = this.#open(`/proc/${pid}/statm`);
    this.#schedule = this.#open(`/proc/${pid}/schedstat`);
    this.#stat = this.#open(`/proc/${pid}/stat`);
  }

  /** Resident memory, mebibytes. */
  get residentMb(): number {
    return (this.#number(this.#memory, 1) * PAGE_BYTES) / MIB;
  }

  /** For how long its main thread could have run and had no processor, since it began, milliseconds. */
  get waitedMs(): number {
    return this.#number(this.#schedule, 1) / NS_PER_MS;
  }

  /** CPU time of all its threads since it began, milliseconds, in steps of ten. */
  get cpuMs(): number {
    const text = this.#read(this.#stat);
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[USER_TICKS] ?? 0) + Number(fields[SYSTEM_TICKS] ?? 0)) * MS_PER_TICK;
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

  #number(file: number | undefined, index: number): number {
    return Number(this.#read(file).split(' ')[index] ?? 0);
  }

  #read(file: number | undefined): string {
    if (file === undefined || this.#files.length === 0) return '';
    try {
      const length = readSync(file, this.#text, 0, this.#text.length, 0);
      return this.#text.toString('latin1', 0, length);
    } catch {
      return '';
    }
  }
}
