import { type LoadHookContext, registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createInstrumenter } from 'istanbul-lib-instrument';

const VARIABLE = '__fuzz_coverage__';

/** Istanbul's counters of one file: `s` for statements, `f` for functions, `b` for each branch a list. */
interface FileCounters {
  s: Record<number, number>;
  f: Record<number, number>;
  b: Record<number, number[]>;
}

/** How often a counter has to go up to count as something new, as AFL has it: 1, 2, 3, 4, 8, 16, 32, 128. */
const BUCKET_STARTS = [1, 2, 3, 4, 8, 16, 32, 128];
const BUCKETS = BUCKET_STARTS.length;

/**
 * Counts what runs in the modules that are imported from now on and whose path begins with one of `prefixes`.
 * Node hands over the TypeScript as it is; the types are taken out before the counters go in.
 */
export function instrumentImports(prefixes: readonly string[]): void {
  const instrumenter = createInstrumenter({ coverageVariable: VARIABLE, esModules: true, compact: false });
  registerHooks({
    load(url: string, context: LoadHookContext, nextLoad) {
      const loaded = nextLoad(url, context);
      if (loaded.format !== 'module-typescript' || loaded.source === undefined) return loaded;
      const path = fileURLToPath(url);
      if (!prefixes.some(prefix => path.startsWith(prefix))) return loaded;
      const source = stripTypeScriptTypes(String(loaded.source));
      return { format: 'module', source: instrumenter.instrumentSync(source, path), shortCircuit: true };
    },
  });
}

interface CounterList {
  values: Record<number, number>;
  length: number;
  /** The number of its first counter among all. */
  first: number;
}

/** The counters of all instrumented modules, and which of their values have been seen. */
export class Coverage {
  #lists: CounterList[] = [];
  #seen: Uint8Array;
  #isReached: Uint8Array;
  #reached = 0;

  /** To be made when everything that matters is imported. */
  constructor() {
    const files = ((globalThis as Record<string, unknown>)[VARIABLE] ?? {}) as Record<string, FileCounters>;
    let first = 0;
    for (const values of Object.values(files).flatMap(file => [file.s, file.f, ...Object.values(file.b)])) {
      const length = Object.keys(values).length;
      this.#lists.push({ values, length, first });
      first += length;
    }
    this.#isReached = new Uint8Array(first);
    this.#seen = new Uint8Array(first * BUCKETS);
  }

  /** Counters there are: statements, functions and branches. */
  get counters(): number {
    return this.#isReached.length;
  }

  /** Counters that have gone up in any run whose features were taken. */
  get reached(): number {
    return this.#reached;
  }

  /** Sets the counters to zero, before a run. */
  reset(): void {
    for (const { values, length } of this.#lists) {
      for (let i = 0; i < length; i++) values[i] = 0;
    }
  }

  /** What the run since `reset` did: a number for each counter and how far it went. */
  features(): number[] {
    const features: number[] = [];
    for (const { values, length, first } of this.#lists) {
      for (let i = 0; i < length; i++) {
        const count = values[i]!;
        if (count > 0) features.push((first + i) * BUCKETS + bucketOf(count));
      }
    }
    return features;
  }

  /** Those of `features` that no run before had; they are known from now on. */
  takeNew(features: readonly number[]): number[] {
    const fresh = features.filter(feature => this.#seen[feature] === 0);
    for (const feature of fresh) {
      this.#seen[feature] = 1;
      const counter = Math.floor(feature / BUCKETS);
      if (this.#isReached[counter] === 0) this.#reached++;
      this.#isReached[counter] = 1;
    }
    return fresh;
  }
}

function bucketOf(count: number): number {
  let bucket = BUCKETS - 1;
  while (count < BUCKET_STARTS[bucket]!) bucket--;
  return bucket;
}
