/** A timer that does not keep a Node.js process alive; the function returned stops it. */
export function startTimer(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  // In a browser a timer is a number.
  if (typeof timer === 'object') timer.unref();
  return () => clearTimeout(timer);
}
