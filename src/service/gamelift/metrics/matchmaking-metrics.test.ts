import { expect, test } from 'vitest';
import {
  accept,
  duelRig,
  enter,
  untilHappened,
  untilStatus,
  withAcceptance,
} from '../matchmaking/test/duel-rig.ts';
import type { Rig } from '../test/rig.ts';
import { MatchmakingMetrics } from './matchmaking-metrics.ts';

function metricsOf(rig: Rig, { configurations = 10, rules = 10 } = {}) {
  const limits = { metricMatchmakingConfigurations: configurations, metricMatchmakingRules: rules };
  const metrics = new MatchmakingMetrics({
    ...{ store: rig.store, limits },
    waiting: () => rig.matchmaking.depths(),
  });
  rig.listeners.push(metrics);
  return metrics;
}

/** The value of one series; undefined where there is none. */
async function series(
  metrics: MatchmakingMetrics,
  name: string,
  labels: string,
): Promise<number | undefined> {
  await metrics.refresh();
  const text = await metrics.registry.metrics();
  const line = text.split('\n').find(one => one.startsWith(`${name}{${labels}} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

const DUEL = 'tenant_id="a",configuration_name="duel"';
const OTHER = 'tenant_id="other",configuration_name="other"';

test('a configuration counts its tickets, matches, rules and times, and has no series when it is deleted', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  const metrics = metricsOf(rig);
  await enter(rig, 'ann');
  rig.clock.nowMs += 3_000;
  await enter(rig, 'ben');
  await untilStatus(rig, 'ben', 'REQUIRES_ACCEPTANCE');
  expect(await series(metrics, 'gamelift_current_tickets', DUEL)).toBe(2);
  await accept(rig, 'ben', 'REJECT');
  await enter(rig, 'eva');
  await untilStatus(rig, 'eva', 'REQUIRES_ACCEPTANCE');
  for (const id of ['ann', 'eva']) await accept(rig, id);
  await untilHappened(rig, 'MatchmakingSucceeded');
  await enter(rig, 'joe', 50);
  rig.clock.nowMs += 60_000;
  rig.matchmaking.tick();
  await untilHappened(rig, 'MatchmakingTimedOut');

  const expected = {
    tickets_started: 4,
    players_started: 4,
    matches_created: 2,
    matches_rejected: 1,
    matches_accepted: 1,
    matches_placed: 1,
    tickets_cancelled: 1,
    tickets_timed_out: 1,
    time_to_match_seconds: 6,
    time_to_ticket_success_seconds: 3,
  };
  for (const [name, value] of Object.entries(expected)) {
    expect([name, await series(metrics, `gamelift_${name}_total`, DUEL)]).toEqual([name, value]);
  }
  const ofRule = `${DUEL},rule_name="Near"`;
  expect(await series(metrics, 'gamelift_rule_evaluations_passed_total', ofRule)).toBeGreaterThan(0);
  expect(await series(metrics, 'gamelift_current_tickets', DUEL)).toBe(0);

  await rig.call('DeleteMatchmakingConfiguration', { Name: 'duel' });
  expect(await series(metrics, 'gamelift_tickets_started_total', DUEL)).toBeUndefined();
  expect(await series(metrics, 'gamelift_rule_evaluations_passed_total', ofRule)).toBeUndefined();
});

test('configurations and rules beyond the bounds are one', async () => {
  const rig = await duelRig();
  const metrics = metricsOf(rig, { configurations: 0, rules: 0 });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await untilHappened(rig, 'MatchmakingSucceeded');
  expect(await series(metrics, 'gamelift_tickets_started_total', DUEL)).toBeUndefined();
  expect(await series(metrics, 'gamelift_tickets_started_total', OTHER)).toBe(2);
  const passed = 'gamelift_rule_evaluations_passed_total';
  expect(await series(metrics, passed, `${OTHER},rule_name="other"`)).toBeGreaterThan(0);
});
