/** What `npm run sandbox` holds its figures against. */
export const GOALS = {
  /** Share of the acts in the strict profile that reach another session in their worker. */
  reachedWorker: 0.01,
  /** A message of a player in another worker, in milliseconds. */
  otherWorkerMs: 250,
  /** The relay host's event loop while any act is played. */
  lagP99Ms: 20,
  /** From a time limit's end until the players of the session know that it is over. */
  toldMedianMs: 300,
  toldMaxMs: 1_000,
} as const;

/** What a relay host may have in use above what it had, for what is in use is never exactly the same. */
export const HEAP_SLACK_BYTES = 16 * 1024 * 1024;
