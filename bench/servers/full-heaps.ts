import { ProcessFigures } from '../../src/isolate/process-figures.ts';
import { bundleRuntime } from '../../src/isolate/runtime-bundle.ts';
import { RuntimeImages } from '../../src/isolate/worker/runtime-image.ts';
import { SessionIsolate } from '../../src/isolate/worker/session-isolate.ts';
import { WorkerShared } from '../../src/isolate/worker/worker-shared.ts';
import { resolveLimits } from '../../src/limits/limits.ts';
import type { Overruns } from '../overrun.ts';

/** Each is at the limit of its heap when its time is over, or soon before or after. */
const TIME_LIMITS_MS = [280, 340, 400, 460, 520, 580, 640, 700, 760, 820];
const { heapMb } = resolveLimits();

const SCRIPTS = [
  'const kept = []; kept[0] = new Array(1_000_000).fill(1).reduceRight((x, y) => [x, y]);',
  'const kept = []; let chain = 1; for (;;) kept[0] = chain = [chain, 1];',
  'const kept = []; for (;;) kept.push({ a: 1, b: [1] });',
  'const map = new Map(); for (let i = 0; ; i++) map.set({ i }, [i]);',
];

const image = new RuntimeImages(await bundleRuntime()).of('strict');
const shared = new WorkerShared();
const figures = new ProcessFigures(process.pid);
const config = JSON.stringify({ seed: [1, 2, 3, 4], clock: 'batch', limits: resolveLimits() });

const overruns: Overruns = TIME_LIMITS_MS.flatMap(limitMs =>
  SCRIPTS.map(script => overrunMs(limitMs, script)),
);
process.send!(overruns);
process.once('disconnect', () => process.exit());

/** As the watchdog counts. Zero for a script that was stopped before, for its memory. */
function overrunMs(limitMs: number, script: string): number {
  const spec = { profile: 'strict', heapMb, startMs: limitMs, batchMs: limitMs } as const;
  const isolate = new SessionIsolate(image, spec, shared);
  const waitedBeforeMs = figures.waitedMs;
  const { wallUs } = isolate.load(0, config, script);
  const waitedMs = figures.waitedMs - waitedBeforeMs;
  isolate.dispose();
  return Math.max(0, wallUs / 1000 - waitedMs - limitMs);
}
