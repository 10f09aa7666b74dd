import { ProcessFigures } from '../../src/isolate/process-figures.ts';
import { bundleRuntime } from '../../src/isolate/runtime-bundle.ts';
import { RuntimeImages } from '../../src/isolate/worker/runtime-image.ts';
import { SessionIsolate } from '../../src/isolate/worker/session-isolate.ts';
import { WorkerShared } from '../../src/isolate/worker/worker-shared.ts';
import { resolveLimits } from '../../src/limits/limits.ts';

/** Each is at the limit of its heap when its time is over, or soon before or after. */
const TIME_LIMITS_MS = [280, 350, 420, 490, 560, 630, 700, 770];
const LIMITS = resolveLimits();

const SCRIPTS = [
  `const kept = []; kept[0] = new Array(1_000_000).fill(1).reduceRight((x, y) => [x, y]);
  exports.ssExports = { init() {} };`,
  'const kept = []; let chain = 1; for (;;) kept[0] = chain = [chain, 1];',
  'const map = new Map(); for (let i = 0; ; i++) map.set({ i }, [i]);',
];

const image = new RuntimeImages(await bundleRuntime()).of('strict');
const shared = new WorkerShared();
const figures = new ProcessFigures(process.pid);
const config = JSON.stringify({ seed: [1, 2, 3, 4], clock: 'batch', limits: LIMITS });

const overruns = TIME_LIMITS_MS.flatMap(limitMs => SCRIPTS.map(script => overrunMs(limitMs, script)));
console.log(JSON.stringify(overruns));

/** As the watchdog counts. Zero for a script that was over before, by its memory or its work. */
function overrunMs(limitMs: number, script: string): number {
  const spec = { profile: 'strict', heapMb: LIMITS.heapMb, startMs: limitMs, batchMs: limitMs } as const;
  const isolate = new SessionIsolate(image, spec, shared);
  const waitedBeforeMs = figures.waitedMs;
  const { status, text, wallUs } = isolate.load(0, config, script);
  const waitedMs = Math.min(figures.waitedMs - waitedBeforeMs, LIMITS.starvedMs);
  isolate.dispose();
  if (status === 'failed') throw new Error(text);
  return Math.max(0, wallUs / 1000 - waitedMs - limitMs);
}
