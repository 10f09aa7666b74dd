import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { type CommandHandler, readCommands } from '../../bridge/command-reader.ts';
import { bundleRuntime } from '../../isolate/runtime-bundle.ts';
import { BEGIN_CONFIG } from '../../isolate/test/begin-config.ts';
import { WorkerPool } from '../../isolate/worker-pool.ts';
import { resolveLimits } from '../../limits/limits.ts';

// A machine that is busy with other tests starts processes slowly.
const LIMITS = resolveLimits({ workerStartMs: 60_000 });

/** What a script did until its `init` had returned. */
export interface ScriptRun {
  /** What it logged, line by line; an error that `init` threw is one of them. */
  log: string[];
  /** Why there is no session, when its module could not be evaluated. */
  failure: string | undefined;
}

/** Real isolates in a real worker process, for scripts that only need to be started. */
export class Isolates {
  readonly #pool: WorkerPool;

  private constructor(pool: WorkerPool) {
    this.#pool = pool;
  }

  static async start(): Promise<Isolates> {
    const runtimeSource = await bundleRuntime();
    const pool = new WorkerPool({
      runtimeSource,
      limits: LIMITS,
      log: pino({ level: 'silent' }),
      workers: 1,
    });
    await pool.start();
    return new Isolates(pool);
  }

  /** Evaluates a bundle and calls its `init`. */
  run(script: string): Promise<ScriptRun> {
    return new Promise(resolve => {
      const log: string[] = [];
      const finish = (failure?: string): void => {
        link?.close();
        resolve({ log, failure });
      };
      const handler = new Proxy({} as CommandHandler, {
        get: (_, command) => (first: unknown, second: unknown) => {
          if (command === 'log') log.push(second as string);
          if (command === 'loaded') {
            link?.events.call(1, 'init');
            link?.flush();
          }
          if (command === 'decision') finish();
          if (command === 'uncaughtError') finish(first as string);
        },
      });
      const link = this.#pool.open(
        {
          hash: createHash('sha256').update(script).digest('hex'),
          code: script,
          spec: {
            heapMb: LIMITS.heapMb,
            startMs: LIMITS.startMs,
            batchMs: LIMITS.batchMs,
            profile: 'standard',
          },
          runtimeLimits: LIMITS,
          clock: 'batch',
          queueBytes: LIMITS.queueBytes,
          owner: 'test',
          trust: { tier: 'shared', tenantId: '' },
        },
        BEGIN_CONFIG,
        {
          onCommands: commands => readCommands(commands, handler),
          onUnhandledRejection: finish,
          onEnded: (_, detail) => finish(detail),
        },
      );
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
