import { expect, test } from 'vitest';
import { fleet } from '../../store/test/records.ts';
import { FleetSelection, locationOf } from './fleet-selection.ts';
import { failure, startRig } from './test/rig.ts';

async function selection() {
  const rig = await startRig();
  await rig.addFleet('fleet-1');
  const aliasTo = async (RoutingStrategy: object) =>
    (await rig.call('CreateAlias', { Name: 'live', RoutingStrategy })).Alias!;
  return { rig, aliasTo, fleets: new FleetSelection({ store: rig.store }) };
}

test('a fleet is found by its id, its ARN of any region, and by an alias', async () => {
  const { fleets, aliasTo } = await selection();
  const { AliasId, AliasArn } = await aliasTo({ Type: 'SIMPLE', FleetId: 'fleet-1' });
  for (const choice of [
    { FleetId: 'fleet-1' },
    { FleetId: 'arn:aws:gamelift:us-west-2::fleet/fleet-1' },
    { AliasId },
    { AliasId: AliasArn },
  ]) {
    expect(await fleets.one('a', choice)).toMatchObject({ id: 'fleet-1' });
  }
});

test('neither a fleet nor an alias, and both, fail with InvalidRequestException', async () => {
  const { fleets } = await selection();
  const invalid = failure('InvalidRequestException');
  await expect(fleets.one('a', {})).rejects.toMatchObject(invalid);
  await expect(fleets.one('a', { FleetId: 'fleet-1', AliasId: 'alias-1' })).rejects.toMatchObject(invalid);
});

test('unknown fleets and aliases, aliases of no fleet, and those of another tenant are NotFound', async () => {
  const { rig, fleets, aliasTo } = await selection();
  const { AliasId } = await aliasTo({ Type: 'SIMPLE', FleetId: 'fleet-1' });
  const notFound = failure('NotFoundException');
  await expect(fleets.one('b', { FleetId: 'fleet-1' })).rejects.toMatchObject(notFound);
  await expect(fleets.one('b', { AliasId })).rejects.toMatchObject(notFound);
  await expect(fleets.one('a', { AliasId: 'alias-none' })).rejects.toMatchObject(notFound);
  await rig.store.remove('fleet', 'a', 'fleet-1');
  await expect(fleets.one('a', { FleetId: 'fleet-1' })).rejects.toMatchObject(notFound);
  await expect(fleets.one('a', { AliasId })).rejects.toMatchObject(notFound);
});

test('a terminal alias fails with its own message', async () => {
  const { fleets, aliasTo } = await selection();
  const { AliasId } = await aliasTo({ Type: 'TERMINAL', Message: 'moved to the new game' });
  const terminal = { type: 'TerminalRoutingStrategyException', message: 'moved to the new game' };
  await expect(fleets.one('a', { AliasId })).rejects.toMatchObject(terminal);
});

test('a call means the home location unless it names one that the fleet is in', () => {
  expect(locationOf(fleet('fleet-1'), undefined)).toBe('local');
  expect(locationOf(fleet('fleet-1'), 'local')).toBe('local');
  expect(() => locationOf(fleet('fleet-1'), 'toString')).toThrow(
    expect.objectContaining(failure('InvalidRequestException')),
  );
});
