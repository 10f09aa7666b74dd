/** The thread that runs a target. It may hang, or run out of memory: `fuzz` watches it from outside. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { RandomGenerator } from '../../../runtime-api/realm/random.ts';
import { Coverage, instrumentImports } from './coverage.ts';
import { Fuzzer } from './fuzzer.ts';
import { Announcement, type FuzzJob, type Stats, type ThreadMessage } from './job.ts';
import type { FuzzTarget } from './target.ts';

const PROGRESS_MS = 1000;
/** After this many inputs everything is compiled and warm: what stays in memory from then on is a leak. */
const WARM_UP = 2000;
const LEAK_BYTES = 16 * 1024 * 1024;

const job = workerData as FuzzJob;
instrumentImports(job.instrumented);
const { target } = (await import(job.targetUrl)) as { target: FuzzTarget };
run(target, new Coverage());

function run(target: FuzzTarget, coverage: Coverage): void {
  const announcement = new Announcement(job.memory);
  const fuzzer = new Fuzzer(target, coverage, new RandomGenerator([job.seed, 1, 2, 3]), {
    onRun: input => announcement.announce(input),
    onInput: input => post({ type: 'input', input }),
    onFault: (kind, input, detail) => post({ type: 'fault', kind, input, detail }),
  });
  for (const input of [...target.seeds, ...job.corpus]) fuzzer.tryInput(input);
  const stats = (executions: number): Stats => ({
    executions,
    counters: coverage.counters,
    reached: coverage.reached,
  });
  const endMs = performance.now() + job.seconds * 1000;
  let progressMs = performance.now() + PROGRESS_MS;
  let warmBytes = 0;
  let executions = 0;
  while (executions < job.executions && performance.now() < endMs) {
    if (executions === WARM_UP) warmBytes = heapBytesInUse();
    fuzzer.tryMutation();
    executions++;
    if (performance.now() < progressMs) continue;
    progressMs += PROGRESS_MS;
    post({ type: 'progress', stats: stats(executions) });
  }
  const leakedBytes = executions > WARM_UP ? heapBytesInUse() - warmBytes : 0;
  if (leakedBytes > LEAK_BYTES) {
    const detail = `${leakedBytes} bytes stayed in memory after ${executions} runs`;
    post({ type: 'fault', kind: 'leak', input: new Uint8Array(0), detail });
  }
  post({ type: 'done', stats: stats(executions) });
}

function heapBytesInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

function post(message: ThreadMessage): void {
  parentPort!.postMessage(message);
}
