// Before the library, which takes what it needs of the language when it is evaluated.
import './inspected-descriptors.ts';
import { format as baseFormat, inspect as baseInspect, formatWithOptions } from 'node-inspect-extracted';
import { apply, arrayJoin, defineProperty, getOwnPropertyDescriptor, ownKeys } from './captured.ts';
import { giveBack } from './inspected-descriptors.ts';

giveBack();

/**
 * Node's `util.inspect`, except that it never throws: a getter, a proxy or a custom inspection function
 * that fails costs its own value, not the log line it stands in.
 */
export const inspect = completeInspect();

/** Node's `util.format`; never throws either. */
export function format(...args: unknown[]): string {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  try {
    return apply(baseFormat, undefined, args);
  } catch {
    return formatOneByOne(args);
  }
}

/** `util.formatWithOptions`; never throws. */
export function safeFormatWithOptions(options: object, ...args: unknown[]): string {
  try {
    return apply(formatWithOptions, undefined, [options, ...args]);
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

function completeInspect(): typeof baseInspect {
  const safe = function inspect(value: unknown, ...options: unknown[]): string {
    try {
      return apply(baseInspect, undefined, [value, ...options]);
    } catch {
      return `[${typeof value} that cannot be inspected]`;
    }
  };
  for (const key of ownKeys(baseInspect)) {
    const current = getOwnPropertyDescriptor(safe, key);
    if (current === undefined || current.configurable) {
      defineProperty(safe, key, getOwnPropertyDescriptor(baseInspect, key)!);
    }
  }
  return safe as typeof baseInspect;
}
