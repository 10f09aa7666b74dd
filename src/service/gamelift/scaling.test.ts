import type { MetricName } from '@aws-sdk/client-gamelift';
import { expect, test } from 'vitest';
import type { ScalingPolicyRecord, ScalingProgress } from '../../store/records.ts';
import type { LocationFigures } from './location-figures.ts';
import { evaluatePolicy, metricValue } from './scaling.ts';

const MINUTE_MS = 60_000;
const NOW_MS = 1_000 * MINUTE_MS;
const QUIET = { depth: 0, waitMs: 0 };
const UNTOUCHED: ScalingProgress = { appliedMs: 0, breachedSinceMs: 0 };

const FIGURES: LocationFigures = {
  desired: 1,
  min: 0,
  max: 4,
  pending: 0,
  active: 1,
  idle: 0,
  terminating: 0,
  slots: 10,
  activatable: 3,
  activatingSessions: 2,
  activeSessions: 4,
  takenSlots: 6,
  players: 30,
  maximumPlayers: 48,
};

function rule(parts: Partial<ScalingPolicyRecord> = {}): ScalingPolicyRecord {
  return {
    Name: 'rule',
    PolicyType: 'RuleBased',
    MetricName: 'AvailableGameSessions',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 5,
    EvaluationPeriods: 3,
    ScalingAdjustmentType: 'ChangeInCapacity',
    ScalingAdjustment: 1,
    progress: {},
    ...parts,
  };
}

function target(TargetValue: number): ScalingPolicyRecord {
  const MetricName = 'PercentAvailableGameSessions';
  return {
    Name: 'target',
    PolicyType: 'TargetBased',
    MetricName,
    TargetConfiguration: { TargetValue },
    progress: {},
  };
}

/** What a rule wants that has been the case for long. */
function wanted(policy: ScalingPolicyRecord, figures: Partial<LocationFigures> = {}): number | undefined {
  const since = { appliedMs: 0, breachedSinceMs: NOW_MS - 60 * MINUTE_MS };
  return evaluatePolicy(policy, since, { ...FIGURES, ...figures }, QUIET, NOW_MS).desired;
}

test('a rule applies when what it watches for was the case for its minutes without a break', () => {
  const at = (minute: number, progress: ScalingProgress, takenSlots = 6) =>
    evaluatePolicy(rule(), progress, { ...FIGURES, takenSlots }, QUIET, NOW_MS + minute * MINUTE_MS);

  const first = at(0, UNTOUCHED);
  expect(first).toEqual({ progress: { appliedMs: 0, breachedSinceMs: NOW_MS }, desired: undefined });
  const interrupted = at(2, first.progress, 5);
  expect(interrupted).toEqual({ progress: UNTOUCHED, desired: undefined });
  const again = at(3, interrupted.progress);
  expect(at(5, again.progress).desired).toBeUndefined();
  expect(at(6, again.progress)).toEqual({
    progress: { appliedMs: NOW_MS + 6 * MINUTE_MS, breachedSinceMs: NOW_MS + 3 * MINUTE_MS },
    desired: 2,
  });
});

test('a rule that has changed the capacity changes nothing for ten minutes', () => {
  const progress = { appliedMs: NOW_MS, breachedSinceMs: NOW_MS - 60 * MINUTE_MS };
  const after = (ms: number) => evaluatePolicy(rule(), progress, FIGURES, QUIET, NOW_MS + ms).desired;
  expect(after(10 * MINUTE_MS - 1)).toBeUndefined();
  expect(after(10 * MINUTE_MS)).toBe(2);
});

test.each([
  ['ChangeInCapacity', -1, 3, 2],
  ['ChangeInCapacity', 9, 3, 4],
  ['ChangeInCapacity', -9, 3, 0],
  ['ExactCapacity', 2, 3, 2],
  ['ExactCapacity', 3, 3, undefined],
  ['PercentChangeInCapacity', 50, 2, 3],
  ['PercentChangeInCapacity', 10, 2, 3],
  ['PercentChangeInCapacity', -10, 2, 1],
] as const)(
  '%s by %i makes of %i instances %s, within the minimum and the maximum',
  (type, by, desired, result) => {
    const policy = rule({ ScalingAdjustmentType: type, ScalingAdjustment: by });
    expect(wanted(policy, { desired })).toBe(result);
  },
);

test.each([
  ['GreaterThanThreshold', [false, false, true]],
  ['GreaterThanOrEqualToThreshold', [false, true, true]],
  ['LessThanThreshold', [true, false, false]],
  ['LessThanOrEqualToThreshold', [true, true, false]],
] as const)('%s compares the metric with the threshold', (ComparisonOperator, expected) => {
  const applies = [3, 4, 5].map(activeSessions => {
    const policy = rule({ ComparisonOperator, MetricName: 'ActiveGameSessions', Threshold: 4 });
    return wanted(policy, { activeSessions }) !== undefined;
  });
  expect(applies).toEqual(expected);
});

test('each metric has its value', () => {
  const values: Record<MetricName, number> = {
    ActivatingGameSessions: 2,
    ActiveGameSessions: 4,
    ActiveInstances: 1,
    AvailableGameSessions: 4,
    AvailablePlayerSessions: 18,
    ConcurrentActivatableGameSessions: 3,
    CurrentPlayerSessions: 30,
    IdleInstances: 0,
    PercentAvailableGameSessions: 40,
    PercentIdleInstances: 0,
    QueueDepth: 7,
    WaitTime: 2.5,
  };
  for (const [metric, value] of Object.entries(values)) {
    expect(metricValue(metric as MetricName, FIGURES, { depth: 7, waitMs: 2_500 }), metric).toBe(value);
  }
});

test('a target keeps so many percent of the slots free, with one instance at least', () => {
  expect(wanted(target(50), { takenSlots: 5, desired: 2 })).toBe(1);
  expect(wanted(target(50), { takenSlots: 6 })).toBe(2);
  expect(wanted(target(90), { takenSlots: 6 })).toBe(4);
  expect(wanted(target(100), { takenSlots: 1 })).toBe(4);
  expect(wanted(target(20), { takenSlots: 0, desired: 3 })).toBe(1);
  expect(wanted(target(20), { takenSlots: 0, desired: 0, active: 0, slots: 0 })).toBe(1);
  expect(wanted(target(40))).toBeUndefined();
});
