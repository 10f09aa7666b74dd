export interface KeepAliveOptions {
  readonly pingIntervalMs: number;
  /** The shortest silence that may end a connection. */
  readonly minSilenceMs: number;
  /** A clock in milliseconds. */
  now(): number;
  /** False while reading has stopped: nothing can be heard then, so the silence is not the client's. */
  isListening(): boolean;
  ping(): void;
  /** Called once, when nothing was heard for two ping intervals and `minSilenceMs`; no ping follows. */
  onTimeout(): void;
}

const SILENT_INTERVALS = 2;

/** Pings at an interval, and watches for silence at each ping. One timer. */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  readonly #timer: NodeJS.Timeout;
  #heardAtMs: number;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#heardAtMs = options.now();
    this.#timer = setInterval(() => this.#tick(), options.pingIntervalMs);
  }

  /** Something came from the client, by either channel. */
  heard(): void {
    this.#heardAtMs = this.#options.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { now, pingIntervalMs, minSilenceMs } = this.#options;
    if (!this.#options.isListening()) this.heard();
    const allowedMs = Math.max(SILENT_INTERVALS * pingIntervalMs, minSilenceMs);
    if (now() - this.#heardAtMs < allowedMs) {
      this.#options.ping();
      return;
    }
    this.stop();
    this.#options.onTimeout();
  }
}
