import { expect, test } from 'vitest';
import type { Input } from '../operation.ts';
import { failure, startRig } from '../test/rig.ts';

const ARN = 'arn:aws:gamelift:local::fleet/fleet-1';

test('a queue is made with its defaults, changed in the parts that are given, and deleted', async () => {
  const rig = await startRig();
  await rig.addFleet('fleet-1');
  const { GameSessionQueue: made } = await rig.call('CreateGameSessionQueue', { Name: 'arena' });
  expect(made).toEqual({
    Name: 'arena',
    GameSessionQueueArn: 'arn:aws:gamelift:local:123456789012:gamesessionqueue/arena',
    TimeoutInSeconds: 600,
    PlayerLatencyPolicies: [],
    Destinations: [],
  });
  const priority = { PriorityOrder: ['LOCATION' as const], LocationOrder: ['local'] };
  await rig.call('UpdateGameSessionQueue', {
    Name: made?.GameSessionQueueArn ?? '',
    TimeoutInSeconds: 10,
    Destinations: [{ DestinationArn: ARN }],
    PriorityConfiguration: priority,
    FilterConfiguration: { AllowedLocations: ['local'] },
    PlayerLatencyPolicies: [{ MaximumIndividualPlayerLatencyMilliseconds: 50 }],
    CustomEventData: 'mine',
    NotificationTarget: 'arn:aws:sns:local:1:topic',
  });
  await rig.call('UpdateGameSessionQueue', { Name: 'arena', CustomEventData: '' });
  const { GameSessionQueues } = await rig.call('DescribeGameSessionQueues', { Names: ['arena', 'unknown'] });
  expect(GameSessionQueues).toMatchObject([
    {
      TimeoutInSeconds: 10,
      Destinations: [{ DestinationArn: ARN }],
      PriorityConfiguration: priority,
      FilterConfiguration: { AllowedLocations: ['local'] },
      PlayerLatencyPolicies: [{ MaximumIndividualPlayerLatencyMilliseconds: 50 }],
      NotificationTarget: 'arn:aws:sns:local:1:topic',
    },
  ]);
  expect(GameSessionQueues?.[0]?.CustomEventData).toBeUndefined();

  expect(await rig.call('DeleteGameSessionQueue', { Name: 'arena' })).toEqual({});
  expect((await rig.call('DescribeGameSessionQueues', {})).GameSessionQueues).toEqual([]);
});

const policy = (MaximumIndividualPlayerLatencyMilliseconds: number) => ({
  MaximumIndividualPlayerLatencyMilliseconds,
});

test.each<[string, Partial<Input<'CreateGameSessionQueue'>>]>([
  ['a timeout below 10 seconds', { TimeoutInSeconds: 9 }],
  ['a timeout above 600 seconds', { TimeoutInSeconds: 601 }],
  ['more than 10 destinations', { Destinations: Array(11).fill({ DestinationArn: ARN }) }],
  ['a destination that is no ARN', { Destinations: [{ DestinationArn: 'fleet-1' }] }],
  [
    'a destination that is a queue',
    { Destinations: [{ DestinationArn: 'arn:aws:gamelift:l::gamesessionqueue/x' }] },
  ],
  ['a destination without an ARN', { Destinations: [{}] }],
  ['LOCATION without an order of locations', { PriorityConfiguration: { PriorityOrder: ['LOCATION'] } }],
  ['a criterion given twice', { PriorityConfiguration: { PriorityOrder: ['COST', 'COST'] } }],
  ['a location given twice', { PriorityConfiguration: { LocationOrder: ['local', 'local'] } }],
  ['a latency policy given twice', { PlayerLatencyPolicies: [policy(50), policy(50)] }],
  ['a latency policy without a maximum', { PlayerLatencyPolicies: [{ PolicyDurationSeconds: 5 }] }],
  ['too many latency policies', { PlayerLatencyPolicies: [1, 2, 3, 4, 5, 6].map(policy) }],
])('a queue with %s fails with InvalidRequestException', async (_what, parts) => {
  const rig = await startRig();
  await rig.addFleet('fleet-1');
  const invalid = failure('InvalidRequestException');
  await expect(rig.call('CreateGameSessionQueue', { Name: 'bad', ...parts })).rejects.toMatchObject(invalid);
  await rig.call('CreateGameSessionQueue', { Name: 'good' });
  await expect(rig.call('UpdateGameSessionQueue', { Name: 'good', ...parts })).rejects.toMatchObject(invalid);
});

test('a name that is taken fails with InvalidRequestException, and leaves the queue as it was', async () => {
  const rig = await startRig();
  await rig.call('CreateGameSessionQueue', { Name: 'arena', TimeoutInSeconds: 20 });
  const again = rig.call('CreateGameSessionQueue', { Name: 'arena', TimeoutInSeconds: 30 });
  await expect(again).rejects.toMatchObject(failure('InvalidRequestException'));
  const { GameSessionQueues } = await rig.call('DescribeGameSessionQueues', { Names: ['arena'] });
  expect(GameSessionQueues?.[0]?.TimeoutInSeconds).toBe(20);
});

test('a destination that does not exist, or is TERMINATED, is NotFound', async () => {
  const rig = await startRig();
  await rig.addFleet('fleet-over', { status: 'TERMINATED' });
  await rig.call('CreateGameSessionQueue', { Name: 'arena' });
  for (const target of ['fleet/fleet-none', 'fleet/fleet-over', 'alias/alias-none']) {
    const Destinations = [{ DestinationArn: `arn:aws:gamelift:local::${target}` }];
    const notFound = failure('NotFoundException');
    await expect(rig.call('CreateGameSessionQueue', { Name: 'b', Destinations })).rejects.toMatchObject(
      notFound,
    );
    await expect(rig.call('UpdateGameSessionQueue', { Name: 'arena', Destinations })).rejects.toMatchObject(
      notFound,
    );
  }
});

test('a tenant has as many queues as its quota says', async () => {
  const rig = await startRig({ queuesPerTenant: 1 });
  await rig.call('CreateGameSessionQueue', { Name: 'one' });
  const second = rig.call('CreateGameSessionQueue', { Name: 'two' });
  await expect(second).rejects.toMatchObject(failure('LimitExceededException'));
  await rig.call('CreateGameSessionQueue', { Name: 'one' }, 'b');
});

test('queues are listed a page at a time', async () => {
  const rig = await startRig();
  for (const Name of ['one', 'two', 'three']) await rig.call('CreateGameSessionQueue', { Name });
  const first = await rig.call('DescribeGameSessionQueues', { Limit: 2 });
  const second = await rig.call('DescribeGameSessionQueues', { Limit: 2, NextToken: first.NextToken });
  const names = [first, second].flatMap(({ GameSessionQueues }) =>
    GameSessionQueues?.map(({ Name }) => Name),
  );
  expect(names).toEqual(['one', 'two', 'three']);
  expect(second.NextToken).toBeUndefined();
});

test('queues that are not there, and those of another tenant, are NotFound', async () => {
  const rig = await startRig();
  await rig.call('CreateGameSessionQueue', { Name: 'arena' });
  const notFound = failure('NotFoundException');
  for (const [Name, tenant] of [
    ['none', 'a'],
    ['arena', 'b'],
  ] as const) {
    await expect(rig.call('DescribeGameSessionQueues', { Names: [Name] }, tenant)).rejects.toMatchObject(
      notFound,
    );
    await expect(rig.call('UpdateGameSessionQueue', { Name }, tenant)).rejects.toMatchObject(notFound);
    await expect(rig.call('DeleteGameSessionQueue', { Name }, tenant)).rejects.toMatchObject(notFound);
  }
});
