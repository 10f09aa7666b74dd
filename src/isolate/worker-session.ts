import { EventWriter } from '../bridge/event-writer.ts';
import type { CloseCode } from '../errors.ts';
import type { Result } from './frames.ts';
import type { ScriptLink, ScriptListener, ScriptOptions } from './script-link.ts';

/** What a session needs of the worker process it lives in. */
export interface SessionHome {
  readonly nowUs: () => number;
  /** Asks for `dispatch` at the end of this turn. */
  schedule(session: WorkerSession): void;
  sendBatch(session: WorkerSession, batch: Uint8Array): void;
  sendClose(session: WorkerSession): void;
}

const END_CODES = { failed: 'script_failed', timeout: 'script_timeout', memory: 'script_memory' } as const;

/** Host half of one session's isolate: one batch in flight, one waiting. */
export class WorkerSession implements ScriptLink {
  readonly number: number;
  readonly options: ScriptOptions;
  readonly events: EventWriter;
  #home: SessionHome;
  #listener: ScriptListener;
  /** The `open` request counts as in flight until it is answered. */
  #inFlight = true;
  #closed = false;
  #wakeTimer: NodeJS.Timeout | undefined;
  #isDue = false;

  constructor(number: number, options: ScriptOptions, home: SessionHome, listener: ScriptListener) {
    this.number = number;
    this.options = options;
    this.events = new EventWriter(options.queueBytes);
    this.#home = home;
    this.#listener = listener;
  }

  flush(): void {
    if (!this.#inFlight && !this.#closed) this.#home.schedule(this);
  }

  wakeAt(atUs: number): void {
    clearTimeout(this.#wakeTimer);
    this.#wakeTimer = undefined;
    if (atUs === 0 || this.#closed) return;
    const delayMs = Math.min(Math.max(1, Math.ceil((atUs - this.#home.nowUs()) / 1000)), 0x7fff_ffff);
    this.#wakeTimer = setTimeout(() => {
      this.#isDue = true;
      this.flush();
    }, delayMs);
  }

  close(): void {
    if (this.#closed) return;
    this.#forget();
    this.#home.sendClose(this);
  }

  /** Sends the waiting batch if there is a reason to and none is in flight. */
  dispatch(): void {
    if (this.#inFlight || this.#closed || (this.events.count === 0 && !this.#isDue)) return;
    this.#isDue = false;
    this.#inFlight = true;
    this.#home.sendBatch(this, this.events.take());
  }

  handleResult(result: Result): void {
    if (this.#closed) return;
    this.#inFlight = false;
    if (result.status !== 'ok') return this.end(END_CODES[result.status], result.text);
    if (result.text !== '') this.#listener.onUnhandledRejection(result.text);
    this.#listener.onCommands(result.commands);
    if (this.events.count > 0 || this.#isDue) this.flush();
  }

  /** The isolate is gone: because of its own doing, or because its worker died. */
  end(code: CloseCode, detail: string): void {
    if (this.#closed) return;
    this.#forget();
    this.#listener.onEnded(code, detail);
  }

  #forget(): void {
    this.#closed = true;
    clearTimeout(this.#wakeTimer);
  }
}
