import { expect, test } from 'vitest';
import { fleet } from '../../../store/test/records.ts';
import type { Input } from '../operation.ts';
import { failure, locationsOn, type Rig, slots, startRig } from '../test/rig.ts';

const FleetId = 'fleet-1';

async function rigWithFleet(rest: Parameters<Rig['addFleet']>[1] = {}): Promise<Rig> {
  const rig = await startRig();
  await rig.addFleet(FleetId, { runtimeConfiguration: slots(3), ...rest });
  return rig;
}

async function beginSession(rig: Rig, rest: { location?: string } = {}) {
  const record = await rig.store.get('fleet', 'a', FleetId);
  const { location = 'local' } = rest;
  const wanted = { maximumPlayerSessionCount: 5, gameProperties: [] };
  return rig.sessions.begin({ fleet: record!, location, ...wanted });
}

async function countsOf(rig: Rig) {
  const { FleetCapacity } = await rig.call('DescribeFleetCapacity', { FleetIds: [FleetId] });
  return FleetCapacity?.[0]?.InstanceCounts;
}

test('this machine is the one instance that a fleet has, and further ones that are wanted stay PENDING', async () => {
  const rig = await rigWithFleet();
  expect(await countsOf(rig)).toEqual({
    DESIRED: 1,
    MINIMUM: 0,
    MAXIMUM: 1,
    PENDING: 0,
    ACTIVE: 1,
    IDLE: 1,
    TERMINATING: 0,
  });
  await beginSession(rig);
  expect(await countsOf(rig)).toMatchObject({ ACTIVE: 1, IDLE: 0 });
  const answer = await rig.call('UpdateFleetCapacity', { FleetId, DesiredInstances: 4, MaxSize: 4 });
  expect(answer).toMatchObject({ FleetId, FleetArn: rig.arns.of('fleet', FleetId), Location: 'local' });
  expect(await countsOf(rig)).toMatchObject({ DESIRED: 4, MAXIMUM: 4, PENDING: 3, ACTIVE: 1 });
});

test('a fleet that is switched off has no room, and the game sessions it had end', async () => {
  const rig = await rigWithFleet();
  await beginSession(rig);
  await rig.call('UpdateFleetCapacity', { FleetId, DesiredInstances: 0 });
  await expect.poll(() => rig.sessions.endedAll).toEqual(['fleet-1/local']);
  await expect.poll(() => countsOf(rig)).toMatchObject({ DESIRED: 0, ACTIVE: 0, IDLE: 0, TERMINATING: 0 });
  await expect(beginSession(rig)).rejects.toMatchObject(failure('FleetCapacityExceededException'));
  expect(rig.fleetEvents).toEqual(['FLEET_SCALING_EVENT']);

  await rig.call('UpdateFleetCapacity', { FleetId, DesiredInstances: 1 });
  await beginSession(rig);
});

test('a protected game session that is ACTIVE keeps a fleet that is switched off until it is over', async () => {
  const rig = await rigWithFleet({ protectionPolicy: 'FullProtection' });
  const { session } = await beginSession(rig);
  await rig.call('UpdateFleetCapacity', { FleetId, DesiredInstances: 0 });
  expect(await countsOf(rig)).toMatchObject({ DESIRED: 0, ACTIVE: 0, TERMINATING: 1 });
  await rig.scaling.tick();
  expect(rig.sessions.endedAll).toEqual([]);
  await rig.store.updateGameSession('a', session.gameSessionId, one => ({
    ...one,
    protectionPolicy: 'NoProtection',
  }));
  await rig.scaling.tick();
  expect(rig.sessions.endedAll).toEqual(['fleet-1/local']);
});

test('what is not given of a capacity stays, for each location alone', async () => {
  const rig = await rigWithFleet({ locations: locationsOn('local', 'eu-west-1') });
  await rig.call('UpdateFleetCapacity', { FleetId, Location: 'eu-west-1', MaxSize: 5, MinSize: 1 });
  const ManagedCapacityConfiguration = { ZeroCapacityStrategy: 'MANUAL' as const };
  const answer = await rig.call('UpdateFleetCapacity', { FleetId, ManagedCapacityConfiguration });
  expect(answer?.ManagedCapacityConfiguration).toEqual(ManagedCapacityConfiguration);
  const { FleetCapacity } = await rig.call('DescribeFleetLocationCapacity', {
    FleetId,
    Location: 'eu-west-1',
  });
  expect(FleetCapacity?.InstanceCounts).toMatchObject({ DESIRED: 1, MINIMUM: 1, MAXIMUM: 5 });
  expect(await countsOf(rig)).toMatchObject({ DESIRED: 1, MINIMUM: 0, MAXIMUM: 1 });
});

test.each<[string, Partial<Input<'UpdateFleetCapacity'>>, string]>([
  ['more than its maximum', { DesiredInstances: 2 }, 'InvalidRequestException'],
  ['less than its minimum', { DesiredInstances: 0, MinSize: 1 }, 'InvalidRequestException'],
  ['less than nothing', { DesiredInstances: -1, MinSize: -1 }, 'InvalidRequestException'],
  ['a location it is not in', { Location: 'eu-west-1' }, 'InvalidRequestException'],
  ['more than a fleet can want', { DesiredInstances: 101, MaxSize: 101 }, 'LimitExceededException'],
  ['another fleet', { FleetId: 'fleet-none' }, 'NotFoundException'],
])('a capacity of %s is refused', async (_what, parts, type) => {
  const rig = await rigWithFleet();
  await expect(rig.call('UpdateFleetCapacity', { FleetId, ...parts })).rejects.toMatchObject(failure(type));
  expect(await countsOf(rig)).toMatchObject({ DESIRED: 1, MINIMUM: 0, MAXIMUM: 1 });
});

test('the capacity of a fleet or a location that is not ACTIVE cannot be changed', async () => {
  const rig = await rigWithFleet({
    locations: {
      ...locationsOn('local'),
      'eu-west-1': { status: 'ACTIVATING', desired: 1, min: 0, max: 1, isScalingStopped: false },
    },
  });
  const invalidStatus = failure('InvalidFleetStatusException');
  const elsewhere = rig.call('UpdateFleetCapacity', { FleetId, Location: 'eu-west-1', MaxSize: 2 });
  await expect(elsewhere).rejects.toMatchObject(invalidStatus);
  await rig.store.update('fleet', 'a', FleetId, one => ({ ...one, status: 'ERROR' }));
  await expect(rig.call('UpdateFleetCapacity', { FleetId, MaxSize: 2 })).rejects.toMatchObject(invalidStatus);
});

test('utilization counts slots, game sessions and players', async () => {
  const rig = await rigWithFleet();
  const { session } = await beginSession(rig);
  rig.sessions.onBegin = 'hold';
  await beginSession(rig);
  const player = { playerSessionId: 'psess-1', playerId: 'ann' };
  const times = { nowMs: rig.clock.nowMs, expiresMs: rig.clock.nowMs + 1_000 };
  await rig.store.claimPlayerSessions('a', session.gameSessionId, [player], times);
  const { FleetUtilization } = await rig.call('DescribeFleetUtilization', { FleetIds: [FleetId] });
  expect(FleetUtilization).toEqual([
    {
      FleetId,
      FleetArn: rig.arns.of('fleet', FleetId),
      ActiveServerProcessCount: 3,
      ActiveGameSessionCount: 1,
      CurrentPlayerSessionCount: 1,
      MaximumPlayerSessionCount: 10,
      Location: 'local',
    },
  ]);
});

test('unknown fleets are left out of a list, and are NotFound when nothing else was asked for', async () => {
  const rig = await rigWithFleet();
  await rig.store.insert('fleet', fleet('fleet-b', { tenantId: 'b' }));
  for (const operation of ['DescribeFleetCapacity', 'DescribeFleetUtilization'] as const) {
    const some = await rig.call(operation, { FleetIds: [FleetId, 'fleet-none', 'fleet-b'] });
    expect(Object.values(some)[0]).toHaveLength(1);
    const alone = rig.call(operation, { FleetIds: ['fleet-b'] });
    await expect(alone).rejects.toMatchObject(failure('NotFoundException'));
    const many = rig.call(operation, { FleetIds: Array(101).fill(FleetId) });
    await expect(many).rejects.toMatchObject(failure('InvalidRequestException'));
    expect(Object.values(await rig.call(operation, {}))[0]).toHaveLength(1);
  }
});
