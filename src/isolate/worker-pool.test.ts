import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CommandHandler, readCommands } from '../bridge/command-reader.ts';
import { resolveLimits } from '../limits/limits.ts';
import type { IsolateProfile } from './frames.ts';
import { bundleRuntime } from './runtime-bundle.ts';
import type { ScriptLink, ScriptOptions } from './script-link.ts';
import { BEGIN_CONFIG } from './test/begin-config.ts';
import { isRunning, statusOf } from './test/proc.ts';
import { WorkerPool } from './worker-pool.ts';

const LIMITS = resolveLimits({ batchMs: 400, startMs: 500, heapMb: 32, watchdogSlackMs: 100 });

let pool: WorkerPool;
let runtimeSource: string;
let scripts = 0;
let batches = 0;

beforeAll(async () => {
  runtimeSource = await bundleRuntime();
});

describe.each<IsolateProfile>(['strict', 'standard'])('a worker pool, %s profile', profile => {
  beforeAll(async () => {
    pool = new WorkerPool({ workers: 1, runtimeSource, limits: LIMITS, log: pino({ level: 'silent' }) });
    await pool.start();
  });
  afterAll(() => pool.close());
  beforeEach(() => {
    scripts++;
  });

  function options(code: string, batchMs = LIMITS.batchMs): ScriptOptions {
    const { heapMb, startMs, queueBytes } = LIMITS;
    const spec = { heapMb, startMs, batchMs, profile };
    return {
      hash: `script-${scripts}-${code}`,
      code,
      spec,
      runtimeLimits: LIMITS,
      clock: 'batch',
      queueBytes,
      owner: `script-${scripts}`,
      trust: { tier: 'shared', tenantId: '' },
    };
  }

  /** Begins a session, calls `init`, and resolves with what came of it. */
  function play(
    code: string,
    batchMs?: number,
    inPool = pool,
  ): Promise<{ ended?: string; log: string[]; link: ScriptLink }> {
    return new Promise(resolve => {
      const log: string[] = [];
      let isBegun = false;
      const handler = new Proxy({} as CommandHandler, {
        get: (_, command) => (first: unknown, second: unknown) => {
          if (command === 'log') log.push(String(second));
          if (command === 'loaded' && !isBegun) {
            isBegun = true;
            link?.events.call(1, 'init');
            link?.flush();
          }
          if (command === 'decision' && first === 1) resolve({ log, link: link! });
        },
      });
      const link = inPool.open(options(code, batchMs), BEGIN_CONFIG, {
        onCommands: commands => {
          batches++;
          readCommands(commands, handler);
        },
        onUnhandledRejection: text => log.push(`rejection: ${text}`),
        onEnded: code => resolve({ ended: code, log, link: link! }),
      });
    });
  }

  /** Resolves when the session has run a batch. */
  async function runOnce(link: ScriptLink): Promise<void> {
    const before = batches;
    link.events.call(2, 'onHealthCheck');
    link.flush();
    await expect.poll(() => batches).toBeGreaterThan(before);
  }

  const init = (body: string): string => `exports.ssExports = { init(session) { ${body} } };`;

  test('runs a script', async () => {
    const { log, link } = await play(init("session.getLogger().info('hello', 1 + 1)"));
    expect(log).toEqual(['hello 2']);
    link.close();
  });

  test('ends a script that never returns, and goes on with others', async () => {
    expect((await play(init('for (;;);'))).ended).toBe('script_timeout');
    expect((await play(init('for (;;) new Array(100).fill(1);'))).ended).toBe('script_timeout');
    expect((await play(init('(async () => { for (;;) await 0; })();'))).ended).toBe('script_timeout');
    expect((await play('for (;;);')).ended).toBe('script_timeout');
    expect((await play(init(''))).ended).toBeUndefined();
  });

  test('ends a script that fills its memory, and goes on with others', async () => {
    // Time enough to fill the memory, however busy the machine is.
    const { ended } = await play(
      init('const all = []; for (;;) all.push(new Array(50_000).fill(0));'),
      10_000,
    );
    expect(ended).toBe('script_memory');
    expect((await play(init(''))).ended).toBeUndefined();
  });

  test('says why a script cannot be loaded', async () => {
    expect((await play('exports.other = 1;')).ended).toBe('script_failed');
    expect((await play('throw new Error("no");')).ended).toBe('script_failed');
    await expect(pool.check(options('exports.ssExports = {};'))).rejects.toMatchObject({
      code: 'script_failed',
      detail: expect.stringContaining('init'),
    });
  });

  test('a script that was checked has been evaluated once when its session begins', async () => {
    const code = `let evaluated = 0; evaluated++; ${init('session.getLogger().info(evaluated)')}`;
    await pool.check(options(code));
    expect((await play(code)).log).toEqual(['1']);
  });

  test('a script that cannot be loaded fails its check in an isolate that stood ready, too', async () => {
    const limits = { ...LIMITS, warmScripts: 0, warmIsolates: 1 };
    const warmPool = new WorkerPool({ workers: 1, runtimeSource, limits, log: pino({ level: 'silent' }) });
    await warmPool.start();
    const { link } = await play(init(''), undefined, warmPool);
    warmPool.keepWarm(options(init('')));
    await expect.poll(() => warmPool.isolateCount).toBe(2);
    // The worker answers in order: once this session has run, the isolate is there.
    await runOnce(link);
    await expect(warmPool.check(options('throw new Error("no");'))).rejects.toMatchObject({
      code: 'script_failed',
    });
    await warmPool.close();
  });

  test('what a module logs while it is loaded is in the log of the session that gets it', async () => {
    const code = `console.log('loading'); ${init('')}`;
    await pool.check(options(code));
    expect((await play(code)).log).toContain('loading');
  });

  test('each session draws its own random numbers, from a warm isolate as well', async () => {
    const code = init('session.getLogger().info(String(Math.random()))');
    pool.keepWarm(options(code));
    const first = await play(code);
    const second = await play(code);
    // Both sessions were given one seed, and so begin alike.
    expect(second.log).toEqual(first.log);
  });

  test('a worker that does not become ready in time is killed, and the start fails', async () => {
    const limits = { ...LIMITS, workerStartMs: 500 };
    const log = pino({ level: 'silent' });
    const stuck = new WorkerPool({ workers: 1, runtimeSource: 'for (;;);', limits, log });
    await expect(stuck.start()).rejects.toMatchObject({ code: 'runtime_unsupported' });
    await stuck.close();
  });

  test('a worker that hangs beyond reach is killed and replaced', async () => {
    const [before] = pool.pids;
    // Each unit becomes a property name, in a loop that syntax alone starts.
    const { ended } = await play(init("let s = 'ab'.repeat(5e5); s += s; s += s; s += s; ({ ...s });"));
    expect(['script_timeout', 'script_crashed']).toContain(ended);
    await expect.poll(() => pool.pids).toHaveLength(1);
    expect(pool.pids[0]).not.toBe(before);
    expect((await play(init(''))).ended).toBeUndefined();
  });

  test('is there again when what starts its workers was killed, and the sessions of that time are told', async () => {
    const [before] = pool.pids;
    const ended = Promise.withResolvers<string>();
    pool.open(options(init('')), BEGIN_CONFIG, {
      onCommands: () => {},
      onUnhandledRejection: () => {},
      onEnded: ended.resolve,
    });
    process.kill(Number(statusOf(before!).PPid), 'SIGKILL');
    expect(['worker_lost', 'script_crashed']).toContain(await ended.promise);
    // What stood ready was started by it too, and may take sessions until its end is known.
    await expect.poll(async () => (await play(init(''))).ended, { timeout: 15_000 }).toBeUndefined();
    expect(pool.pids).toHaveLength(1);
    expect(isRunning(before!)).toBe(false);
  });
});
