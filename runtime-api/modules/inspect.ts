/// <reference path="./ambient.d.ts" />
// Before what the library takes of the language.
import './inspected-descriptors.ts';
import type { format as Format, formatWithOptions, inspect as Inspect } from 'node-inspect-extracted';
import { primordials } from 'node-inspect-extracted/primordials';
import { toText } from '../kernel/primordials.ts';
import { apply, arrayJoin, defineProperty, getOwnPropertyDescriptor, ownKeys } from './captured.ts';
import { giveBack } from './inspected-descriptors.ts';
import { loadLibrary } from './late-library.ts';
import { lazily } from './lazily.ts';

giveBack();

interface Library {
  inspect: typeof Inspect;
  format: typeof Format;
  formatWithOptions: typeof formatWithOptions;
  stripVTControlCharacters(text: string): string;
}

/** Node's `util.inspect` and its kin. They take all they need of the language from what was there before any script. */
const library = lazily(() => loadLibrary<Library>('inspect', primordials));

/**
 * Node's `util.inspect`, except that it never throws: a getter, a proxy or a custom inspection function
 * that fails costs its own value, not the log line it stands in. It has no properties yet: see `completeInspect`.
 */
export function inspect(value: unknown, ...options: unknown[]): string {
  try {
    return apply(library().inspect, undefined, [value, ...options]);
  } catch {
    const isObject = typeof value === 'object' || typeof value === 'function';
    return isObject ? `[${typeof value} that cannot be inspected]` : toText(value);
  }
}

/** Node's `util.format`; never throws either. */
export function format(...args: unknown[]): string {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  try {
    return apply(library().format, undefined, args);
  } catch {
    return formatOneByOne(args);
  }
}

/** `util.formatWithOptions`; never throws. */
export function safeFormatWithOptions(options: object, ...args: unknown[]): string {
  try {
    return apply(library().formatWithOptions, undefined, [options, ...args]);
  } catch {
    return formatOneByOne(args);
  }
}

function formatOneByOne(args: unknown[]): string {
  const parts: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const value = args[i];
    parts[i] = typeof value === 'string' ? value : inspect(value);
  }
  return arrayJoin(parts, ' ');
}

/** `inspect` with the properties that Node's has: `custom`, `colors`, `defaultOptions`, …. */
export function completeInspect(): typeof Inspect {
  const { inspect: complete } = library();
  const keys = ownKeys(complete);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const current = getOwnPropertyDescriptor(inspect, key);
    if (current === undefined || current.configurable) {
      defineProperty(inspect, key, getOwnPropertyDescriptor(complete, key)!);
    }
  }
  return inspect as unknown as typeof Inspect;
}

/** `util.stripVTControlCharacters`. */
export function stripVTControlCharacters(text: string): string {
  return library().stripVTControlCharacters(text);
}
