import { expect, test } from 'vitest';
import type { FleetRecord } from '../../store/records.ts';
import { type Rig, startRig } from './test/rig.ts';

const FleetId = 'fleet-1';
const MINUTE_MS = 60_000;

async function rigWithFleet(rest: Partial<FleetRecord> = {}): Promise<Rig> {
  const rig = await startRig();
  await rig.addFleet(FleetId, rest);
  return rig;
}

/** Off when nobody plays. */
function putOffWhenIdle(rig: Rig, rest: { EvaluationPeriods?: number } = {}) {
  return rig.call('PutScalingPolicy', {
    FleetId,
    Name: 'off',
    PolicyType: 'RuleBased',
    MetricName: 'CurrentPlayerSessions',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    EvaluationPeriods: 2,
    ScalingAdjustmentType: 'ExactCapacity',
    ScalingAdjustment: 0,
    ...rest,
  });
}

async function desired(rig: Rig): Promise<number | undefined> {
  return (await rig.store.get('fleet', 'a', FleetId))?.locations.local?.desired;
}

/** Looks at the fleets once a minute. */
async function pass(rig: Rig, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    rig.clock.nowMs += MINUTE_MS;
    await rig.scaling.tick();
  }
}

async function beginSession(rig: Rig) {
  const fleet = await rig.store.get('fleet', 'a', FleetId);
  return rig.sessions.begin({
    ...{ fleet: fleet!, location: 'local', maximumPlayerSessionCount: 2, gameProperties: [] },
  });
}

test('a policy switches a fleet off after its minutes, and its game sessions end', async () => {
  const rig = await rigWithFleet();
  await beginSession(rig);
  await putOffWhenIdle(rig);
  await pass(rig, 2);
  expect(await desired(rig)).toBe(1);
  await pass(rig, 1);
  expect(await desired(rig)).toBe(0);
  expect(rig.fleetEvents).toEqual(['FLEET_SCALING_EVENT']);
  await expect.poll(() => rig.sessions.endedAll).toEqual(['fleet-1/local']);
});

test('how far a policy has come outlasts a restart', async () => {
  const rig = await rigWithFleet();
  await putOffWhenIdle(rig);
  await pass(rig, 1);
  const [policy] = (await rig.store.get('fleet', 'a', FleetId))!.scalingPolicies;
  expect(policy?.progress).toEqual({ local: { appliedMs: 0, breachedSinceMs: rig.clock.nowMs } });
});

test('a protected game session that is ACTIVE keeps a policy from switching a fleet off', async () => {
  const rig = await rigWithFleet({ protectionPolicy: 'FullProtection' });
  const { session } = await beginSession(rig);
  await putOffWhenIdle(rig);
  await pass(rig, 5);
  expect(await desired(rig)).toBe(1);
  await rig.sessions.terminate('a', session.gameSessionId);
  await pass(rig, 1);
  expect(await desired(rig)).toBe(0);
});

test('a fleet whose automatic scaling was stopped stays as it is until it is started again', async () => {
  const rig = await rigWithFleet();
  await putOffWhenIdle(rig);
  await rig.call('StopFleetActions', { FleetId, Actions: ['AUTO_SCALING'] });
  await pass(rig, 5);
  expect(await desired(rig)).toBe(1);
  await rig.call('StartFleetActions', { FleetId, Actions: ['AUTO_SCALING'] });
  await pass(rig, 3);
  expect(await desired(rig)).toBe(0);
});

test('a target switches a fleet on again that was switched off by hand', async () => {
  const rig = await rigWithFleet();
  await rig.call('PutScalingPolicy', {
    FleetId,
    Name: 'buffer',
    PolicyType: 'TargetBased',
    MetricName: 'PercentAvailableGameSessions',
    TargetConfiguration: { TargetValue: 20 },
  });
  await rig.call('UpdateFleetCapacity', { FleetId, DesiredInstances: 0 });
  await pass(rig, 1);
  expect(await desired(rig)).toBe(1);
});

test('a fleet that scales to zero goes after its minutes without a game session, and comes back on demand', async () => {
  const rig = await rigWithFleet();
  const ManagedCapacityConfiguration = {
    ZeroCapacityStrategy: 'SCALE_TO_AND_FROM_ZERO' as const,
    ScaleInAfterInactivityMinutes: 5,
  };
  await rig.call('UpdateFleetCapacity', { FleetId, ManagedCapacityConfiguration });
  await pass(rig, 4);
  const { session } = await beginSession(rig);
  await pass(rig, 10);
  await rig.sessions.terminate('a', session.gameSessionId);
  await pass(rig, 5);
  expect(await desired(rig)).toBe(1);
  await pass(rig, 1);
  expect(await desired(rig)).toBe(0);

  const fleet = await rig.store.get('fleet', 'a', FleetId);
  expect((await rig.control.demand(fleet!, 'local')).locations.local?.desired).toBe(1);
  expect(rig.fleetEvents).toEqual(['FLEET_SCALING_EVENT', 'FLEET_SCALING_EVENT']);
});

test('a fleet that was switched off by hand does not come back on demand', async () => {
  const rig = await rigWithFleet();
  await rig.call('UpdateFleetCapacity', { FleetId, DesiredInstances: 0 });
  const fleet = await rig.store.get('fleet', 'a', FleetId);
  expect((await rig.control.demand(fleet!, 'local')).locations.local?.desired).toBe(0);
});
