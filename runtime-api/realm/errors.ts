import { defineProperty } from '../kernel/primordials.ts';

/** Frames in an error's `stack`. */
const STACK_FRAMES = 10;

/**
 * `Error.prepareStackTrace = (error, frames) => …` gets V8's own frame objects, and runs whenever a stack is
 * read: also when the host reads one, outside every limit. Assigning it does nothing; `stackTraceLimit` is fixed.
 */
export function lockErrors(): void {
  const { get, set } = { get: () => undefined, set: (_: unknown) => {} };
  defineProperty(Error, 'prepareStackTrace', { get, set, enumerable: false, configurable: false });
  defineProperty(Error, 'stackTraceLimit', {
    value: STACK_FRAMES,
    writable: false,
    enumerable: true,
    configurable: false,
  });
}
