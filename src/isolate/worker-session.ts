import { performance } from 'node:perf_hooks';
import { type BatchBudget, NO_BUDGET } from '../bridge/batch-head.ts';
import { EventWriter } from '../bridge/event-writer.ts';
import { type CloseCode, PlaypenError } from '../errors.ts';
import type { LimitName } from '../limits/limits.ts';
import type { IsolateSpec, Result } from './frames.ts';
import type { LimitCause, ScriptLink, ScriptListener, ScriptOwner } from './script-link.ts';

/** What a session needs of the worker process it lives in. */
export interface SessionHome {
  readonly pid: number | undefined;
  readonly nowUs: () => number;
  /** Asks for `dispatch` at the end of this turn. */
  schedule(session: WorkerSession): void;
  /** Sends what the session's `events` hold. */
  sendBatch(session: WorkerSession, budget: BatchBudget): void;
  sendClose(session: WorkerSession): void;
  /** An isolate reached a limit of its own and is gone. */
  noteLimitReached(limit: LimitName): void;
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
  #pauseTimer: NodeJS.Timeout | undefined;
  #heapUsedKb = 0;
  /** When the first event came of the batch that waits, and of the one in flight; 0: no batch. */
  #waitsSinceMs = 0;
  #arrivedMs = 0;
  /** Set when a script was loaded, or is being loaded. */
  script: ScriptOwner | undefined;

  constructor(number: number, spec: IsolateSpec, queueBytes: number, home: SessionHome) {
    this.number = number;
    this.spec = spec;
    this.events = new EventWriter(queueBytes);
    this.#home = home;
  }

  get workerPid(): number | undefined {
    return this.#home.pid;
  }

  /** Whether a game session has begun with it. */
  get isPlaying(): boolean {
    return this.#listener !== undefined;
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
    if (this.#waitsSinceMs === 0) this.#waitsSinceMs = performance.now();
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

  pause(durationMs: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => {
      this.#pauseTimer = undefined;
      this.flush();
    }, durationMs);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#forget();
    this.#home.sendClose(this);
  }

  /**
   * Sends the waiting batch if there is a reason to and none is in flight. The first one need not wait for the
   * beginning's answer: the worker does one after the other.
   * @returns how many events have left; timers that are due count as one
   */
  dispatch(): number {
    if (this.#isBatchInFlight || this.#isClosed || this.#pauseTimer !== undefined) return 0;
    const events = this.events.count + (this.#isDue ? 1 : 0);
    if (events === 0) {
      this.#waitsSinceMs = 0;
      return 0;
    }
    this.#isDue = false;
    this.#isBatchInFlight = true;
    this.#arrivedMs = this.#waitsSinceMs;
    this.#waitsSinceMs = 0;
    this.#home.sendBatch(this, this.#listener?.budget?.() ?? NO_BUDGET);
    return events;
  }

  handleResult(result: Result): void {
    if (this.#isClosed) return;
    this.#heapUsedKb = result.heapUsedKb || this.#heapUsedKb;
    if (result.status !== 'ok') {
      const cause = this.#causeOf(result);
      if (cause !== undefined) this.#home.noteLimitReached(cause.limit);
      return this.end(END_CODES[result.status], result.text, cause);
    }
    if (this.#preparing > 0) {
      if (result.text !== '') this.#reportRejection(result.text);
      this.#preparing--;
      if (this.#preparing === 0) this.#prepared.resolve();
      return;
    }
    const turn = this.#isBeginning ? 'beginning' : 'batch';
    this.#isBeginning = false;
    const { commands, cpuUs, wallUs, text } = result;
    const later = this.#listener?.onCommands(commands, {
      cpuUs,
      wallUs,
      heapUsedKb: this.#heapUsedKb,
      latencyUs: turn === 'batch' ? (performance.now() - this.#arrivedMs) * 1000 : 0,
    });
    if (later instanceof Promise) void later.then(() => this.#endTurn(turn, text));
    else this.#endTurn(turn, text);
  }

  /** Its commands were carried out. */
  #endTurn(turn: 'beginning' | 'batch', rejection: string): void {
    if (turn === 'batch') this.#isBatchInFlight = false;
    // A script that has just ended its session may have done so by an exit that nobody catches.
    if (rejection !== '' && !this.#isClosed) this.#reportRejection(rejection);
    if (this.events.count > 0 || this.#isDue) this.flush();
  }

  /** The isolate is gone: because of its own doing, or because its worker died. */
  end(code: CloseCode, detail: string, cause?: LimitCause): void {
    if (this.#isClosed) return;
    this.#forget();
    this.#prepared.reject(new PlaypenError(code, detail));
    this.#listener?.onEnded(code, detail, cause);
  }

  /** The isolate's own limit that was reached. */
  #causeOf({ status, wallUs }: Result): LimitCause | undefined {
    const { heapMb, startMs, batchMs } = this.spec;
    if (status === 'memory') {
      // It is gone, and what it held with it; it was over the limit.
      return { limit: 'heapMb', used: Math.max(heapMb, Math.ceil(this.#heapUsedKb / 1024)), allowed: heapMb };
    }
    if (status !== 'timeout') return undefined;
    const [limit, allowed] =
      this.#preparing > 0 ? (['startMs', startMs] as const) : (['batchMs', batchMs] as const);
    return { limit, used: Math.round(wallUs / 1000), allowed };
  }

  #reportRejection(text: string): void {
    if (this.#listener === undefined) this.#earlyRejections.push(text);
    else this.#listener.onUnhandledRejection(text);
  }

  #forget(): void {
    this.#isClosed = true;
    clearTimeout(this.#wakeTimer);
    clearTimeout(this.#pauseTimer);
  }
}

function newPreparation(): PromiseWithResolvers<void> {
  const preparation = Promise.withResolvers<void>();
  // Whoever checks a script waits for this; for a game session the listener hears of a failure.
  preparation.promise.catch(() => {});
  return preparation;
}
