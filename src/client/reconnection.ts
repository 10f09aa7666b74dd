import type { ClientLimits } from './client-limits.ts';
import { ConnectError } from './connect-error.ts';
import type { Connection } from './connection.ts';

/** Attempts to log in again, after waits that double, each cut by a random part of up to a half. */
export interface ReconnectOptions {
  /** Default: 10. */
  readonly maxAttempts?: number;
  /** Before the first attempt, in milliseconds. Default: 250. */
  readonly firstDelayMs?: number;
  /** Default: 10,000. */
  readonly maxDelayMs?: number;
}

export interface ReconnectionReceiver {
  /** The next attempt begins after this wait. */
  onAttempt(attempt: number, delayMs: number): void;
  onReconnected(connection: Connection): void;
  /** Either all attempts failed, or the server refuses the player; `error` is the last one's. */
  onGivenUp(error: unknown): void;
}

/**
 * Close codes that speak of the connection, or of a server that is about to be back, and not of the player or the game
 * session: going away, broken, restart, try again later (RFC 6455 and its registry), and `keep_alive_timeout`.
 */
const TRANSIENT_CLOSE_CODES: ReadonlySet<number> = new Set([1001, 1006, 1012, 1013, 4008]);

export function isTransient(closeCode: number): boolean {
  return TRANSIENT_CLOSE_CODES.has(closeCode);
}

/** Logs in again and again, until it worked, makes no sense or was cancelled. */
export class Reconnection {
  readonly #maxAttempts: number;
  readonly #firstDelayMs: number;
  readonly #maxDelayMs: number;
  readonly #stableMs: number;
  readonly #logIn: (signal: AbortSignal) => Promise<Connection>;
  #attempt = 0;
  #connectedMs = Number.NEGATIVE_INFINITY;

  constructor(
    limits: ClientLimits,
    options: ReconnectOptions,
    logIn: (signal: AbortSignal) => Promise<Connection>,
  ) {
    this.#maxAttempts = options.maxAttempts ?? limits.reconnectAttempts;
    this.#firstDelayMs = options.firstDelayMs ?? limits.reconnectFirstMs;
    this.#maxDelayMs = options.maxDelayMs ?? limits.reconnectMaxMs;
    this.#stableMs = limits.reconnectStableMs;
    this.#logIn = logIn;
  }

  /** Begins; the function returned cancels, and nothing is received after it. */
  start(receiver: ReconnectionReceiver): () => void {
    if (performance.now() - this.#connectedMs >= this.#stableMs) this.#attempt = 0;
    const abort = new AbortController();
    void this.#run(receiver, abort.signal);
    return () => abort.abort();
  }

  async #run(receiver: ReconnectionReceiver, signal: AbortSignal): Promise<void> {
    let error: unknown;
    while (this.#attempt < this.#maxAttempts) {
      this.#attempt++;
      const delayMs = this.#delayMs(this.#attempt);
      receiver.onAttempt(this.#attempt, delayMs);
      await wait(delayMs, signal);
      if (signal.aborted) return;
      try {
        const connection = await this.#logIn(signal);
        this.#connectedMs = performance.now();
        if (signal.aborted) connection.close();
        else receiver.onReconnected(connection);
        return;
      } catch (reason) {
        if (signal.aborted) return;
        error = reason;
        if (isRefusal(reason)) break;
      }
    }
    receiver.onGivenUp(error);
  }

  #delayMs(attempt: number): number {
    const delayMs = Math.min(this.#firstDelayMs * 2 ** (attempt - 1), this.#maxDelayMs);
    // Players who lost the same server must not all come back in the same moment.
    return Math.round(delayMs * (1 - Math.random() / 2));
  }
}

/** The server said no to this player, and would say it again. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof ConnectError && error.code === 'connect_refused' && !isTransient(error.closeCode ?? 0)
  );
}

/** Keeps a Node.js process alive, as the connection did and the next one will. */
function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
}
