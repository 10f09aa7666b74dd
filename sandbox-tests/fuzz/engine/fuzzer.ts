import { getHeapStatistics } from 'node:v8';
import type { RandomGenerator } from '../../../runtime-api/realm/random.ts';
import type { Coverage } from './coverage.ts';
import { below, mutate } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

/** What one run may allocate, garbage included: so much, and so much more for each byte of its input. */
const RUN_BYTES = 1024 * 1024;
const RUN_BYTES_PER_INPUT_BYTE = 1024;
/** A run that seems to allocate more is repeated: V8 compiles and collects when it likes. */
const MEMORY_RUNS = 4;
/** How often a new input is run again to find a shorter one that does as much. */
const TRIM_RUNS = 64;
/** Half of all inputs are made from the newest of the corpus, where there is most to discover. */
const NEWEST = 16;

/** `error`: the target threw; `memory`: it allocated more than its input warrants. */
export type FaultKind = 'error' | 'memory';

export interface FuzzerEvents {
  /** Before each run: should it never end, this was its input. */
  onRun(input: Uint8Array): void;
  /** An input that did something new. */
  onInput(input: Uint8Array): void;
  onFault(kind: FaultKind, input: Uint8Array, detail: string): void;
}

/** Makes inputs up, runs the target on them, and builds on those that reach code no other has reached. */
export class Fuzzer {
  #target: FuzzTarget;
  #coverage: Coverage;
  #random: RandomGenerator;
  #events: FuzzerEvents;
  #corpus: Uint8Array[] = [];

  constructor(target: FuzzTarget, coverage: Coverage, random: RandomGenerator, events: FuzzerEvents) {
    this.#target = target;
    this.#coverage = coverage;
    this.#random = random;
    this.#events = events;
  }

  /** Runs an input as it is, and keeps it if it does something new. */
  tryInput(input: Uint8Array): void {
    const fresh = this.#coverage.takeNew(this.#run(input));
    if (fresh.length > 0) this.#keep(this.#trimmed(input, fresh));
  }

  /** Runs an input that was made from one of the corpus. */
  tryMutation(): void {
    const { dictionary, maxBytes } = this.#target;
    const sources = { random: this.#random, dictionary, maxBytes, other: this.#pick() };
    this.tryInput(mutate(this.#pick(), sources));
  }

  #pick(): Uint8Array {
    const corpus = this.#corpus;
    const isNewest = below(this.#random, 2) === 0;
    const from = isNewest ? Math.max(0, corpus.length - NEWEST) : 0;
    return corpus[from + below(this.#random, corpus.length - from)] ?? new Uint8Array(0);
  }

  #keep(input: Uint8Array): void {
    const kept = new Uint8Array(input);
    this.#corpus.push(kept);
    this.#events.onInput(kept);
  }

  /** The input without what it can do without and still have all the `wanted` features. */
  #trimmed(input: Uint8Array, wanted: readonly number[]): Uint8Array {
    let shortest = input;
    let runsLeft = TRIM_RUNS;
    for (let block = input.length >> 1; block >= 1; block >>= 1) {
      for (let at = 0; at + block <= shortest.length && runsLeft > 0; runsLeft--) {
        const shorter = Buffer.concat([shortest.subarray(0, at), shortest.subarray(at + block)]);
        const features = new Set(this.#run(shorter));
        if (wanted.every(feature => features.has(feature))) shortest = shorter;
        else at += block;
      }
    }
    return shortest;
  }

  /** @returns the features of the run */
  #run(input: Uint8Array): number[] {
    this.#coverage.reset();
    const allocated = this.#measuredRun(input);
    const features = this.#coverage.features();
    const allowed = RUN_BYTES + RUN_BYTES_PER_INPUT_BYTE * input.length;
    if (allocated > allowed) this.#confirmMemory(input, allowed);
    return features;
  }

  #confirmMemory(input: Uint8Array, allowed: number): void {
    let least = Number.POSITIVE_INFINITY;
    for (let run = 0; run < MEMORY_RUNS; run++) least = Math.min(least, this.#measuredRun(input));
    if (least <= allowed) return;
    this.#events.onFault('memory', input, `${least} bytes allocated for an input of ${input.length}`);
  }

  /** @returns bytes allocated; too few, or negative, when there was a collection in between; 0 for an error */
  #measuredRun(input: Uint8Array): number {
    this.#events.onRun(input);
    // The target gets memory of its own, so that reading beyond the input cannot find other bytes there.
    const own = new Uint8Array(input);
    const before = heapBytes();
    try {
      this.#target.run(own);
    } catch (error) {
      this.#events.onFault(
        'error',
        input,
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
      return 0;
    }
    return heapBytes() - before;
  }
}

function heapBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
