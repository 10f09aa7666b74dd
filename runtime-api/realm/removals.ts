import { deleteProperty } from '../kernel/primordials.ts';

/**
 * Globals that a script does not get. WebAssembly, SharedArrayBuffer and Atomics allocate memory the heap limit
 * does not see or make fine clocks; FinalizationRegistry and WeakRef run code and observe collection outside any
 * call; Intl and Temporal read the real time, which is no input of a script.
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
] as const;

export function removeGlobals(): void {
  for (const name of REMOVED_GLOBALS) deleteProperty(globalThis, name);
}
