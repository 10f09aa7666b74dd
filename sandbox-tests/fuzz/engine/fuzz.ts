import { Worker } from 'node:worker_threads';
import type { FaultKind } from './fuzzer.ts';
import { Announcement, type FuzzJob, type Stats, type ThreadMessage } from './job.ts';

/** Loading and instrumenting come before the first run. */
const START_MS = 60_000;
const HEAP_MB = 256;
/** One fault tends to show in many inputs. */
const MAX_FINDINGS = 20;
const MAX_ANNOUNCED_BYTES = 1024 * 1024;

/** `hang`: one run did not end; `crash`: the thread died of it, for want of memory as a rule; `leak`: memory was kept. */
export interface Finding {
  kind: FaultKind | 'leak' | 'hang' | 'crash';
  input: Uint8Array;
  detail: string;
}

export interface FuzzOptions extends Omit<FuzzJob, 'memory'> {
  /** A run that takes longer is a `hang`, and the last one. */
  hangMs: number;
  onProgress?(stats: Stats, corpusInputs: number): void;
}

export interface FuzzReport {
  stats: Stats;
  /** Inputs that did something new, in the order in which they were found. */
  corpus: Uint8Array[];
  /** One of each kind and message. */
  findings: Finding[];
}

/** Fuzzes one target in a thread of its own, and watches it. Never rejects because of what the target does. */
export function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { hangMs, onProgress, ...rest } = options;
  const memory = Announcement.allocate(MAX_ANNOUNCED_BYTES);
  const announcement = new Announcement(memory);
  const report: FuzzReport = { stats: { executions: 0, counters: 0, reached: 0 }, corpus: [], findings: [] };
  const thread = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { ...rest, memory } satisfies FuzzJob,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const { promise, resolve } = Promise.withResolvers<FuzzReport>();
  const findings = new FindingList(report.findings);
  const watch = watchRuns(announcement, hangMs, () => {
    findings.add({ kind: 'hang', input: announcement.input, detail: `no end after ${hangMs} ms` });
    void thread.terminate();
  });
  thread.on('message', (message: ThreadMessage) => {
    if (message.type === 'input') report.corpus.push(message.input);
    else if (message.type === 'fault') findings.add(message);
    else report.stats = message.stats;
    if (message.type === 'progress') onProgress?.(message.stats, report.corpus.length);
    // Whatever comes after the last run, such as the thread's own end, takes its time.
    if (message.type === 'done') clearInterval(watch);
  });
  thread.on('error', error =>
    findings.add({ kind: 'crash', input: announcement.input, detail: String(error) }),
  );
  thread.on('exit', () => {
    clearInterval(watch);
    resolve(report);
  });
  return promise;
}

/** Calls `onHang` when no new run has begun for `hangMs`; the first one may take `START_MS` to come. */
function watchRuns(announcement: Announcement, hangMs: number, onHang: () => void): NodeJS.Timeout {
  let runs = 0;
  let sinceMs = performance.now();
  return setInterval(() => {
    if (announcement.runs !== runs) {
      runs = announcement.runs;
      sinceMs = performance.now();
    } else if (performance.now() - sinceMs > (runs === 0 ? START_MS : hangMs)) onHang();
  }, hangMs / 4);
}

class FindingList {
  #findings: Finding[];
  #known = new Set<string>();

  constructor(findings: Finding[]) {
    this.#findings = findings;
  }

  add({ kind, input, detail }: Finding): void {
    // Numbers differ from input to input where the fault is the same.
    const name = `${kind} ${detail.split('\n', 1)[0]!.replaceAll(/\d+/g, '#')}`;
    if (this.#known.has(name) || this.#findings.length >= MAX_FINDINGS) return;
    this.#known.add(name);
    this.#findings.push({ kind, input, detail });
  }
}
