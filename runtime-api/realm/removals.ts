import { deleteProperty } from '../kernel/primordials.ts';

/**
 * Globals that a script does not get. WebAssembly, SharedArrayBuffer and Atomics allocate memory the heap limit
 * does not see or make fine clocks; FinalizationRegistry and WeakRef run code and observe collection outside any
 * call; Intl and Temporal read the real time, which is no input of a script, and Intl's objects are memory the
 * heap limit does not see; `console` is V8's own, which ours replaces.
 */
export const REMOVED_GLOBALS = [
  'WebAssembly',
  'SharedArrayBuffer',
  'Atomics',
  'FinalizationRegistry',
  'WeakRef',
  'Intl',
  'Temporal',
  'ShadowRealm',
  'console',
] as const;

/**
 * What the strict profile takes besides. `new Proxy` makes `length` whatever it likes each time it is asked, so
 * that nothing can be measured; BigInt arithmetic runs for seconds in one step; `eval` compiles without a bound.
 */
export const STRICT_REMOVED_GLOBALS = [
  'Proxy',
  'BigInt',
  'BigInt64Array',
  'BigUint64Array',
  'eval',
  'escape',
  'unescape',
  'DisposableStack',
  'AsyncDisposableStack',
] as const;

export function removeGlobals(names: readonly string[]): void {
  for (let i = 0; i < names.length; i++) deleteProperty(globalThis, names[i]!);
}

/** Members of what stays. */
export function removeMembers(): void {
  // Array.fromAsync(endless) goes on in microtasks that nothing of the script's own starts.
  deleteProperty(Array, 'fromAsync');
  // (new Date()).toTemporalInstant() is the way back to Temporal.
  deleteProperty(Date.prototype, 'toTemporalInstant');
}
