import ivm from 'isolated-vm';
import { pino } from 'pino';
import type { LoadConfig } from '../runtime-api/kernel/config.ts';
import { BATCH_HEAD_BYTES } from '../src/bridge/batch-head.ts';
import { EventWriter } from '../src/bridge/event-writer.ts';
import type { BridgeMessage } from '../src/bridge/messages.ts';
import type { IsolateSpec } from '../src/isolate/frames.ts';
import { bundleRuntime } from '../src/isolate/runtime-bundle.ts';
import { BEGIN_CONFIG } from '../src/isolate/test/begin-config.ts';
import { RuntimeImage } from '../src/isolate/worker/runtime-image.ts';
import type { SessionIsolate } from '../src/isolate/worker/session-isolate.ts';
import { WorkerShared } from '../src/isolate/worker/worker-shared.ts';
import { WorkerPool } from '../src/isolate/worker-pool.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import type { Report } from './report/report.ts';
import { begunIsolate } from './servers/begun-isolate.ts';

const ROUNDS = 7;
const CALLS = 2_000;
const MESSAGES = 8_000;

const LIMITS = resolveLimits();
const SPEC: IsolateSpec = { heapMb: 64, startMs: 5_000, batchMs: 5_000, profile: 'strict' };
const LOAD: LoadConfig = { seed: [1, 2, 3, 4], clock: 'batch', limits: LIMITS };
/** Takes a message and answers it, as most scripts do. */
const SCRIPT = `let session; exports.ssExports = {
  init(rtSession) { session = rtSession; },
  onMessage(message) {
    session.sendMessage(session.newBinaryGameMessage(message.opCode, -1, message.payload), message.sender);
  },
};`;
const MESSAGE: BridgeMessage = {
  opCode: 1,
  sender: 1,
  channel: 'fast',
  targetPlayer: -1,
  targetGroup: 0,
  payload: new Uint8Array(64),
};

/** What a step into a script costs: the call itself, a message in it, and the way through a worker process. */
export async function benchBridge(report: Report): Promise<void> {
  const rows = new Map<string, number[]>();
  const add = (name: string, us: number): void => void rows.set(name, [...(rows.get(name) ?? []), us]);
  const bare = bareFunction('() => {}');
  const echo = bareFunction('buffer => buffer');
  const buffer = new ArrayBuffer(128);
  const copied = { arguments: { copy: true }, result: { copy: true }, timeout: 100 } as const;
  const isolate = await echoIsolate();
  const link = await startEcho();
  for (let round = 0; round < ROUNDS; round++) {
    add(
      'synchronous call of an empty function',
      perItemUs(CALLS, () => bare.applySync(undefined, [], { timeout: 100 })),
    );
    add(
      'asynchronous call of an empty function',
      await perItemAsyncUs(CALLS, () => bare.apply(undefined, [], { timeout: 100 })),
    );
    add(
      'synchronous call that has a buffer copied in and out',
      perItemUs(CALLS, () => echo.applySync(undefined, [buffer], copied)),
    );
    for (const size of [1, 16, 64]) {
      const batch = eventBatch(size);
      const calls = MESSAGES / size;
      add(`message in the isolate, ${size} in a batch`, perItemUs(calls, () => isolate.run(batch)) / size);
      add(
        `message through a worker, ${size} in a batch`,
        (await perItemAsyncUs(calls, () => link.echo(size))) / size,
      );
    }
  }
  for (const [name, values] of [...rows].sort(([a], [b]) => a.localeCompare(b)))
    report.row(name, values, 'µs');
  isolate.dispose();
  await link.close();
}

function bareFunction(code: string): ivm.Reference<(...args: unknown[]) => unknown> {
  const context = new ivm.Isolate({ memoryLimit: 64 }).createContextSync();
  return context.evalSync(`(${code})`, { reference: true }) as ivm.Reference<(...args: unknown[]) => unknown>;
}

async function echoIsolate(): Promise<SessionIsolate> {
  const image = new RuntimeImage(await bundleRuntime(), SPEC.profile);
  const isolate = begunIsolate([image, SPEC, new WorkerShared()], LOAD, SCRIPT);
  const events = new EventWriter(1024);
  events.call(1, 'init');
  isolate.run(withMoment(events.take()));
  return isolate;
}

/** An echo script in a worker process; one batch at a time. */
async function startEcho(): Promise<{ echo(size: number): Promise<void>; close(): Promise<void> }> {
  const pool = new WorkerPool({
    workers: 1,
    runtimeSource: await bundleRuntime(),
    limits: LIMITS,
    log: pino({ level: 'silent' }),
  });
  await pool.start();
  let answered = Promise.withResolvers<void>();
  const script = {
    hash: 'echo',
    code: SCRIPT,
    spec: SPEC,
    runtimeLimits: LIMITS,
    clock: 'batch' as const,
    queueBytes: LIMITS.queueBytes,
    owner: 'test',
    trust: { tier: 'shared', tenantId: '' } as const,
  };
  const link = pool.open(script, BEGIN_CONFIG, {
    onCommands: () => answered.resolve(),
    onUnhandledRejection: () => {},
    onEnded: code => answered.reject(new Error(code)),
  })!;
  await answered.promise;
  const send = (write: () => void): Promise<void> => {
    answered = Promise.withResolvers<void>();
    write();
    link.flush();
    return answered.promise;
  };
  await send(() => link.events.call(1, 'init'));
  const echo = (size: number): Promise<void> =>
    send(() => {
      for (let i = 0; i < size; i++) link.events.message(MESSAGE);
    });
  return { echo, close: () => pool.close() };
}

function eventBatch(size: number): Uint8Array {
  const events = new EventWriter(1024 * 1024);
  for (let i = 0; i < size; i++) events.message(MESSAGE);
  return withMoment(events.take());
}

function withMoment(events: Uint8Array): Uint8Array {
  const batch = new Uint8Array(BATCH_HEAD_BYTES + events.length);
  batch.set(events, BATCH_HEAD_BYTES);
  return batch;
}

function perItemUs(count: number, work: () => unknown): number {
  const startedMs = performance.now();
  for (let i = 0; i < count; i++) work();
  return ((performance.now() - startedMs) * 1000) / count;
}

async function perItemAsyncUs(count: number, work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  for (let i = 0; i < count; i++) await work();
  return ((performance.now() - startedMs) * 1000) / count;
}
