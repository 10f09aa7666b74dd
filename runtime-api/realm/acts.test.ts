import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CommandHandler, readCommands } from '../../src/bridge/command-reader.ts';
import { bundleRuntime } from '../../src/isolate/runtime-bundle.ts';
import { BEGIN_CONFIG } from '../../src/isolate/test/begin-config.ts';
import { WorkerPool } from '../../src/isolate/worker-pool.ts';
import { resolveLimits } from '../../src/limits/limits.ts';
import { ACTS } from './test/acts.ts';

/** The slack is generous, for other processes share the machine; what is stuck is stuck for longer. */
const LIMITS = resolveLimits({ batchMs: 250, startMs: 1_000, heapMb: 48, watchdogSlackMs: 5_000 });
const ENDS_OF_ITS_OWN = [undefined, 'script_timeout', 'script_memory', 'script_failed'];

let pool: WorkerPool;
let pid: number | undefined;
let acts = 0;
beforeAll(async () => {
  const runtimeSource = await bundleRuntime();
  pool = new WorkerPool({ workers: 1, runtimeSource, limits: LIMITS, log: pino({ level: 'silent' }) });
  await pool.start();
  pid = pool.pids[0];
});
afterEach(async () => {
  await expect.poll(() => pool.pids).toHaveLength(1);
  pid = pool.pids[0];
});
afterAll(() => pool.close());

/** The code the session ended with when it did the act in a callback; undefined where it plays on. */
function endOf(act: string): Promise<string | undefined> {
  const code = `exports.ssExports = { init() { ${act}; }, onHealthCheck: () => true };`;
  const { heapMb, startMs, batchMs, queueBytes } = LIMITS;
  const spec = { heapMb, startMs, batchMs, profile: 'strict' as const };
  const options = {
    hash: `act ${acts++}`,
    code,
    spec,
    runtimeLimits: LIMITS,
    clock: 'batch' as const,
    queueBytes,
    owner: `act ${acts}`,
    trust: { tier: 'shared', tenantId: '' } as const,
  };
  return new Promise(resolve => {
    let isBegun = false;
    const handler = new Proxy({} as CommandHandler, {
      get: (_, command) => (first: unknown) => {
        if (link === undefined) return;
        if (command === 'loaded' && !isBegun) {
          isBegun = true;
          link.events.call(1, 'init');
          link.events.call(2, 'onHealthCheck');
          link.flush();
        }
        if (command !== 'decision' || first !== 2) return;
        link.close();
        resolve(undefined);
      },
    });
    const link = pool.open(options, BEGIN_CONFIG, {
      onCommands: commands => readCommands(commands, handler),
      onUnhandledRejection: () => {},
      onEnded: resolve,
    });
  });
}

describe.each(Object.entries(ACTS))('in the strict profile, %s', (_, family) => {
  test.each(family)('costs nobody but its session: %s', async act => {
    expect(ENDS_OF_ITS_OWN).toContain(await endOf(act));
    expect(pool.pids).toEqual([pid]);
  });
});
