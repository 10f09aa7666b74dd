import { CONSOLE_API_PATH } from '../protocol.ts';
import { type ConsoleError, refusalOf } from './console-api.ts';
import { PAGE_LIMITS } from './page-limits.ts';

export type StreamState = 'connecting' | 'open' | 'lost' | 'refused';

/** What a stream's follower hears of the connection; `refusal` is why the server will not have it. */
export type StreamStateListener = (state: StreamState, refusal?: ConsoleError) => void;

/** Refusals that no second try changes. */
const FINAL_CODES: ReadonlySet<string> = new Set(['session_not_found', 'console_sign_in_required']);

/**
 * Follows a stream of the server until the returned function is called: calls the handler of each event with what the
 * event carries. A stream that breaks off is opened again, and begins again with `open`.
 */
export function followStream<Events extends object>(
  path: string,
  handlers: { [Name in keyof Events]: (data: Events[Name]) => void },
  onState: StreamStateListener,
): () => void {
  const stream = new Stream(path, handlers as Handlers, onState);
  stream.open();
  return () => stream.close();
}

type Handlers = Record<string, (data: unknown) => void>;

class Stream {
  readonly #path: string;
  readonly #handlers: Handlers;
  readonly #onState: StreamStateListener;
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(path: string, handlers: Handlers, onState: StreamStateListener) {
    this.#path = path;
    this.#handlers = handlers;
    this.#onState = onState;
  }

  open(): void {
    const source = new EventSource(CONSOLE_API_PATH + this.#path);
    this.#source = source;
    for (const [name, handle] of Object.entries(this.#handlers)) {
      source.addEventListener(name, event => handle(JSON.parse(event.data)));
    }
    source.addEventListener('open', () => this.#onState('open'));
    source.addEventListener('error', () => {
      this.#onState('lost');
      // The browser tries again by itself unless an answer came that was no stream.
      if (source.readyState === EventSource.CLOSED) void this.#askWhy();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#source?.close();
    clearTimeout(this.#retry);
  }

  /** An event source does not tell why it was refused; a request like its own does. */
  async #askWhy(): Promise<void> {
    const refusal = await refusalOf(this.#path);
    if (this.#isClosed) return;
    if (refusal !== undefined) this.#onState('refused', refusal);
    if (refusal !== undefined && FINAL_CODES.has(refusal.code)) return;
    this.#retry = setTimeout(() => this.open(), PAGE_LIMITS.retryMs);
  }
}
