/** npm passes an interrupt on to a process that the terminal has interrupted already: not a second wish. */
const ECHO_MS = 300;

/**
 * Calls `stop` on the first SIGINT or SIGTERM and exits with 0 when it is done. A second signal ends the process
 * at once.
 */
export function onShutdownSignal(stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let firstMs: number | undefined;
  const handle = (signal: NodeJS.Signals): void => {
    if (firstMs !== undefined) {
      if (performance.now() - firstMs > ECHO_MS) process.exit(130);
      return;
    }
    firstMs = performance.now();
    stop(signal).then(
      () => process.exit(0),
      error => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
}
