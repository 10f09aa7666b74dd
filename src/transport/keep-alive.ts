export interface KeepAliveOptions {
  readonly pingIntervalMs: number;
  /** The shortest silence that may end a connection. */
  readonly minSilenceMs: number;
  /** False while reading has stopped: nothing can be heard then, so the silence is not the client's. */
  isListening(): boolean;
  ping(): void;
  /** Called once, after two silent ping intervals or as many as make up `minSilenceMs`; no ping follows. */
  onTimeout(): void;
}

const MIN_SILENT_INTERVALS = 2;

/**
 * Pings at an interval, and counts the intervals in which nothing was heard. One timer and no clock: an event loop
 * that was held up, or a machine that slept, has missed one interval, however long it took.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #allowedIntervals: number;
  #silentIntervals = 0;
  #wasHeard = false;

  constructor(options: KeepAliveOptions) {
    const { pingIntervalMs, minSilenceMs } = options;
    this.#options = options;
    this.#allowedIntervals = Math.max(MIN_SILENT_INTERVALS, Math.ceil(minSilenceMs / pingIntervalMs));
    this.#timer = setInterval(() => this.#tick(), pingIntervalMs);
  }

  /** Something came from the client, by either channel. */
  heard(): void {
    this.#wasHeard = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const isAlive = this.#wasHeard || !this.#options.isListening();
    this.#wasHeard = false;
    this.#silentIntervals = isAlive ? 0 : this.#silentIntervals + 1;
    if (this.#silentIntervals < this.#allowedIntervals) {
      this.#options.ping();
      return;
    }
    this.stop();
    this.#options.onTimeout();
  }
}
