import type { LimitRow } from './limit-row.ts';

/** What bounds the figures that operators see. */
export const FIGURE_LIMITS = {
  figureIntervalMs: {
    default: 1_000,
    hard: 60_000,
    policy: 'figures of game sessions, workers and the host are this old at most',
    isUncounted: true,
  },
  figureSessionsPerTurn: {
    default: 100,
    hard: 10_000,
    policy: 'after so many game sessions were sampled other work has its turn',
    isUncounted: true,
  },
  lagResolutionMs: {
    default: 20,
    hard: 1_000,
    policy: 'how late the event loop is, is measured as often as this',
    isUncounted: true,
  },
  metricFleetLocations: {
    default: 500,
    hard: 10_000,
    policy: 'further fleets and locations are one in the metrics, with fleet_id="other"',
    isUncounted: true,
  },
  metricQueues: {
    default: 200,
    hard: 10_000,
    policy: 'further queues are one in the metrics, with queue_name="other"',
    isUncounted: true,
  },
  metricMatchmakingConfigurations: {
    default: 200,
    hard: 10_000,
    policy: 'further matchmaking configurations are one in the metrics, with configuration_name="other"',
    isUncounted: true,
  },
  metricMatchmakingRules: {
    default: 500,
    hard: 10_000,
    policy: 'further rules of matchmaking are one in the metrics, with rule_name="other"',
    isUncounted: true,
  },
} as const satisfies Record<string, LimitRow>;
