import { expect, test } from 'vitest';
import { failure, locationsOn, startRig } from '../test/rig.ts';

const LocationName = 'custom-attic';

test('custom locations stand beside the service’s own region', async () => {
  const rig = await startRig();
  const { Location } = await rig.call('CreateLocation', { LocationName });
  const attic = { LocationName, LocationArn: 'arn:aws:gamelift:local:123456789012:location/custom-attic' };
  expect(Location).toEqual(attic);
  expect(await rig.call('ListLocations', {})).toEqual({ Locations: [{ LocationName: 'local' }, attic] });
  expect((await rig.call('ListLocations', { Filters: ['CUSTOM'] })).Locations).toEqual([attic]);
  expect((await rig.call('ListLocations', { Filters: ['AWS'] })).Locations).toEqual([
    { LocationName: 'local' },
  ]);

  const first = await rig.call('ListLocations', { Limit: 1 });
  const second = await rig.call('ListLocations', { Limit: 1, NextToken: first.NextToken });
  expect(second.Locations).toEqual([attic]);
  expect(await rig.call('DeleteLocation', { LocationName: attic.LocationArn })).toEqual({});
  expect((await rig.call('ListLocations', { Filters: ['CUSTOM'] })).Locations).toEqual([]);
});

test('a location that exists cannot be made again', async () => {
  const rig = await startRig();
  await rig.call('CreateLocation', { LocationName });
  const again = rig.call('CreateLocation', { LocationName });
  await expect(again).rejects.toMatchObject(failure('ConflictException'));
  await rig.call('CreateLocation', { LocationName }, 'b');
});

test('a location cannot be deleted while a fleet is in it', async () => {
  const rig = await startRig();
  await rig.call('CreateLocation', { LocationName });
  await rig.addFleet('fleet-1', { locations: locationsOn('local', LocationName) });
  const inUse = rig.call('DeleteLocation', { LocationName });
  await expect(inUse).rejects.toMatchObject(failure('InvalidRequestException'));
  await rig.store.update('fleet', 'a', 'fleet-1', fleet => ({ ...fleet, status: 'TERMINATED' }));
  await rig.call('DeleteLocation', { LocationName });
});

test('a tenant has as many custom locations as its quota says', async () => {
  const rig = await startRig({ customLocationsPerTenant: 1 });
  await rig.call('CreateLocation', { LocationName });
  const second = rig.call('CreateLocation', { LocationName: 'custom-cellar' });
  await expect(second).rejects.toMatchObject(failure('LimitExceededException'));
});

test('locations that are not there, and those of another tenant, are NotFound', async () => {
  const rig = await startRig();
  await rig.call('CreateLocation', { LocationName });
  const notFound = failure('NotFoundException');
  await expect(rig.call('DeleteLocation', { LocationName: 'custom-none' })).rejects.toMatchObject(notFound);
  await expect(rig.call('DeleteLocation', { LocationName }, 'b')).rejects.toMatchObject(notFound);
});
