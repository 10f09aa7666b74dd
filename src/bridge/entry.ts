/** What the script worker and the runtime inside an isolate agree on, beside the batches. */

/** What an entry call does. */
export const Operation = { load: 0, begin: 1, batch: 2, proceed: 3 } as const;

/** How an entry call went: the first byte of what `take` returns. */
export const EntryStatus = { done: 0, more: 1, failed: 2 } as const;

/**
 * Of the memory that a worker and an isolate share, each half: what goes in, then what comes out. What is longer is
 * copied by isolated-vm.
 */
export const EXCHANGE_BYTES = 8 * 1024;

/** The name the runtime is compiled under; frames of stacks that bear it tell a script's author nothing. */
export const RUNTIME_FILE = 'playpen-runtime.js';

/** The name a script's bundle is compiled under; the host turns `name:line:column` into the author's own. */
export const SCRIPT_FILE = 'playpen-script.js';
