import type { ModuleEnvironment } from './environment.ts';
import { unavailableFunctions } from './unavailable.ts';

export interface Performance {
  readonly timeOrigin: number;
  now(): number;
  toJSON(): object;
}

/** The `performance` global: the session's clock, which stands still within one batch of events. */
export function createPerformance(environment: ModuleEnvironment): Performance {
  return {
    get timeOrigin() {
      return environment.nowMs() - environment.performanceNowMs();
    },
    now: () => environment.performanceNowMs(),
    toJSON() {
      return { timeOrigin: this.timeOrigin };
    },
    ...unavailableFunctions(
      'performance',
      [
        'mark',
        'measure',
        'timerify',
        'eventLoopUtilization',
        'getEntries',
        'getEntriesByName',
        'getEntriesByType',
      ],
      'the clock stands still within a batch of events, so that nothing can be measured with it',
    ),
  };
}

/** Node's `perf_hooks`. */
export function createPerfHooksModule(performance: Performance): object {
  return {
    performance,
    ...unavailableFunctions(
      'perf_hooks',
      ['PerformanceObserver', 'createHistogram', 'monitorEventLoopDelay', 'eventLoopUtilization', 'timerify'],
      'the clock stands still within a batch of events, so that nothing can be measured with it',
    ),
  };
}
