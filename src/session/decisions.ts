import type { Verdict } from '../bridge/messages.ts';

/** `late`: no answer came within the deadline. */
export type Answer = Verdict | 'late';

interface Pending {
  deadlineMs: number;
  onAnswer: (answer: Answer) => void;
}

/**
 * The questions a script has not answered. Each is answered exactly once: by the script, or by `expire` when
 * its deadline has passed. What the script says to a question that is not open is ignored.
 */
export class Decisions {
  #pending = new Map<number, Pending>();
  #lastId = 0;

  open(nowMs: number, timeoutMs: number, onAnswer: (answer: Answer) => void): number {
    this.#lastId = (this.#lastId + 1) >>> 0;
    const id = this.#lastId;
    this.#pending.set(id, { deadlineMs: nowMs + timeoutMs, onAnswer });
    return id;
  }

  settle(id: number, verdict: Verdict): void {
    this.#take(id)?.onAnswer(verdict);
  }

  expire(nowMs: number): void {
    for (const [id, pending] of this.#pending) {
      if (pending.deadlineMs <= nowMs) this.#take(id)?.onAnswer('late');
    }
  }

  /** Forgets all questions; none of them is answered any more. */
  clear(): void {
    this.#pending.clear();
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
