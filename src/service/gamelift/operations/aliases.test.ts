import { expect, test } from 'vitest';
import { failure, startRig } from '../test/rig.ts';

const SIMPLE = { Type: 'SIMPLE', FleetId: 'fleet-1' } as const;
const TERMINAL = { Type: 'TERMINAL', Message: 'down for today' } as const;

test('an alias is made, changed in the parts that are given, and deleted with its tags', async () => {
  const rig = await startRig();
  await rig.addFleet('fleet-1');
  const { Alias: made } = await rig.call('CreateAlias', {
    Name: 'live',
    Description: 'what players get',
    RoutingStrategy: SIMPLE,
    Tags: [{ Key: 'team', Value: 'red' }],
  });
  const AliasId = made?.AliasId ?? '';
  expect(made).toMatchObject({
    Name: 'live',
    RoutingStrategy: SIMPLE,
    CreationTime: new Date(rig.clock.nowMs),
  });
  expect(made?.AliasArn).toBe(`arn:aws:gamelift:local::alias/${AliasId}`);

  rig.clock.nowMs += 5_000;
  await rig.call('UpdateAlias', { AliasId: made?.AliasArn ?? '', RoutingStrategy: TERMINAL });
  const { Alias: changed } = await rig.call('DescribeAlias', { AliasId });
  expect(changed).toMatchObject({
    Name: 'live',
    Description: 'what players get',
    RoutingStrategy: TERMINAL,
    LastUpdatedTime: new Date(rig.clock.nowMs),
  });

  expect(await rig.call('DeleteAlias', { AliasId })).toBeUndefined();
  expect(await rig.store.getTags('a', made?.AliasArn ?? '')).toEqual({});
  await expect(rig.call('DescribeAlias', { AliasId })).rejects.toMatchObject(failure('NotFoundException'));
});

test.each([
  ['SIMPLE without a fleet', { Type: 'SIMPLE' }],
  ['SIMPLE with a message alone', { Type: 'SIMPLE', Message: 'hello' }],
  ['TERMINAL without a message', { Type: 'TERMINAL' }],
  ['TERMINAL with a fleet', { Type: 'TERMINAL', Message: 'hello', FleetId: 'fleet-1' }],
  ['no type', { FleetId: 'fleet-1' }],
  ['an unknown fleet', { Type: 'SIMPLE', FleetId: 'fleet-none' }],
  ['a fleet that is TERMINATED', { Type: 'SIMPLE', FleetId: 'fleet-over' }],
] as const)(
  'a routing strategy with %s fails with InvalidRequestException',
  async (_what, RoutingStrategy) => {
    const rig = await startRig();
    await rig.addFleet('fleet-1');
    await rig.addFleet('fleet-over', { status: 'TERMINATED' });
    const invalid = failure('InvalidRequestException');
    await expect(rig.call('CreateAlias', { Name: 'live', RoutingStrategy })).rejects.toMatchObject(invalid);
    const { Alias } = await rig.call('CreateAlias', { Name: 'live', RoutingStrategy: SIMPLE });
    const AliasId = Alias?.AliasId ?? '';
    await expect(rig.call('UpdateAlias', { AliasId, RoutingStrategy })).rejects.toMatchObject(invalid);
  },
);

test('ResolveAlias gives the fleet, or the message of a TERMINAL alias as its error', async () => {
  const rig = await startRig();
  const FleetArn = await rig.addFleet('fleet-1');
  const { Alias: simple } = await rig.call('CreateAlias', { Name: 'live', RoutingStrategy: SIMPLE });
  const { Alias: terminal } = await rig.call('CreateAlias', { Name: 'old', RoutingStrategy: TERMINAL });
  expect(await rig.call('ResolveAlias', { AliasId: simple?.AliasArn ?? '' })).toEqual({
    FleetId: 'fleet-1',
    FleetArn,
  });
  await expect(rig.call('ResolveAlias', { AliasId: terminal?.AliasId ?? '' })).rejects.toMatchObject({
    type: 'TerminalRoutingStrategyException',
    message: 'down for today',
  });
});

test('aliases are listed by type and by name, a page at a time', async () => {
  const rig = await startRig();
  await rig.addFleet('fleet-1');
  for (const Name of ['one', 'two', 'two']) await rig.call('CreateAlias', { Name, RoutingStrategy: SIMPLE });
  await rig.call('CreateAlias', { Name: 'two', RoutingStrategy: TERMINAL });

  const first = await rig.call('ListAliases', { Name: 'two', RoutingStrategyType: 'SIMPLE', Limit: 1 });
  expect(first.Aliases).toHaveLength(1);
  const NextToken = first.NextToken!;
  const second = await rig.call('ListAliases', { Name: 'two', RoutingStrategyType: 'SIMPLE', NextToken });
  expect(second.Aliases).toHaveLength(1);
  expect(second.NextToken).toBeUndefined();
  await expect(rig.call('ListAliases', { NextToken })).rejects.toMatchObject(
    failure('InvalidRequestException'),
  );
});

test('a tenant has as many aliases as its quota says, however many calls come at once', async () => {
  const rig = await startRig({ aliasesPerTenant: 3 });
  const create = (tenantId: string) =>
    rig.call('CreateAlias', { Name: 'x', RoutingStrategy: TERMINAL }, tenantId);
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => create('a')));
  const refused = outcomes.filter(outcome => outcome.status === 'rejected');
  expect(refused.map(({ reason }) => reason.type)).toEqual(Array(5).fill('LimitExceededException'));
  expect((await rig.call('ListAliases', {})).Aliases).toHaveLength(3);
  await create('b');
});

test('no operation finds the alias of another tenant', async () => {
  const rig = await startRig();
  const { Alias } = await rig.call('CreateAlias', { Name: 'live', RoutingStrategy: TERMINAL });
  const AliasId = Alias?.AliasId ?? '';
  const notFound = failure('NotFoundException');
  await expect(rig.call('DescribeAlias', { AliasId }, 'b')).rejects.toMatchObject(notFound);
  await expect(rig.call('UpdateAlias', { AliasId, Name: 'mine' }, 'b')).rejects.toMatchObject(notFound);
  await expect(rig.call('DeleteAlias', { AliasId }, 'b')).rejects.toMatchObject(notFound);
  await expect(rig.call('ResolveAlias', { AliasId }, 'b')).rejects.toMatchObject(notFound);
  expect((await rig.call('ListAliases', {}, 'b')).Aliases).toEqual([]);
});
