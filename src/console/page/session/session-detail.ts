import { type ReadonlySignal, signal } from '@preact/signals';
import type { SessionDetail } from '../../protocol.ts';
import { type ConsoleError, callServer } from '../console-api.ts';
import { PAGE_LIMITS } from '../page-limits.ts';

export interface DetailState {
  detail?: SessionDetail;
  /** Why there is none, or no newer one. */
  error?: ConsoleError;
}

export const sessionPath = (id: string): string => `sessions/${encodeURIComponent(id)}`;

/** A game session as the server describes it, asked for again every `pollMs` until it is over. */
export class DetailPoll {
  readonly #path: string;
  readonly #state = signal<DetailState>({});
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;

  constructor(id: string) {
    this.#path = sessionPath(id);
  }

  get state(): ReadonlySignal<DetailState> {
    return this.#state;
  }

  start(): () => void {
    this.#isStopped = false;
    void this.ask();
    return () => {
      this.#isStopped = true;
      clearTimeout(this.#timer);
    };
  }

  /** Now, as after something was changed. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    const known = this.#state.value.detail;
    try {
      this.#state.value = { detail: await callServer<SessionDetail>('GET', this.#path) };
    } catch (error) {
      this.#state.value = { ...(known && { detail: known }), error: error as ConsoleError };
    }
    if (this.#isStopped || this.#isFinal) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), PAGE_LIMITS.pollMs);
  }

  get #isFinal(): boolean {
    const { detail, error } = this.#state.value;
    return detail?.postMortem !== undefined || error?.code === 'session_not_found';
  }
}
