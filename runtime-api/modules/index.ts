import { AbortController, createAbortSignal } from './abort.ts';
import { createAssertModule } from './assert.ts';
import { atob, Buffer, btoa, createBufferModule } from './buffer.ts';
import { hasOwn, stringSlice, stringStartsWith } from './captured.ts';
import { createConsole } from './console.ts';
import { createCryptoModule } from './crypto.ts';
import { DOMException } from './dom-exception.ts';
import type { ModuleEnvironment } from './environment.ts';
import { Event, EventTarget } from './event-target.ts';
import { createEventsModule } from './events.ts';
import { format, inspect } from './inspect.ts';
import { loadLibrary } from './late-library.ts';
import { defineLazy, lazily } from './lazily.ts';
import { createOsModule } from './os.ts';
import { createPerfHooksModule, createPerformance } from './performance.ts';
import { createProcess } from './process.ts';
import { createQuerystringModule } from './querystring.ts';
import { structuredClone } from './structured-clone.ts';
import { TextDecoder, TextEncoder } from './text-coding.ts';
import { createTimersModule, createTimersPromises } from './timers.ts';
import { types } from './types.ts';
import { UNAVAILABLE_MODULES, UnavailableError } from './unavailable.ts';
import { createUrlModule, loadUrlClasses } from './url.ts';
import { createUtilModule } from './util.ts';
import { createWebCrypto } from './web-crypto.ts';

export type { LogLevel, ModuleEnvironment, TimerCallback } from './environment.ts';

export interface ScriptModules {
  /**
   * What a script's `require(name)` gives for a module that is not in its bundle: `util`, `node:util`, ….
   * Each module is made when it is first asked for.
   * @throws Error with code ERR_PLAYPEN_UNAVAILABLE for a module that Node.js has and scripts do not,
   *   MODULE_NOT_FOUND for any other name
   */
  require(name: string): unknown;
  /**
   * What to define on the global object, by name. Costly ones are accessors that make the value when it is
   * first read and take assignments: copy the property descriptors, not the values.
   */
  readonly globals: Record<string, unknown>;
  readonly Buffer: typeof Buffer;
  /** Node's `util.inspect`; never throws. */
  inspect(value: unknown): string;
  /** Node's `util.format`; never throws. */
  format(...args: unknown[]): string;
}

type Loaders = Record<string, () => unknown>;

/**
 * The modules and globals of Node.js that scripts get, for one realm. Call it before the realm is
 * hardened: the libraries take their intrinsics here.
 */
export function createModules(environment: ModuleEnvironment): ScriptModules {
  const parts = createParts(environment);
  const loaders = createLoaders(environment, parts);
  return {
    require: name => requireModule(name, loaders),
    globals: createGlobals(environment, parts),
    Buffer,
    inspect: value => inspect(value),
    format,
  };
}

/** What is shared between globals and modules, so that `require('url').URL === URL`. */
function createParts(environment: ModuleEnvironment) {
  const timersPromises = createTimersPromises(environment);
  const events = lazily(() => createEventsModule(environment));
  return {
    events,
    timersPromises,
    timers: createTimersModule(environment, timersPromises),
    console: createConsole(environment),
    process: lazily(() => createProcess(environment, events())),
    performance: createPerformance(environment),
    webCrypto: createWebCrypto(environment),
    urlClasses: lazily(loadUrlClasses),
    AbortSignal: createAbortSignal(environment),
  };
}

type Parts = ReturnType<typeof createParts>;

function createLoaders(environment: ModuleEnvironment, parts: Parts): Loaders {
  const util = lazily(() => createUtilModule(environment));
  const assert = lazily(createAssertModule) as () => { strict: unknown };
  const path = lazily(() => loadLibrary('path'));
  return {
    __proto__: null as never,
    assert,
    'assert/strict': () => assert().strict,
    buffer: lazily(createBufferModule),
    console: () => parts.console,
    crypto: lazily(() => createCryptoModule(environment, parts.webCrypto)),
    events: parts.events,
    os: lazily(() => createOsModule(environment)),
    path,
    'path/posix': path,
    perf_hooks: lazily(() => createPerfHooksModule(parts.performance)),
    process: parts.process,
    querystring: lazily(createQuerystringModule),
    string_decoder: lazily(() => require('string_decoder')),
    sys: util,
    timers: lazily(() => ({ ...parts.timers, promises: parts.timersPromises })),
    'timers/promises': () => parts.timersPromises,
    url: lazily(() => createUrlModule(parts.urlClasses())),
    util,
    'util/types': () => types,
  };
}

function requireModule(name: string, loaders: Loaders): unknown {
  const given = `${name}`;
  const bare = stringStartsWith(given, 'node:') ? stringSlice(given, 5) : given;
  const load = loaders[bare];
  if (load !== undefined) return load();
  if (hasOwn(UNAVAILABLE_MODULES, bare)) {
    throw new UnavailableError(`the module "${given}"`, UNAVAILABLE_MODULES[bare]!);
  }
  const error = new Error(
    `Cannot find module '${given}': it was not bundled with the script and the runtime does not provide it; ` +
      'ship it beside the script and name it literally in require()',
  );
  throw Object.assign(error, { code: 'MODULE_NOT_FOUND' });
}

function createGlobals(environment: ModuleEnvironment, parts: Parts): Record<string, unknown> {
  const globals: Record<string, unknown> = {
    AbortController,
    AbortSignal: parts.AbortSignal,
    Buffer,
    DOMException,
    Event,
    EventTarget,
    TextDecoder,
    TextEncoder,
    atob,
    btoa,
    console: parts.console,
    crypto: parts.webCrypto,
    global: globalThis,
    performance: parts.performance,
    queueMicrotask: (callback: () => void) => environment.queueMicrotask(callback),
    structuredClone,
    ...parts.timers,
  };
  defineLazy(globals, 'process', parts.process);
  defineLazy(globals, 'URL', () => parts.urlClasses()?.URL);
  defineLazy(globals, 'URLSearchParams', () => parts.urlClasses()?.URLSearchParams);
  return globals;
}
