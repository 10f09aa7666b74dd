import type { FaultKind } from './fuzzer.ts';

/** What the thread that runs a target is started with. */
export interface FuzzJob {
  /** A module that exports `target`. */
  targetUrl: string;
  /** Inputs to begin with. */
  corpus: readonly Uint8Array[];
  seed: number;
  /** How many inputs are made up. */
  executions: number;
  /** No more are made up after this time. */
  seconds: number;
  /** Coverage is counted in files whose path begins with one of these. */
  instrumented: readonly string[];
  /** Where the input under way is noted: see {@link Announcement}. */
  memory: SharedArrayBuffer;
}

export interface Stats {
  /** Inputs that were made up and run. */
  executions: number;
  /** Counters of coverage: statements, functions and branches; those that there are, and those that went up. */
  counters: number;
  reached: number;
}

export type ThreadMessage =
  | { type: 'input'; input: Uint8Array }
  | { type: 'fault'; kind: FaultKind | 'leak'; input: Uint8Array; detail: string }
  | { type: 'progress'; stats: Stats }
  | { type: 'done'; stats: Stats };

const RUNS_AT = 0;
const LENGTH_AT = 1;
const HEAD_BYTES = 8;

/** The input under way, in memory that outlives the thread which runs it. */
export class Announcement {
  #head: Int32Array;
  #bytes: Uint8Array;

  static allocate(maxBytes: number): SharedArrayBuffer {
    return new SharedArrayBuffer(HEAD_BYTES + maxBytes);
  }

  constructor(memory: SharedArrayBuffer) {
    this.#head = new Int32Array(memory, 0, HEAD_BYTES / 4);
    this.#bytes = new Uint8Array(memory, HEAD_BYTES);
  }

  announce(input: Uint8Array): void {
    this.#bytes.set(input.subarray(0, this.#bytes.length));
    this.#head[LENGTH_AT] = input.length;
    Atomics.add(this.#head, RUNS_AT, 1);
  }

  /** Changes with each run; 0 before the first. */
  get runs(): number {
    return Atomics.load(this.#head, RUNS_AT);
  }

  get input(): Uint8Array {
    return this.#bytes.slice(0, this.#head[LENGTH_AT]);
  }
}
