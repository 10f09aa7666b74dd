import ivm from 'isolated-vm';
import { EntryStatus, EXCHANGE_BYTES, Operation, RUNTIME_FILE } from '../../bridge/entry.ts';
import type { IsolateSpec, Result } from '../frames.ts';
import { CompiledCode } from './compiled-code.ts';
import type { ExchangeMemory } from './exchange-memory.ts';
import type { RuntimeImage } from './runtime-image.ts';
import type { WorkerShared } from './worker-shared.ts';

/** Bound on entry calls for one batch: each call handles at least one event. */
const MAX_CALLS_PER_BATCH = 100_000;
/** `take` runs nothing of the script's; the limit is there because no call goes without one. */
const TAKE_TIMEOUT_MS = 1_000;

type EntryReference = ivm.Reference<(...args: unknown[]) => number | undefined>;
type TakeReference = ivm.Reference<() => ArrayBuffer | number>;

const NOTHING = new Uint8Array(0);
const COPIED = { copy: true } as const;
const MAX_TEXT_CHARACTERS = 4_000;
/** The heap is looked at no more often than this: it costs a few microseconds each time. */
const HEAP_INTERVAL_MS = 50;

type Outcome = Pick<Result, 'status' | 'text' | 'commands'>;

/**
 * One session's script in one isolate. All calls into it are synchronous, on the worker's main thread (24 KB of
 * native stack on isolated-vm's own threads is what crashes there), and each has a time limit. What comes out
 * is bytes in memory shared with the runtime, or an ArrayBuffer the runtime made. After a limit was hit the state inside is torn: the isolate is disposed.
 */
export class SessionIsolate {
  #isolate: ivm.Isolate;
  #entry: EntryReference;
  #take: TakeReference;
  #spec: IsolateSpec;
  readonly #memory: ExchangeMemory;
  readonly #exchange: SharedArrayBuffer;
  readonly #incoming: Uint8Array;
  readonly #outgoing: Uint8Array;
  readonly #compiledCode: CompiledCode;
  #heapMeasuredMs = 0;

  /** @param image that of the profile */
  constructor(image: RuntimeImage, spec: IsolateSpec, { memory, takingBudget }: WorkerShared) {
    this.#spec = spec;
    this.#isolate = new ivm.Isolate({ memoryLimit: spec.heapMb, snapshot: image.snapshot });
    this.#memory = memory;
    this.#exchange = memory.take();
    this.#incoming = new Uint8Array(this.#exchange, 0, EXCHANGE_BYTES);
    this.#outgoing = new Uint8Array(this.#exchange, EXCHANGE_BYTES);
    const context = this.#isolate.createContextSync();
    this.#compiledCode = new CompiledCode(this.#isolate, context, takingBudget);
    const boot = image.boot(context, spec, this.#exchange);
    this.#entry = boot.getSync('entry', { reference: true }) as EntryReference;
    this.#take = boot.getSync('take', { reference: true }) as TakeReference;
    boot.release();
  }

  /** Evaluates the script. `failed` carries the script's error or what its module lacks. */
  load(nowUs: number, config: string, script: string): Result {
    return this.#run(this.#spec.startMs, [Operation.load, nowUs, config, script]);
  }

  begin(nowUs: number, config: string): Result {
    return this.#run(this.#spec.batchMs, [Operation.begin, nowUs, config]);
  }

  /**
   * @param batch the batch's moment and its events, as `src/bridge` writes them
   * @returns commands as a view that the next call changes
   */
  run(batch: Uint8Array): Result {
    if (batch.length > EXCHANGE_BYTES) {
      return this.#run(this.#spec.batchMs, [Operation.batch, new Uint8Array(batch).buffer]);
    }
    this.#incoming.set(batch);
    return this.#run(this.#spec.batchMs, [Operation.batch, batch.length]);
  }

  dispose(): void {
    // One that V8 has ended by itself may still be there in part: what it had is left to it.
    if (this.#isolate.isDisposed) return;
    this.#isolate.dispose();
    this.#memory.giveBack(this.#exchange);
  }

  #run(limitMs: number, args: unknown[]): Result {
    const cpuBefore = process.threadCpuUsage();
    const startedMs = performance.now();
    const outcome = this.#call(startedMs, limitMs, args);
    const endedMs = performance.now();
    const leftMs = limitMs - (endedMs - startedMs);
    const heapUsedKb = outcome.status === 'ok' ? this.#lookAtHeap(endedMs, leftMs) : 0;
    const cpu = process.threadCpuUsage(cpuBefore);
    return {
      ...outcome,
      cpuUs: cpu.user + cpu.system,
      wallUs: (endedMs - startedMs) * 1000,
      heapUsedKb,
    };
  }

  #call(startedMs: number, limitMs: number, firstArgs: unknown[]): Outcome {
    let rejection = '';
    let args = firstArgs;
    for (let calls = 0; calls < MAX_CALLS_PER_BATCH; calls++) {
      const leftMs = Math.ceil(limitMs - (performance.now() - startedMs));
      if (leftMs <= 0) return { status: 'timeout', text: '', commands: NOTHING };
      let taken: Uint8Array | undefined;
      try {
        taken = this.#bytesOf(
          this.#entry.applySync(undefined, args as never[], { arguments: COPIED, timeout: leftMs }),
        );
      } catch (error) {
        if (this.#isolate.isDisposed) return { status: 'memory', text: '', commands: NOTHING };
        if (performance.now() - startedMs >= limitMs) {
          // What the call rejected with may come instead of the error that says it took too long.
          const stack = error instanceof Error ? describeCopy(error) : '';
          return { status: 'timeout', text: stack, commands: NOTHING };
        }
        rejection ||= this.#spec.profile === 'standard' ? describeCopy(error) : '';
      }
      taken ??= this.#takeResult();
      if (taken === undefined) return this.#lost();
      const body = taken.subarray(1);
      if (taken[0] === EntryStatus.failed) {
        return { status: 'failed', text: cutText(Buffer.from(body).toString()), commands: NOTHING };
      }
      if (taken[0] === EntryStatus.done) return { status: 'ok', text: rejection, commands: body };
      args = [Operation.proceed];
    }
    return { status: 'timeout', text: '', commands: NOTHING };
  }

  /** Why nothing came out of the isolate. */
  #lost(): Outcome {
    if (this.#isolate.isDisposed) return { status: 'memory', text: '', commands: NOTHING };
    return { status: 'failed', text: 'the script has broken its own runtime', commands: NOTHING };
  }

  /**
   * An isolate that hit a limit is not touched again: that can crash the process.
   * @returns KiB in use; 0 when it was looked at a moment ago
   */
  #lookAtHeap(nowMs: number, leftMs: number): number {
    if (nowMs - this.#heapMeasuredMs < HEAP_INTERVAL_MS) return 0;
    this.#heapMeasuredMs = nowMs;
    const heap = this.#isolate.getHeapStatisticsSync();
    this.#compiledCode.take(heap.malloced_memory, nowMs, leftMs);
    return (heap.used_heap_size + heap.externally_allocated_size) / 1024;
  }

  /** Undefined for what is no result of the runtime's. */
  #bytesOf(result: unknown): Uint8Array | undefined {
    if (typeof result === 'number') return this.#outgoing.subarray(0, result);
    return result instanceof ArrayBuffer ? new Uint8Array(result) : undefined;
  }

  /** Undefined when the isolate is gone, or what it gave is not ours. */
  #takeResult(): Uint8Array | undefined {
    try {
      return this.#bytesOf(this.#take.applySync(undefined, [], { result: COPIED, timeout: TAKE_TIMEOUT_MS }));
    } catch {
      return undefined;
    }
  }
}

/**
 * isolated-vm hands over a copy made in this realm, so reading it runs nothing of the script's. Its stack goes on
 * with our own frames, which are left out.
 */
function describeCopy(error: unknown): string {
  if (!(error instanceof Error)) return cutText(`thrown: ${String(error)}`);
  const lines = (error.stack ?? error.message).split('\n');
  const boundary = lines.findIndex(line => line.includes('(<isolated-vm boundary>)'));
  const own = lines.slice(0, boundary === -1 ? undefined : boundary);
  return cutText(own.filter(line => !line.includes(RUNTIME_FILE)).join('\n'));
}

function cutText(text: string): string {
  return text.length > MAX_TEXT_CHARACTERS ? `${text.slice(0, MAX_TEXT_CHARACTERS)}…` : text;
}
