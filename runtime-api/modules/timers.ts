import { type AbortSignal, abortReasonOf } from './abort.ts';
import { defineHidden, promisifyCustom } from './captured.ts';
import type { ModuleEnvironment } from './environment.ts';

type WaitOptions = { signal?: AbortSignal };

/**
 * Node's `timers`: the session's own timers, which `util.promisify` knows how to turn into promises.
 * @returns the six functions of the same names as the globals
 */
export function createTimersModule(environment: ModuleEnvironment, promises: TimersPromises): Timers {
  const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = environment;
  defineHidden(setTimeout, promisifyCustom, promises.setTimeout);
  defineHidden(setImmediate, promisifyCustom, promises.setImmediate);
  return { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
}

export type Timers = Pick<
  ModuleEnvironment,
  'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval' | 'setImmediate' | 'clearImmediate'
>;

export interface TimersPromises {
  setTimeout(delayMs?: number, value?: unknown, options?: WaitOptions): Promise<unknown>;
  setImmediate(value?: unknown, options?: WaitOptions): Promise<unknown>;
  setInterval(intervalMs?: number, value?: unknown, options?: WaitOptions): AsyncGenerator<unknown>;
  scheduler: { wait(delayMs: number, options?: WaitOptions): Promise<unknown>; yield(): Promise<unknown> };
}

/** Node's `timers/promises`. */
export function createTimersPromises(environment: ModuleEnvironment): TimersPromises {
  const wait = (
    start: (settle: () => void) => unknown,
    stop: (handle: unknown) => void,
    value: unknown,
    options: WaitOptions = {},
  ): Promise<unknown> => {
    const signal = options?.signal;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortReasonOf(signal));
        return;
      }
      const onAbort = (): void => {
        stop(handle);
        reject(abortReasonOf(signal!));
      };
      const handle = start(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve(value);
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  };
  const setTimeout = (delayMs?: number, value?: unknown, options?: WaitOptions): Promise<unknown> =>
    wait(
      settle => environment.setTimeout(settle, delayMs),
      handle => environment.clearTimeout(handle),
      value,
      options,
    );
  const setImmediate = (value?: unknown, options?: WaitOptions): Promise<unknown> =>
    wait(
      settle => environment.setImmediate(settle),
      handle => environment.clearImmediate(handle),
      value,
      options,
    );
  async function* setInterval(intervalMs?: number, value?: unknown, options?: WaitOptions) {
    for (;;) yield await setTimeout(intervalMs, value, options);
  }
  const scheduler = {
    wait: (delayMs: number, options?: WaitOptions) => setTimeout(delayMs, undefined, options),
    yield: () => setImmediate(),
  };
  return { setTimeout, setImmediate, setInterval, scheduler };
}
