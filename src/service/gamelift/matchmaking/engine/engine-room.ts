import type { Limits } from '../../../../limits/limits.ts';
import { MatchPool } from '../../../../matchmaking/pool/match-pool.ts';
import type { EngineAnswers, EngineOrder, EngineQuestion, FromEngine, ToEngine } from './engine-messages.ts';

/**
 * The pools of all configurations, as the thread has them. It keeps nothing that the service does not have as well, so
 * it can be thrown away at any moment.
 */
export class EngineRoom {
  readonly #limits: Limits;
  readonly #pools = new Map<number, MatchPool>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @returns undefined for an order */
  handle(message: ToEngine): FromEngine | undefined {
    if (message.kind === 'question') return { answer: this.#answer(message.question) };
    this.#obey(message);
    return undefined;
  }

  #obey(order: EngineOrder): void {
    if (order.kind === 'open') {
      const { pool, ruleSet, seed, additionalPlayerCount } = order;
      const options = { ruleSet, seed, additionalPlayerCount, limits: this.#limits };
      this.#pools.set(pool, new MatchPool(options));
    } else if (order.kind === 'close') {
      this.#pools.delete(order.pool);
    } else {
      for (const ticket of order.tickets) this.#pools.get(order.pool)?.add(ticket);
    }
  }

  #answer(question: EngineQuestion): EngineAnswers[keyof EngineAnswers] {
    const pool = this.#pools.get(question.pool);
    if (question.kind === 'pass') {
      const { nowMs } = question;
      const nothing = { matches: [], unfinished: false, ruleMetrics: [], steps: 0 };
      return pool?.pass({ nowMs, steps: this.#limits.matchStepsPerTurn }) ?? nothing;
    }
    if (question.kind === 'explain') return pool?.explain(question.ticketId, question.nowMs);
    const metrics = pool?.ruleMetrics(question.ticketId) ?? [];
    pool?.remove(question.ticketId);
    return metrics;
  }
}
