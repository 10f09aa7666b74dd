import ivm from 'isolated-vm';
import type { LoadConfig } from '../runtime-api/kernel/config.ts';
import type { IsolateProfile, IsolateSpec } from '../src/isolate/frames.ts';
import { bundleRuntime } from '../src/isolate/runtime-bundle.ts';
import { RuntimeImage } from '../src/isolate/worker/runtime-image.ts';
import { SessionIsolate } from '../src/isolate/worker/session-isolate.ts';
import { WorkerShared } from '../src/isolate/worker/worker-shared.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import type { Report } from './report/report.ts';
import { begunIsolate } from './servers/begun-isolate.ts';
import { residentBytes } from './servers/server-process.ts';

const ROUNDS = 5;
const ISOLATES = 20;
const HEAP_MB = 64;
const PROFILES: readonly IsolateProfile[] = ['standard', 'strict'];
const SCRIPT = 'let session; exports.ssExports = { init(rtSession) { session = rtSession; } };';
const LOAD: LoadConfig = { seed: [1, 2, 3, 4], clock: 'batch', limits: resolveLimits() };

/** Makes one, and whatever is to stay with it. */
type Step = () => unknown;

/** What the memory of an idle session is made of: isolates that have come as far as one step, beside those of the next. */
export async function benchMemory(report: Report): Promise<void> {
  const steps = new Map<string, Step>([
    ['isolate, with the hidden context that isolated-vm makes', () => isolateOf()],
    ['the same and a context', () => isolateOf().createContextSync()],
  ]);
  const source = await bundleRuntime();
  for (const profile of PROFILES) addSteps(steps, profile, new RuntimeImage(source, profile));

  const weights = new Map<string, number[]>([...steps.keys()].map(name => [name, []]));
  // All of them stay: what ended ones leave would be used by others, and not be counted.
  const kept: unknown[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, step] of steps) {
      const beforeBytes = residentBytes(process.pid);
      for (let i = 0; i < ISOLATES; i++) kept.push(step());
      weights.get(name)!.push((residentBytes(process.pid) - beforeBytes) / ISOLATES / 1e6);
    }
  }
  for (const [name, values] of weights) report.row(name, values, 'MB');
  report.note(`${kept.length} isolates stayed to the end.`);
}

function addSteps(steps: Map<string, Step>, profile: IsolateProfile, image: RuntimeImage): void {
  const spec: IsolateSpec = { profile, heapMb: HEAP_MB, startMs: 5_000, batchMs: 5_000 };
  const shared = new WorkerShared();
  steps.set(`from the image of ${profile}, with a context`, () => isolateOf(image).createContextSync());
  steps.set(`${profile}, ready for a script`, () => new SessionIsolate(image, spec, shared));
  steps.set(`${profile}, with a small script that has begun`, () => {
    return begunIsolate([image, spec, shared], LOAD, SCRIPT);
  });
}

function isolateOf(image?: RuntimeImage): ivm.Isolate {
  return new ivm.Isolate({
    memoryLimit: HEAP_MB,
    ...(image === undefined ? {} : { snapshot: image.snapshot }),
  });
}
