import type { MetricName } from '@aws-sdk/client-gamelift';
import type { ScalingPolicyRecord, ScalingProgress } from '../../store/records.ts';
import type { LocationFigures } from './location-figures.ts';

const MINUTE_MS = 60_000;
/** For so long a rule that has changed the capacity changes nothing more. */
const COOL_DOWN_MS = 10 * MINUTE_MS;

/** What waits in queues for a fleet. */
export interface QueueDemand {
  depth: number;
  waitMs: number;
}

export interface Evaluation {
  progress: ScalingProgress;
  /** The instances it wants now, within the fleet's own minimum and maximum; undefined: no change. */
  desired: number | undefined;
}

/** What one policy makes of one location of its fleet at one moment. */
export function evaluatePolicy(
  policy: ScalingPolicyRecord,
  progress: ScalingProgress,
  figures: LocationFigures,
  demand: QueueDemand,
  nowMs: number,
): Evaluation {
  if (policy.PolicyType === 'TargetBased') {
    const desired = changed(figures, forTarget(figures, policy.TargetConfiguration?.TargetValue ?? 0));
    return { progress: desired === undefined ? progress : { ...progress, appliedMs: nowMs }, desired };
  }
  const { MetricName: metric, Threshold = 0, EvaluationPeriods = 1 } = policy;
  const value = metric === undefined ? Number.NaN : metricValue(metric, figures, demand);
  if (!isBreached(policy.ComparisonOperator, value, Threshold)) {
    return { progress: { ...progress, breachedSinceMs: 0 }, desired: undefined };
  }
  const breachedSinceMs = progress.breachedSinceMs || nowMs;
  const isDue = nowMs - breachedSinceMs >= EvaluationPeriods * MINUTE_MS;
  const isCool = progress.appliedMs === 0 || nowMs - progress.appliedMs >= COOL_DOWN_MS;
  const desired = isDue && isCool ? changed(figures, adjusted(policy, figures.desired)) : undefined;
  return {
    progress: { appliedMs: desired === undefined ? progress.appliedMs : nowMs, breachedSinceMs },
    desired,
  };
}

/** A metric of the API, as percent, seconds or a number. */
export function metricValue(metric: MetricName, figures: LocationFigures, demand: QueueDemand): number {
  const available = Math.max(0, figures.slots - figures.takenSlots);
  const values: Record<MetricName, number> = {
    ActivatingGameSessions: figures.activatingSessions,
    ActiveGameSessions: figures.activeSessions,
    ActiveInstances: figures.active,
    AvailableGameSessions: available,
    AvailablePlayerSessions: Math.max(0, figures.maximumPlayers - figures.players),
    ConcurrentActivatableGameSessions: Math.min(available, figures.activatable),
    CurrentPlayerSessions: figures.players,
    IdleInstances: figures.idle,
    PercentAvailableGameSessions: percent(available, figures.slots),
    PercentIdleInstances: percent(figures.idle, figures.active),
    QueueDepth: demand.depth,
    WaitTime: demand.waitMs / 1_000,
  };
  return values[metric];
}

/**
 * The fewest instances of which this percentage of slots is free; one at least, because of none nothing is free. How
 * many slots an instance has is not known while there is none, so then it is one too.
 */
function forTarget({ slots, active, takenSlots }: LocationFigures, targetPercent: number): number {
  const usableSlots = active === 0 ? 0 : (slots / active) * (1 - targetPercent / 100);
  if (usableSlots <= 0) return takenSlots === 0 ? 1 : Number.POSITIVE_INFINITY;
  return Math.max(1, Math.ceil(takenSlots / usableSlots));
}

function adjusted(policy: ScalingPolicyRecord, desired: number): number {
  const { ScalingAdjustment: adjustment = 0, ScalingAdjustmentType: type } = policy;
  if (type === 'ExactCapacity') return adjustment;
  if (type === 'ChangeInCapacity') return desired + adjustment;
  // A percentage changes one instance at least, or small fleets would never change
  const change = Math.round((desired * adjustment) / 100);
  return desired + (change === 0 ? Math.sign(adjustment) : change);
}

function changed({ desired, min, max }: LocationFigures, wanted: number): number | undefined {
  const within = Math.max(min, Math.min(max, wanted));
  return within === desired ? undefined : within;
}

function isBreached(
  operator: ScalingPolicyRecord['ComparisonOperator'],
  value: number,
  threshold: number,
): boolean {
  if (operator === 'GreaterThanThreshold') return value > threshold;
  if (operator === 'GreaterThanOrEqualToThreshold') return value >= threshold;
  if (operator === 'LessThanThreshold') return value < threshold;
  return operator === 'LessThanOrEqualToThreshold' && value <= threshold;
}

/** Of nothing, nothing. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}
