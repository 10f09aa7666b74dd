import { fileURLToPath } from 'node:url';
import ivm from 'isolated-vm';
import { bundleForIsolate } from '../../../src/isolate/runtime-bundle.ts';

const MODULES_ENTRY = fileURLToPath(new URL('../index.ts', import.meta.url));

/**
 * The session as the modules see it, with a clock that stands still, a counting generator, and timers that
 * run when `runTimers` is called. It lives inside the isolate; `log` is what the modules have logged.
 */
const ENVIRONMENT = `
  const log = [];
  let timers = [];
  let nextTimer = 1;
  let random = 1;
  const start = (callback, args, again) => {
    timers.push({ id: nextTimer, callback, args, again });
    return nextTimer++;
  };
  const stop = id => { timers = timers.filter(timer => timer.id !== id); };
  globalThis.clock = { nowMs: 1_700_000_000_000, performanceNowMs: 1234.5678 };
  globalThis.takeLog = () => log.splice(0);
  globalThis.runTimers = () => {
    const due = timers;
    timers = due.filter(timer => timer.again);
    for (const { callback, args } of due) callback(...args);
    return due.length;
  };
  const environment = {
    nowMs: () => clock.nowMs,
    performanceNowMs: () => clock.performanceNowMs,
    fillRandom(bytes) {
      for (let i = 0; i < bytes.length; i++) {
        random = (random * 48271) % 2147483647;
        bytes[i] = random;
      }
    },
    log: (level, text) => { log[log.length] = [level, text]; },
    setTimeout: (callback, delayMs, ...args) => start(callback, args, false),
    clearTimeout: stop,
    setInterval: (callback, delayMs, ...args) => start(callback, args, true),
    clearInterval: stop,
    setImmediate: (callback, ...args) => start(callback, args, false),
    clearImmediate: stop,
    queueMicrotask: callback => {
      Promise.resolve().then(callback).catch(error => { log[log.length] = ['uncaught', error.message]; });
    },
    exit: code => { throw new Error('exit ' + code); },
  };
`;

const INSTALL = `
  const modules = playpenModules.createModules(environment);
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(modules.globals))) {
    Object.defineProperty(globalThis, name, { ...descriptor, enumerable: false });
  }
  globalThis.require = modules.require;
  globalThis.inspect = modules.inspect;
  globalThis.format = modules.format;
`;

/** Puts JSON in the place of a thrown error too, so that a test sees its message and code. */
const RUNNER = `
  globalThis.describeThrow = error =>
    ({ name: error.name, code: error.code, message: error.message });
`;

/** The modules as one script that defines `playpenModules`, bundled as the runtime is. */
export function bundleModules(): Promise<string> {
  return bundleForIsolate(MODULES_ENTRY, 'playpenModules');
}

/** A bare isolate with the modules in it, as a script finds them. */
export class ModulesRealm {
  readonly #isolate: ivm.Isolate;
  readonly #context: ivm.Context;

  /** @param removed globals that are deleted between the making of the modules and the script */
  constructor(bundle: string, removed: readonly string[] = []) {
    this.#isolate = new ivm.Isolate({ memoryLimit: 64 });
    this.#context = this.#isolate.createContextSync();
    const removal = removed.map(name => `delete globalThis[${JSON.stringify(name)}];`).join('');
    this.#context.evalSync(`'use strict';${bundle};(() => {${ENVIRONMENT}${INSTALL}${RUNNER}${removal}})();`);
  }

  /** The value of an expression, by way of JSON. */
  value(expression: string): unknown {
    const json = this.#context.evalSync(`JSON.stringify((() => (${expression}\n))())`, { timeout: 5_000 });
    return json === undefined ? undefined : JSON.parse(json as string);
  }

  /** The value a function body returns, by way of JSON. */
  run(body: string): unknown {
    return this.value(`(() => {${body}\n})()`);
  }

  /** What an async function body resolves to, by way of JSON; timers run until it does. */
  async resolve(body: string): Promise<unknown> {
    this.#context.evalSync(`
      globalThis.outcome = undefined;
      (async () => {${body}\n})().then(
        value => { outcome = { value }; },
        error => { outcome = { thrown: describeThrow(error) }; },
      );`);
    for (let turn = 0; turn < 100; turn++) {
      const outcome = this.value('outcome') as { value?: unknown; thrown?: unknown } | undefined;
      if (outcome?.thrown !== undefined) throw new Error(JSON.stringify(outcome.thrown));
      if (outcome !== undefined) return outcome.value;
      this.#context.evalSync('runTimers(); undefined');
    }
    throw new Error('the promise did not settle');
  }

  /** Name, code and message of what a function body throws; undefined where it throws nothing. */
  thrown(body: string): { name: string; code?: string; message: string } | undefined {
    return this.value(
      `(() => { try { ${body}\n } catch (error) { return describeThrow(error); } })()`,
    ) as never;
  }

  dispose(): void {
    this.#isolate.dispose();
  }
}
