import { AbortController, AbortSignal } from './abort.ts';
import { Buffer } from './buffer.ts';
import { apply, defineHidden, promiseThen, promisifyCustom, setPrototypeOf } from './captured.ts';
import { isDeepEqual } from './deep-equal.ts';
import type { ModuleEnvironment } from './environment.ts';
import {
  completeInspect,
  format,
  inspect,
  safeFormatWithOptions,
  stripVTControlCharacters,
} from './inspect.ts';
import { TextDecoder, TextEncoder } from './text-coding.ts';
import { types } from './types.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Node's `util`, with the type tests that Node 23 removed, for scripts older than that. */
export function createUtilModule(environment: ModuleEnvironment): object {
  return {
    inspect: completeInspect(),
    format,
    formatWithOptions: safeFormatWithOptions,
    stripVTControlCharacters,
    styleText,
    promisify,
    callbackify: (original: AnyFunction) => callbackify(original, environment),
    inherits,
    deprecate: (fn: AnyFunction, message: string, code?: string) => deprecate(fn, message, code, environment),
    debuglog,
    debug: debuglog,
    isDeepStrictEqual: (a: unknown, b: unknown) => isDeepEqual(a, b, 'strict'),
    types,
    TextEncoder,
    TextDecoder,
    AbortController,
    AbortSignal,
    toUSVString: (text: unknown) => `${text}`.toWellFormed(),
    ...legacyTests,
    _extend: (target: object, source: unknown) =>
      typeof source === 'object' && source !== null ? Object.assign(target, source) : target,
  };
}

/** A function that took a callback as one that returns a promise; `promisify.custom` overrides. */
function promisify(original: unknown): AnyFunction {
  requireFunction(original, 'original');
  const custom = (original as unknown as Record<symbol, unknown>)[promisifyCustom];
  if (custom !== undefined) {
    requireFunction(custom, 'util.promisify.custom');
    defineHidden(custom, promisifyCustom, custom);
    return custom;
  }
  const promisified = function (this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, value: unknown): void => (error ? reject(error) : resolve(value));
      apply(original, this, [...args, done]);
    });
  };
  setPrototypeOf(promisified, Object.getPrototypeOf(original));
  defineHidden(promisified, promisifyCustom, promisified);
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original)) as AnyFunction;
}
promisify.custom = promisifyCustom;

function callbackify(original: AnyFunction, environment: ModuleEnvironment): AnyFunction {
  requireFunction(original, 'original');
  return function (this: unknown, ...args: unknown[]): void {
    const callback = args.pop();
    requireFunction(callback, 'last argument');
    // Outside the promise chain, so that what the callback throws is an error of its own.
    const later = (...results: unknown[]): void =>
      environment.queueMicrotask(() => apply(callback, this, results));
    promiseThen(
      apply(original, this, args) as Promise<unknown>,
      value => later(null, value),
      reason => later(reason || new Error('Promise was rejected with a falsy value', { cause: reason })),
    );
  };
}

function inherits(derived: unknown, base: unknown): void {
  requireFunction(derived, 'ctor');
  requireFunction(base, 'superCtor');
  Object.defineProperty(derived, 'super_', {
    value: base,
    writable: true,
    configurable: true,
  });
  setPrototypeOf(derived.prototype, base.prototype);
}

function deprecate(
  fn: AnyFunction,
  message: string,
  code: string | undefined,
  environment: ModuleEnvironment,
): AnyFunction {
  requireFunction(fn, 'fn');
  let warned = false;
  const deprecated = function (this: unknown, ...args: unknown[]): unknown {
    if (!warned) {
      warned = true;
      environment.log('warn', `DeprecationWarning: ${code === undefined ? '' : `[${code}] `}${message}`);
    }
    return new.target ? Reflect.construct(fn, args, new.target) : apply(fn, this, args);
  };
  setPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  return deprecated;
}

/** Nothing is logged: sections are chosen by an environment variable, and scripts have none. */
function debuglog(): AnyFunction {
  return Object.assign(() => {}, { enabled: false });
}

/** Plain text, as Node gives for an output that is no terminal, unless `validateStream` is false. */
function styleText(style: string | string[], text: string, options?: { validateStream?: boolean }): string {
  let styled = text;
  for (const name of [style].flat().reverse()) {
    const codes = (inspect as unknown as { colors: Record<string, number[] | undefined> }).colors[name];
    if (codes === undefined) throw new TypeError(`The style "${name}" is not known`);
    styled = `\u001b[${codes[0]}m${styled}\u001b[${codes[1]}m`;
  }
  return options?.validateStream === false ? styled : text;
}

const legacyTests = {
  isArray: Array.isArray,
  isBoolean: (value: unknown) => typeof value === 'boolean',
  isBuffer: (value: unknown) => Buffer.isBuffer(value),
  isDate: types.isDate,
  isError: (value: unknown) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value: unknown) => typeof value === 'function',
  isNull: (value: unknown) => value === null,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isNumber: (value: unknown) => typeof value === 'number',
  isObject: (value: unknown) => value !== null && typeof value === 'object',
  isPrimitive: (value: unknown) =>
    value === null || (typeof value !== 'object' && typeof value !== 'function'),
  isRegExp: types.isRegExp,
  isString: (value: unknown) => typeof value === 'string',
  isSymbol: (value: unknown) => typeof value === 'symbol',
  isUndefined: (value: unknown) => value === undefined,
};

// biome-ignore lint/suspicious/noExplicitAny: any function at all is a function
function requireFunction(value: unknown, name: string): asserts value is (...args: any[]) => any {
  if (typeof value === 'function') return;
  const error = new TypeError(`The "${name}" argument must be of type function. Received ${inspect(value)}`);
  throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}
