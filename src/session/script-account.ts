import type { BatchBudget } from '../bridge/batch-head.ts';
import type { Usage } from '../isolate/script-link.ts';
import { BudgetWarnings } from './budget-warnings.ts';
import type { SessionCounters } from './session-counters.ts';
import { TurnBudget, type TurnBudgetOptions } from './turn-budget.ts';

export interface ScriptAccountOptions extends TurnBudgetOptions {
  counters: SessionCounters;
  /** Writes a warning to the session's log. */
  warn(text: string): void;
}

/** What one session's script has used, may still use, and is warned of. */
export class ScriptAccount {
  readonly warnings: BudgetWarnings;
  readonly #budget: TurnBudget;
  readonly #counters: SessionCounters;
  #droppedSends = 0;

  constructor(options: ScriptAccountOptions) {
    const { limits, now, warn, counters } = options;
    this.#counters = counters;
    this.#budget = new TurnBudget(options);
    this.warnings = new BudgetWarnings({ limits, now, write: warn });
  }

  get left(): BatchBudget {
    return this.#budget.left;
  }

  /** Charges a send; false when it is to be dropped. */
  trySend(recipients: number, bytesEach: number): boolean {
    const isAffordable = this.#budget.trySend(recipients, bytesEach);
    if (!isAffordable) this.#droppedSends += recipients;
    return isAffordable;
  }

  /** Charges a turn that is over. @returns for how long the next one has to wait, milliseconds */
  endTurn(usage: Usage): number {
    this.#counters.cpuUs += usage.cpuUs;
    if (usage.latencyUs > 0) this.#counters.latency.add(usage.latencyUs);
    this.warnings.afterBatch(usage);
    if (this.#droppedSends > 0) this.warnings.sendsDropped(this.#droppedSends);
    this.#droppedSends = 0;
    const waitMs = this.#budget.endTurn(usage.cpuUs / 1000, usage.heapUsedKb);
    if (waitMs > 0) this.warnings.paused(waitMs);
    return waitMs;
  }
}
