import { EventWriter } from '../bridge/event-writer.ts';
import { type CloseCode, PlaypenError } from '../errors.ts';
import type { IsolateSpec, Result } from './frames.ts';
import type { ScriptLink, ScriptListener } from './script-link.ts';

/** What a session needs of the worker process it lives in. */
export interface SessionHome {
  readonly pid: number | undefined;
  readonly nowUs: () => number;
  /** Asks for `dispatch` at the end of this turn. */
  schedule(session: WorkerSession): void;
  sendBatch(session: WorkerSession, events: Uint8Array): void;
  sendClose(session: WorkerSession): void;
}

const END_CODES = { failed: 'script_failed', timeout: 'script_timeout', memory: 'script_memory' } as const;

/**
 * Host half of one isolate. It is prepared first (made, a script loaded), then belongs to a game session: one
 * batch in flight, one waiting.
 */
export class WorkerSession implements ScriptLink {
  readonly number: number;
  readonly spec: IsolateSpec;
  readonly events: EventWriter;
  #home: SessionHome;
  #listener: ScriptListener | undefined;
  /** Answers that are still to come: first those about the preparation, then the beginning's, then a batch's. */
  #preparing = 0;
  #isBeginning = false;
  #isBatchInFlight = false;
  #prepared = newPreparation();
  #earlyRejections: string[] = [];
  #isClosed = false;
  #wakeTimer: NodeJS.Timeout | undefined;
  #isDue = false;

  constructor(number: number, spec: IsolateSpec, queueBytes: number, home: SessionHome) {
    this.number = number;
    this.spec = spec;
    this.events = new EventWriter(queueBytes);
    this.#home = home;
  }

  get workerPid(): number | undefined {
    return this.#home.pid;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the preparation asked for so far is done; rejects with a PlaypenError when it failed. */
  get prepared(): Promise<void> {
    return this.#prepared.promise;
  }

  /** A request about the preparation was sent. */
  expectPreparation(): void {
    if (this.#preparing === 0) this.#prepared = newPreparation();
    this.#preparing++;
  }

  /** The request to begin was sent: from now on the isolate is this listener's. */
  begin(listener: ScriptListener): void {
    this.#isBeginning = true;
    this.#listener = listener;
    for (const text of this.#earlyRejections) queueMicrotask(() => listener.onUnhandledRejection(text));
  }

  flush(): void {
    if (!this.#isBatchInFlight && !this.#isClosed) this.#home.schedule(this);
  }

  wakeAt(atUs: number): void {
    clearTimeout(this.#wakeTimer);
    this.#wakeTimer = undefined;
    if (atUs === 0 || this.#isClosed) return;
    const delayMs = Math.min(Math.max(1, Math.ceil((atUs - this.#home.nowUs()) / 1000)), 0x7fff_ffff);
    this.#wakeTimer = setTimeout(() => {
      this.#isDue = true;
      this.flush();
    }, delayMs);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#forget();
    this.#home.sendClose(this);
  }

  /**
   * Sends the waiting batch if there is a reason to and none is in flight. The first one need not wait for the
   * beginning's answer: the worker does one after the other.
   */
  dispatch(): void {
    if (this.#isBatchInFlight || this.#isClosed || (this.events.count === 0 && !this.#isDue)) return;
    this.#isDue = false;
    this.#isBatchInFlight = true;
    this.#home.sendBatch(this, this.events.take());
  }

  handleResult(result: Result): void {
    if (this.#isClosed) return;
    if (result.status !== 'ok') return this.end(END_CODES[result.status], result.text);
    if (this.#preparing > 0) {
      if (result.text !== '') this.#reportRejection(result.text);
      this.#preparing--;
      if (this.#preparing === 0) this.#prepared.resolve();
      return;
    }
    if (this.#isBeginning) this.#isBeginning = false;
    else this.#isBatchInFlight = false;
    this.#listener?.onCommands(result.commands, result.cpuUs);
    // A script that has just ended its session may have done so by an exit that nobody catches.
    if (result.text !== '' && !this.#isClosed) this.#reportRejection(result.text);
    if (this.events.count > 0 || this.#isDue) this.flush();
  }

  /** The isolate is gone: because of its own doing, or because its worker died. */
  end(code: CloseCode, detail: string): void {
    if (this.#isClosed) return;
    this.#forget();
    this.#prepared.reject(new PlaypenError(code, detail));
    this.#listener?.onEnded(code, detail);
  }

  #reportRejection(text: string): void {
    if (this.#listener === undefined) this.#earlyRejections.push(text);
    else this.#listener.onUnhandledRejection(text);
  }

  #forget(): void {
    this.#isClosed = true;
    clearTimeout(this.#wakeTimer);
  }
}

function newPreparation(): PromiseWithResolvers<void> {
  const preparation = Promise.withResolvers<void>();
  // Whoever checks a script waits for this; for a game session the listener hears of a failure.
  preparation.promise.catch(() => {});
  return preparation;
}
