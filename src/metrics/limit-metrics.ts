import { Counter, Registry } from 'prom-client';
import type { LimitHits } from '../limits/limit-hits.ts';
import { LIMITS, type LimitName } from '../limits/limits.ts';

/** The metrics of one relay host, in the text format of Prometheus. */
export function limitMetrics(hits: LimitHits): Registry {
  const registry = new Registry();
  const counted = (Object.keys(LIMITS) as LimitName[]).filter(name => !('isUncounted' in LIMITS[name]));
  new Counter({
    name: 'playpen_limit_hits_total',
    help: 'How often a limit was reached; docs/limits.md says what happens there.',
    labelNames: ['limit'],
    registers: [registry],
    collect() {
      this.reset();
      for (const limit of counted) this.inc({ limit }, hits.get(limit));
    },
  });
  return registry;
}
