import type { BatchBudget } from '../../src/bridge/batch-head.ts';
import type { BudgetLimits } from '../kernel/config.ts';

/** What `rtSession.getBudget()` returns: what the session may use up, and what is left of it. */
export interface Budget {
  /** CPU time. `availableMs` is what was left as the batch began; below 0, turns are skipped until it is paid back. */
  cpu: { availableMs: number; perSecondMs: number; burstMs: number };
  /** Wall time one batch may take. */
  batch: { limitMs: number };
  /** `usedBytes` is what the heap held a short while ago. */
  heap: { usedBytes: number; limitBytes: number };
  /** Messages to players; one to a group counts once for each member. As the batch began. */
  sentMessages: { available: number; perSecond: number };
  sentBytes: { available: number; perSecond: number };
  timers: { active: number; limit: number };
}

export function describeBudget(limits: BudgetLimits, left: BatchBudget, activeTimers: number): Budget {
  return {
    cpu: {
      availableMs: left.cpuAvailableMs,
      perSecondMs: limits.cpuMsPerSecond,
      burstMs: limits.cpuBurstMs,
    },
    batch: { limitMs: limits.batchMs },
    heap: { usedBytes: left.heapUsedKb * 1024, limitBytes: limits.heapMb * 1024 * 1024 },
    sentMessages: { available: left.sentMessagesAvailable, perSecond: limits.sentMessagesPerSecond },
    sentBytes: { available: left.sentBytesAvailable, perSecond: limits.sentBytesPerSecond },
    timers: { active: activeTimers, limit: limits.timersPerSession },
  };
}
