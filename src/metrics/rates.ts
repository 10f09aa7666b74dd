import type { LatencyBuckets } from '../session/latency-buckets.ts';
import type { SessionCounters } from '../session/session-counters.ts';
import type { LatencyFigures } from './figures.ts';

const MEDIAN = 0.5;
const P99 = 0.99;

/** What was counted between two looks at the same counters, for each second. */
export function countedPerSecond(
  now: Readonly<SessionCounters>,
  before: Readonly<SessionCounters>,
  intervalMs: number,
) {
  const perSecond = (difference: number) => Math.round((Math.max(0, difference) * 1000) / intervalMs);
  return {
    receivedMessages: perSecond(now.receivedMessages - before.receivedMessages),
    receivedBytes: perSecond(now.receivedBytes - before.receivedBytes),
    sentMessages: perSecond(now.sentMessages - before.sentMessages),
    sentBytes: perSecond(now.sentBytes - before.sentBytes),
    droppedMessages: perSecond(now.droppedMessages - before.droppedMessages),
  };
}

export function millisecondsPerSecond(difference: number, intervalMs: number): number {
  return round((Math.max(0, difference) * 1000) / intervalMs);
}

export function latencyFigures(now: LatencyBuckets, before: LatencyBuckets): LatencyFigures {
  const recent = now.since(before);
  return {
    batches: recent.count,
    medianMs: recent.quantileMs(MEDIAN),
    p99Ms: recent.quantileMs(P99),
  };
}

/** To two places: enough for people, short to send. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
