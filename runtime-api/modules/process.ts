import { apply, arraySlice, defineProperty } from './captured.ts';
import type { ModuleEnvironment } from './environment.ts';
import type { EmitterClass } from './events.ts';
import { inspect } from './inspect.ts';
import { UnavailableError, unavailableFunctions } from './unavailable.ts';

/**
 * What `process.version` says: the Node.js whose modules the runtime follows. It is a constant, so that
 * a recorded session does not depend on the machine that replays it.
 */
const NODE_VERSION = '26.0.0';

/**
 * Node's `process` for a script that has no process.
 * - It is an event emitter, so listeners of 'uncaughtException', 'exit' and signals are accepted; the
 *   runtime emits none of them: uncaught errors are logged and counted by the session.
 * - `memoryUsage()` and the like give zeros: memory is measured outside the isolate, and differs per run.
 * - `env` is empty and belongs to the script.
 */
export function createProcess(environment: ModuleEnvironment, EventEmitter: EmitterClass): object {
  const process = new EventEmitter();
  Object.assign(process, {
    title: 'script',
    version: `v${NODE_VERSION}`,
    versions: { node: NODE_VERSION },
    release: { name: 'node' },
    platform: 'linux',
    arch: 'x64',
    pid: 1,
    ppid: 0,
    argv: ['node', 'script.js'],
    argv0: 'node',
    execArgv: [],
    execPath: '/usr/bin/node',
    env: {},
    exitCode: undefined,
    features: {},
    config: {},
    stdout: createOutput(environment, 'info'),
    stderr: createOutput(environment, 'error'),
    ...createClocks(environment),
    ...createMeasures(),
    ...createControls(environment),
    ...unavailableFunctions(
      'process',
      ['abort', 'binding', 'chdir', 'dlopen', 'kill', 'setuid', 'setgid', 'umask'],
      'a script has no operating-system process; process.exit() ends the game session',
    ),
  });
  defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });
  return process;
}

function createControls(environment: ModuleEnvironment): object {
  return {
    cwd: () => '/',
    exit(this: { exitCode?: unknown } | undefined, code?: number): never {
      return environment.exit(Number(code ?? this?.exitCode ?? 0) || 0);
    },
    /** Runs with the promise reactions, in order of arrival: there is no queue before theirs. */
    nextTick(callback: (...args: unknown[]) => void, ...args: unknown[]): void {
      if (typeof callback !== 'function') {
        const error = new TypeError(
          `The "callback" argument must be of type function. Received ${inspect(callback)}`,
        );
        throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
      }
      environment.queueMicrotask(() => apply(callback, undefined, args));
    },
    emitWarning(warning: unknown, nameOrOptions?: string | { type?: string; code?: string }): void {
      const options = typeof nameOrOptions === 'object' ? nameOrOptions : { type: nameOrOptions };
      const name = warning instanceof Error ? warning.name : (options?.type ?? 'Warning');
      const text = warning instanceof Error ? warning.message : String(warning);
      environment.log('warn', `${name}: ${text}`);
    },
    setUncaughtExceptionCaptureCallback() {},
    hasUncaughtExceptionCaptureCallback: () => false,
  };
}

function createClocks(environment: ModuleEnvironment): object {
  const nowNs = (): number => Math.round(environment.performanceNowMs() * 1e6);
  const hrtime = (since?: [number, number]): [number, number] => {
    const now = nowNs();
    const seconds = Math.floor(now / 1e9);
    if (since === undefined) return [seconds, now % 1e9];
    const difference = (seconds - since[0]) * 1e9 + ((now % 1e9) - since[1]);
    return [Math.floor(difference / 1e9), ((difference % 1e9) + 1e9) % 1e9];
  };
  hrtime.bigint = (): bigint => {
    // Looked up at the call: where the realm has removed BigInt, none may be made.
    const make = (globalThis as { BigInt?: BigIntConstructor }).BigInt;
    if (make === undefined) throw new UnavailableError('process.hrtime.bigint', 'this realm has no BigInt');
    return make(nowNs());
  };
  return { hrtime, uptime: () => environment.performanceNowMs() / 1000 };
}

function createMeasures(): object {
  const memoryUsage = (): object => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 });
  memoryUsage.rss = () => 0;
  return {
    memoryUsage,
    cpuUsage: () => ({ user: 0, system: 0 }),
    constrainedMemory: () => 0,
    availableMemory: () => 0,
    getuid: () => 0,
    getgid: () => 0,
  };
}

/** `process.stdout` and `stderr` as far as scripts write to them: each write is one entry of the log. */
function createOutput(environment: ModuleEnvironment, level: 'info' | 'error'): object {
  return {
    isTTY: false,
    writable: true,
    write(chunk: unknown, ...rest: unknown[]): boolean {
      environment.log(level, String(chunk).replace(/\n$/, ''));
      const callback = arraySlice(rest, -1)[0];
      if (typeof callback === 'function') environment.queueMicrotask(() => callback());
      return true;
    },
  };
}
