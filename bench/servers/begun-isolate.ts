import type { LoadConfig } from '../../runtime-api/kernel/config.ts';
import type { IsolateSpec, Result } from '../../src/isolate/frames.ts';
import { BEGIN_CONFIG } from '../../src/isolate/test/begin-config.ts';
import type { RuntimeImage } from '../../src/isolate/worker/runtime-image.ts';
import { SessionIsolate } from '../../src/isolate/worker/session-isolate.ts';
import type { WorkerShared } from '../../src/isolate/worker/worker-shared.ts';

/** An isolate in this process, as a worker has it for a session that has begun. */
export function begunIsolate(
  [image, spec, shared]: readonly [RuntimeImage, IsolateSpec, WorkerShared],
  config: LoadConfig,
  script: string,
): SessionIsolate {
  const isolate = new SessionIsolate(image, spec, shared);
  requireOk(isolate.load(0, JSON.stringify(config), script));
  requireOk(isolate.begin(0, JSON.stringify(BEGIN_CONFIG)));
  return isolate;
}

function requireOk({ status, text }: Result): void {
  if (status !== 'ok') throw new Error(`the script of the bench has ${status}: ${text}`);
}
