import { expect, test } from 'vitest';
import { FleetLocations } from '../fleet-locations.ts';
import { failure, locationsOn, type Rig, startRig } from '../test/rig.ts';

const FleetId = 'fleet-1';
const at = (...names: string[]) => names.map(Location => ({ Location }));

async function rigWithFleet(): Promise<Rig> {
  const rig = await startRig();
  await rig.addFleet(FleetId);
  return rig;
}

async function statesOf(rig: Rig) {
  const { LocationAttributes } = await rig.call('DescribeFleetLocationAttributes', { FleetId });
  return LocationAttributes?.map(
    ({ LocationState }) => `${LocationState?.Location} ${LocationState?.Status}`,
  );
}

test('a fleet comes into further locations through all states, and is used there', async () => {
  const rig = await rigWithFleet();
  await rig.call('CreateLocation', { LocationName: 'custom-attic' });
  const added = await rig.call('CreateFleetLocations', {
    FleetId,
    Locations: at('custom-attic', 'eu-west-1'),
  });
  expect(added).toEqual({
    FleetId,
    FleetArn: rig.arns.of('fleet', FleetId),
    LocationStates: [
      { Location: 'custom-attic', Status: 'NEW' },
      { Location: 'eu-west-1', Status: 'NEW' },
    ],
  });
  await rig.locations.settled();
  expect(await statesOf(rig)).toEqual(['local ACTIVE', 'custom-attic ACTIVE', 'eu-west-1 ACTIVE']);
  const states = ['NEW', 'DOWNLOADING', 'VALIDATING', 'BUILDING', 'ACTIVATING', 'ACTIVE'];
  expect(rig.fleetEvents.filter(event => event.endsWith('eu-west-1'))).toEqual(
    states.map(state => `${state} eu-west-1`),
  );
  const there = { FleetId, Location: 'eu-west-1' };
  const { FleetCapacity } = await rig.call('DescribeFleetLocationCapacity', there);
  expect(FleetCapacity).toMatchObject({ Location: 'eu-west-1', InstanceCounts: { ACTIVE: 1 } });
  const { FleetUtilization } = await rig.call('DescribeFleetLocationUtilization', there);
  expect(FleetUtilization).toMatchObject({ Location: 'eu-west-1', ActiveServerProcessCount: 2 });
});

test('a fleet leaves a location when its game sessions there have ended', async () => {
  const rig = await rigWithFleet();
  await rig.call('CreateFleetLocations', { FleetId, Locations: at('eu-west-1') });
  await rig.locations.settled();
  rig.fleetEvents.length = 0;
  const removed = await rig.call('DeleteFleetLocations', { FleetId, Locations: ['eu-west-1'] });
  expect(removed.LocationStates).toEqual([{ Location: 'eu-west-1', Status: 'DELETING' }]);
  await rig.locations.settled();
  expect(rig.sessions.endedAll).toEqual(['fleet-1/eu-west-1']);
  expect(await statesOf(rig)).toEqual(['local ACTIVE']);
  expect(rig.fleetEvents).toEqual(['DELETING eu-west-1', 'TERMINATED eu-west-1']);
});

test('what a restart interrupted goes on', async () => {
  const rig = await rigWithFleet();
  const half = locationsOn('local', 'eu-west-1', 'us-east-1');
  await rig.store.update('fleet', 'a', FleetId, fleet => ({
    ...fleet,
    locations: {
      ...half,
      'eu-west-1': { ...half.local!, status: 'BUILDING' },
      'us-east-1': { ...half.local!, status: 'DELETING' },
    },
  }));
  await rig.locations.resume();
  await rig.locations.settled();
  expect(await statesOf(rig)).toEqual(['local ACTIVE', 'eu-west-1 ACTIVE']);
  expect(rig.fleetEvents.toSorted()).toEqual([
    'ACTIVATING eu-west-1',
    'ACTIVE eu-west-1',
    'TERMINATED us-east-1',
  ]);
});

test('a fleet that is deleted meanwhile does not come into a location any more', async () => {
  const rig = await rigWithFleet();
  const locations = new FleetLocations({
    store: rig.store,
    engine: rig.sessions,
    onError: error => rig.errors.push(error),
    events: {
      locationEntered: async (_fleet, _location, status) => {
        if (status !== 'VALIDATING') return;
        await rig.store.update('fleet', 'a', FleetId, one => ({ ...one, status: 'DELETING' }));
      },
    },
  });
  const fleet = await rig.store.get('fleet', 'a', FleetId);
  await locations.add(fleet!, ['eu-west-1'], 4);
  await locations.settled();
  expect(await statesOf(rig)).toEqual(['local ACTIVE', 'eu-west-1 VALIDATING']);
});

test('attributes show where scaling is stopped, and which locations were asked for, a page at a time', async () => {
  const rig = await startRig();
  await rig.addFleet(FleetId, { locations: locationsOn('local', 'eu-west-1', 'us-east-1') });
  await rig.call('StopFleetActions', { FleetId, Actions: ['AUTO_SCALING'], Location: 'eu-west-1' });
  const one = await rig.call('DescribeFleetLocationAttributes', { FleetId, Locations: ['eu-west-1'] });
  expect(one.LocationAttributes).toEqual([
    { LocationState: { Location: 'eu-west-1', Status: 'ACTIVE' }, StoppedActions: ['AUTO_SCALING'] },
  ]);
  const first = await rig.call('DescribeFleetLocationAttributes', { FleetId, Limit: 2 });
  const { NextToken } = first;
  const second = await rig.call('DescribeFleetLocationAttributes', { FleetId, NextToken });
  expect(second.LocationAttributes?.map(({ LocationState }) => LocationState?.Location)).toEqual([
    'us-east-1',
  ]);
});

test.each([
  ['CreateFleetLocations', 'a location it is in', at('local'), 'InvalidRequestException'],
  ['CreateFleetLocations', 'a location given twice', at('eu-west-1', 'eu-west-1'), 'InvalidRequestException'],
  ['CreateFleetLocations', 'what is no region', at('nowhere'), 'InvalidRequestException'],
  ['CreateFleetLocations', 'an unknown custom location', at('custom-none'), 'InvalidRequestException'],
  [
    'CreateFleetLocations',
    'more locations than a fleet may have',
    at('eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1'),
    'LimitExceededException',
  ],
  ['DeleteFleetLocations', 'the home location', ['local'], 'InvalidRequestException'],
  ['DeleteFleetLocations', 'a location it is not in', ['eu-west-1'], 'InvalidRequestException'],
] as const)('%s of %s is refused and changes nothing', async (operation, _what, Locations, type) => {
  const rig = await rigWithFleet();
  const called = rig.call(operation, { FleetId, Locations } as never);
  await expect(called).rejects.toMatchObject(failure(type));
  expect(await statesOf(rig)).toEqual(['local ACTIVE']);
});

test('a fleet that is not ACTIVE comes into no further location', async () => {
  const rig = await startRig();
  await rig.addFleet(FleetId, { status: 'BUILDING' });
  const added = rig.call('CreateFleetLocations', { FleetId, Locations: at('eu-west-1') });
  await expect(added).rejects.toMatchObject(failure('InvalidFleetStatusException'));
});

test('unknown fleets, those of another tenant, and locations a fleet is not in, are NotFound', async () => {
  const rig = await rigWithFleet();
  const notFound = failure('NotFoundException');
  const Location = 'local';
  for (const [fleetId, tenant] of [
    ['fleet-none', 'a'],
    [FleetId, 'b'],
  ] as const) {
    const one = { FleetId: fleetId };
    const add = rig.call('CreateFleetLocations', { ...one, Locations: at('eu-west-1') }, tenant);
    await expect(add).rejects.toMatchObject(notFound);
    const remove = rig.call('DeleteFleetLocations', { ...one, Locations: ['local'] }, tenant);
    await expect(remove).rejects.toMatchObject(notFound);
    await expect(rig.call('DescribeFleetLocationAttributes', one, tenant)).rejects.toMatchObject(notFound);
    const capacity = rig.call('DescribeFleetLocationCapacity', { ...one, Location }, tenant);
    await expect(capacity).rejects.toMatchObject(notFound);
    const utilization = rig.call('DescribeFleetLocationUtilization', { ...one, Location }, tenant);
    await expect(utilization).rejects.toMatchObject(notFound);
  }
  const elsewhere = { FleetId, Location: 'eu-west-1' };
  await expect(rig.call('DescribeFleetLocationCapacity', elsewhere)).rejects.toMatchObject(notFound);
  await expect(rig.call('DescribeFleetLocationUtilization', elsewhere)).rejects.toMatchObject(notFound);
  const attributes = rig.call('DescribeFleetLocationAttributes', { FleetId, Locations: ['eu-west-1'] });
  await expect(attributes).rejects.toMatchObject(notFound);
});
