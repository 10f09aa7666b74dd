/** A timer that is due earlier than this is not. */
const LEAST_REST_MS = 1;

/** Runs it when the rest is over; without one, when the current turn of the event loop has handled its I/O. */
export function afterRest(restMs: number, run: () => void): void {
  if (restMs < LEAST_REST_MS) setImmediate(run);
  else setTimeout(run, restMs);
}
