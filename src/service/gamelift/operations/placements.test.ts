import { expect, test } from 'vitest';
import type { Input } from '../operation.ts';
import { failure, startRig } from '../test/rig.ts';

const LATENCY = { PlayerId: 'ann', RegionIdentifier: 'local', LatencyInMilliseconds: 20 };
const START = { PlacementId: 'place-1', GameSessionQueueName: 'arena', MaximumPlayerSessionCount: 2 };

async function rigWithQueue() {
  const rig = await startRig();
  await rig.call('CreateGameSessionQueue', {
    Name: 'arena',
    PriorityConfiguration: { PriorityOrder: ['LOCATION'], LocationOrder: ['local'] },
  });
  await rig.call('CreateGameSessionQueue', { Name: 'plain' });
  return rig;
}

test.each<[string, Partial<Input<'StartGameSessionPlacement'>>]>([
  ['no players', { MaximumPlayerSessionCount: 0 }],
  ['more than 200 players', { MaximumPlayerSessionCount: 201 }],
  [
    'more desired players than it is for',
    { DesiredPlayerSessions: ['a', 'b', 'c'].map(PlayerId => ({ PlayerId })) },
  ],
  ['a desired player without an id', { DesiredPlayerSessions: [{}] }],
  ['a latency without a region', { PlayerLatencies: [{ PlayerId: 'ann', LatencyInMilliseconds: 1 }] }],
  ['a latency below 0', { PlayerLatencies: [{ ...LATENCY, LatencyInMilliseconds: -1 }] }],
  ['too many latencies', { PlayerLatencies: Array(4_001).fill(LATENCY) }],
  [
    'both latencies and an order of its own',
    { PlayerLatencies: [LATENCY], PriorityConfigurationOverride: { LocationOrder: ['local'] } },
  ],
  [
    'an order of its own in a queue that has not LOCATION first',
    { GameSessionQueueName: 'plain', PriorityConfigurationOverride: { LocationOrder: ['local'] } },
  ],
])('a placement with %s fails with InvalidRequestException', async (_what, parts) => {
  const rig = await rigWithQueue();
  const started = rig.call('StartGameSessionPlacement', { ...START, ...parts });
  await expect(started).rejects.toMatchObject(failure('InvalidRequestException'));
  const described = rig.call('DescribeGameSessionPlacement', { PlacementId: 'place-1' });
  await expect(described).rejects.toMatchObject(failure('NotFoundException'));
});

test('a PlacementId is for one placement, also when that is over', async () => {
  const rig = await rigWithQueue();
  const invalid = failure('InvalidRequestException');
  await rig.call('StartGameSessionPlacement', START);
  await expect(rig.call('StartGameSessionPlacement', START)).rejects.toMatchObject(invalid);
  await rig.call('StopGameSessionPlacement', { PlacementId: 'place-1' });
  await expect(rig.call('StartGameSessionPlacement', START)).rejects.toMatchObject(invalid);
});

test('a placement that has ended cannot be stopped', async () => {
  const rig = await rigWithQueue();
  const DestinationArn = await rig.addFleet('fleet-1');
  await rig.call('UpdateGameSessionQueue', { Name: 'arena', Destinations: [{ DestinationArn }] });
  const ended = rig.nextEnded();
  await rig.call('StartGameSessionPlacement', START);
  await ended;
  const stopped = rig.call('StopGameSessionPlacement', { PlacementId: 'place-1' });
  await expect(stopped).rejects.toMatchObject(failure('InvalidRequestException'));
  expect(rig.sessions.terminated).toEqual([]);
});

test('queues and placements that are not there, and those of another tenant, are NotFound', async () => {
  const rig = await rigWithQueue();
  await rig.call('StartGameSessionPlacement', START);
  const notFound = failure('NotFoundException');
  const nowhere = { ...START, PlacementId: 'place-2', GameSessionQueueName: 'none' };
  await expect(rig.call('StartGameSessionPlacement', nowhere)).rejects.toMatchObject(notFound);
  await expect(rig.call('StartGameSessionPlacement', START, 'b')).rejects.toMatchObject(notFound);
  for (const [PlacementId, tenant] of [
    ['none', 'a'],
    ['place-1', 'b'],
  ] as const) {
    await expect(rig.call('DescribeGameSessionPlacement', { PlacementId }, tenant)).rejects.toMatchObject(
      notFound,
    );
    await expect(rig.call('StopGameSessionPlacement', { PlacementId }, tenant)).rejects.toMatchObject(
      notFound,
    );
  }
});

test('a queue is named by its ARN as well', async () => {
  const rig = await rigWithQueue();
  const { GameSessionPlacement } = await rig.call('StartGameSessionPlacement', {
    ...START,
    GameSessionQueueName: rig.arns.named('gamesessionqueue', 'arena'),
    PlayerLatencies: [LATENCY],
  });
  expect(GameSessionPlacement).toMatchObject({ GameSessionQueueName: 'arena', PlayerLatencies: [LATENCY] });
});
