import { Counter, Gauge, Registry } from 'prom-client';
import type { LimitHits } from '../limits/limit-hits.ts';
import { LIMITS, type LimitName, type Limits } from '../limits/limits.ts';
import type { MetricsPart } from './metrics-page.ts';

/** The limits of one relay host: what they are, and how often each was reached. */
export function limitMetrics(hits: LimitHits, limits: Limits): MetricsPart {
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
  new Gauge({
    name: 'playpen_limit',
    help: 'The limit as it applies to the host, in the unit its name ends in.',
    labelNames: ['limit'],
    registers: [registry],
    collect() {
      for (const [limit, value] of Object.entries(limits)) this.set({ limit }, value);
    },
  });
  return { registry, refresh: async () => {} };
}
