import { expect, test } from 'vitest';
import type { Limits } from '../../../limits/limits.ts';
import type { Input } from '../operation.ts';
import { failure, locationsOn, type Rig, START_MS, slots, startRig } from '../test/rig.ts';
import type { PlacementEventDetail } from './placement-events.ts';

const FLEET = 'fleet-1';

/** With a queue `arena` to one fleet of so many slots. */
async function rigWithQueue({ size = 1, limits = {} as Partial<Limits> } = {}): Promise<Rig> {
  const rig = await startRig(limits);
  const DestinationArn = await rig.addFleet(FLEET, { runtimeConfiguration: slots(size) });
  await rig.call('CreateGameSessionQueue', { Name: 'arena', Destinations: [{ DestinationArn }] });
  return rig;
}

function start(rig: Rig, PlacementId: string, rest: Partial<Input<'StartGameSessionPlacement'>> = {}) {
  return rig.call('StartGameSessionPlacement', {
    GameSessionQueueName: 'arena',
    MaximumPlayerSessionCount: 4,
    PlacementId,
    ...rest,
  });
}

/** What the next placement ends with, and until then each round that the engine's interval would begin. */
async function endedInRounds(rig: Rig): Promise<PlacementEventDetail> {
  const ended = rig.nextEnded();
  let isEnded = false;
  void ended.then(() => {
    isEnded = true;
  });
  while (!isEnded) await rig.placements.wake();
  return ended;
}

async function statusOf(rig: Rig, PlacementId: string): Promise<string | undefined> {
  const { GameSessionPlacement } = await rig.call('DescribeGameSessionPlacement', { PlacementId });
  return GameSessionPlacement?.Status;
}

test('a placement is fulfilled with a game session, its address and its players', async () => {
  const rig = await rigWithQueue();
  await rig.call('UpdateGameSessionQueue', { Name: 'arena', CustomEventData: 'mine' });
  const ended = rig.nextEnded();
  const { GameSessionPlacement: pending } = await start(rig, 'place-1', {
    DesiredPlayerSessions: [{ PlayerId: 'ann', PlayerData: '{"skin":1}' }, { PlayerId: 'bob' }],
    GameSessionName: 'duel',
  });
  expect(pending).toMatchObject({
    Status: 'PENDING',
    StartTime: new Date(START_MS),
    PlacedPlayerSessions: [],
  });
  const event = await ended;

  const { GameSessionPlacement: placed } = await rig.call('DescribeGameSessionPlacement', {
    PlacementId: 'place-1',
  });
  const arn = `arn:aws:gamelift:local::gamesession/${FLEET}/place-1`;
  expect(placed).toMatchObject({
    Status: 'FULFILLED',
    GameSessionArn: arn,
    GameSessionId: arn,
    GameSessionRegion: 'local',
    IpAddress: '127.0.0.1',
    DnsName: 'localhost',
    Port: 9080,
    EndTime: new Date(START_MS),
    PlacedPlayerSessions: [{ PlayerId: 'ann' }, { PlayerId: 'bob' }],
  });
  const [ann] = placed?.PlacedPlayerSessions ?? [];
  expect(await rig.store.getPlayerSession('a', ann?.PlayerSessionId ?? '')).toMatchObject({
    gameSessionId: arn,
    playerData: '{"skin":1}',
    status: 'RESERVED',
    expiresMs: START_MS + 60_000,
  });
  expect(rig.sessions.begun[0]?.request).toMatchObject({ name: 'duel', maximumPlayerSessionCount: 4 });
  const time = new Date(START_MS).toISOString();
  expect(event).toEqual({
    type: 'PlacementFulfilled',
    placementId: 'place-1',
    port: '9080',
    gameSessionArn: arn,
    ipAddress: '127.0.0.1',
    dnsName: 'localhost',
    startTime: time,
    endTime: time,
    gameSessionRegion: 'local',
    placedPlayerSessions: placed?.PlacedPlayerSessions?.map(one => ({
      playerId: one.PlayerId,
      playerSessionId: one.PlayerSessionId,
    })),
    customEventData: 'mine',
  });
});

test('who waits longest gets the slot that becomes free', async () => {
  const rig = await rigWithQueue();
  const first = rig.nextEnded();
  await start(rig, 'first');
  await first;
  await start(rig, 'second');
  await start(rig, 'third');
  await rig.placements.wake();
  expect(await statusOf(rig, 'second')).toBe('PENDING');

  const next = rig.nextEnded();
  await rig.sessions.terminate('a', rig.sessions.begun[0]!.gameSessionId);
  await rig.placements.wake();
  expect(await next).toMatchObject({ type: 'PlacementFulfilled', placementId: 'second' });
  expect(await statusOf(rig, 'third')).toBe('PENDING');
});

test('a placement that no place is near enough for holds up nobody behind it', async () => {
  const rig = await rigWithQueue();
  await rig.call('UpdateGameSessionQueue', {
    Name: 'arena',
    PlayerLatencyPolicies: [
      { MaximumIndividualPlayerLatencyMilliseconds: 50, PolicyDurationSeconds: 120 },
      { MaximumIndividualPlayerLatencyMilliseconds: 100 },
    ],
  });
  const far = { PlayerId: 'ann', RegionIdentifier: 'local', LatencyInMilliseconds: 80 };
  await start(rig, 'far', { PlayerLatencies: [far] });
  const ended = rig.nextEnded();
  await start(rig, 'anywhere');
  expect(await ended).toMatchObject({ placementId: 'anywhere' });

  await rig.sessions.terminate('a', rig.sessions.begun[0]!.gameSessionId);
  await rig.placements.wake();
  expect(await statusOf(rig, 'far')).toBe('PENDING');
  rig.clock.nowMs += 120_000;
  const later = rig.nextEnded();
  await rig.placements.wake();
  expect(await later).toMatchObject({ placementId: 'far', type: 'PlacementFulfilled' });
});

test('a placement without a place is TIMED_OUT when its queue says so', async () => {
  const rig = await rigWithQueue({ size: 0 });
  await rig.call('UpdateGameSessionQueue', { Name: 'arena', TimeoutInSeconds: 10 });
  await start(rig, 'place-1');
  rig.clock.nowMs += 9_999;
  await rig.placements.wake();
  expect(await statusOf(rig, 'place-1')).toBe('PENDING');
  rig.clock.nowMs += 1;
  const ended = rig.nextEnded();
  await rig.placements.wake();
  expect(await ended).toEqual({
    type: 'PlacementTimedOut',
    placementId: 'place-1',
    startTime: new Date(START_MS).toISOString(),
    endTime: new Date(START_MS + 10_000).toISOString(),
  });
  expect(await statusOf(rig, 'place-1')).toBe('TIMED_OUT');
});

test('when a game session fails to become ACTIVE the next place is tried', async () => {
  const rig = await rigWithQueue();
  const second = await rig.addFleet('fleet-2');
  await rig.call('UpdateGameSessionQueue', {
    Name: 'arena',
    Destinations: [{ DestinationArn: rig.arns.of('fleet', FLEET) }, { DestinationArn: second }],
  });
  rig.sessions.onBegin = 'hold';
  await start(rig, 'place-1');
  await rig.placements.wake();
  const [begun] = rig.sessions.begun;
  rig.sessions.onBegin = 'activate';
  const ended = rig.nextEnded();
  await rig.sessions.fail(begun!);
  expect(await ended).toMatchObject({ gameSessionArn: rig.arns.gameSession('fleet-2', 'local', 'place-1') });
  expect(rig.sessions.begun.map(({ request }) => request.fleet.id)).toEqual([FLEET, 'fleet-2']);
});

test('a placement whose game sessions fail again and again is FAILED, each of them a new one', async () => {
  const rig = await rigWithQueue({ limits: { placementTries: 3 } });
  rig.sessions.onBegin = 'fail';
  await start(rig, 'place-1');
  expect(await endedInRounds(rig)).toMatchObject({ type: 'PlacementFailed', placementId: 'place-1' });
  expect(new Set(rig.sessions.begun.map(({ gameSessionId }) => gameSessionId)).size).toBe(3);
});

test('a game session that ended before its players were reserved is replaced', async () => {
  const rig = await rigWithQueue({ size: 2 });
  rig.sessions.onBegin = 'hold';
  await start(rig, 'place-1', { DesiredPlayerSessions: [{ PlayerId: 'ann' }] });
  await rig.placements.wake();
  const [begun] = rig.sessions.begun;
  const active = await rig.store.endGameSession('a', begun!.gameSessionId, { atMs: START_MS });
  rig.sessions.onBegin = 'activate';
  begun!.activated.resolve(active!);
  const { gameSessionArn } = await endedInRounds(rig);
  expect(gameSessionArn).toBe(rig.sessions.begun[1]!.gameSessionId);
  expect(await rig.store.getGameSession('a', gameSessionArn!)).toMatchObject({
    status: 'ACTIVE',
    currentPlayerSessionCount: 1,
  });
});

test('stopping a placement ends the game session that was being started for it', async () => {
  const rig = await rigWithQueue();
  rig.sessions.onBegin = 'hold';
  await start(rig, 'place-1');
  await rig.placements.wake();
  const [begun] = rig.sessions.begun;
  const ended = rig.nextEnded();
  const stopped = await rig.call('StopGameSessionPlacement', { PlacementId: 'place-1' });
  expect(stopped.GameSessionPlacement).toMatchObject({ Status: 'CANCELLED', EndTime: new Date(START_MS) });
  expect(await ended).toMatchObject({ type: 'PlacementCancelled' });
  expect(rig.sessions.terminated).toEqual([begun!.gameSessionId]);

  await rig.sessions.activate(begun!);
  await rig.placements.wake();
  expect(await statusOf(rig, 'place-1')).toBe('CANCELLED');
});

test('a placement that is stopped twice at once is stopped once', async () => {
  const rig = await rigWithQueue({ size: 0 });
  await start(rig, 'place-1');
  const stop = () => rig.call('StopGameSessionPlacement', { PlacementId: 'place-1' });
  const outcomes = await Promise.allSettled([stop(), stop()]);
  expect(outcomes).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: failure('InvalidRequestException') },
  ]);
});

test('placements of a queue that is deleted are FAILED, those of another tenant with one of its name are not', async () => {
  const rig = await rigWithQueue({ size: 0 });
  await rig.call('CreateGameSessionQueue', { Name: 'arena' }, 'b');
  const parts = { GameSessionQueueName: 'arena', MaximumPlayerSessionCount: 1 };
  await start(rig, 'place-1');
  await rig.call('StartGameSessionPlacement', { ...parts, PlacementId: 'place-1' }, 'b');
  const ended = rig.nextEnded();
  await rig.call('DeleteGameSessionQueue', { Name: 'arena' });
  expect(await ended).toMatchObject({ type: 'PlacementFailed', placementId: 'place-1' });
  expect(await statusOf(rig, 'place-1')).toBe('FAILED');
  await rig.placements.wake();
  const other = await rig.call('DescribeGameSessionPlacement', { PlacementId: 'place-1' }, 'b');
  expect(other.GameSessionPlacement?.Status).toBe('PENDING');
});

test('a placement that a restart interrupted gets another game session, and keeps its deadline', async () => {
  const rig = await rigWithQueue();
  rig.sessions.onBegin = 'hold';
  await start(rig, 'interrupted');
  await start(rig, 'late');
  await rig.placements.wake();
  await rig.placements.close();
  // As after a start: what ran is over
  await rig.store.endGameSession('a', rig.sessions.begun[0]!.gameSessionId, { atMs: START_MS });

  rig.sessions.onBegin = 'activate';
  const again = rig.startPlacements();
  const ended = rig.nextEnded();
  await again.resume();
  expect(await ended).toMatchObject({
    type: 'PlacementFulfilled',
    placementId: 'interrupted',
    gameSessionArn: rig.sessions.begun[1]!.gameSessionId,
  });
  rig.clock.nowMs += 600_000;
  const timedOut = rig.nextEnded();
  await again.wake();
  expect(await timedOut).toMatchObject({ type: 'PlacementTimedOut', placementId: 'late' });
  await again.close();
});

test('after a restart placements are tried in the order in which they came', async () => {
  const rig = await rigWithQueue({ size: 0 });
  for (const id of ['z', 'a', 'm']) await start(rig, id);
  await rig.placements.close();
  await rig.store.update('fleet', 'a', FLEET, fleet => ({ ...fleet, runtimeConfiguration: slots(2) }));
  const again = rig.startPlacements();
  await again.resume();
  await again.wake();
  const tried = rig.sessions.begun.map(({ request }) => request.idString);
  expect(tried).toEqual(['z', 'a']);
  await again.close();
});

test('a placement whose queue was deleted while the service was ending is FAILED at the next start', async () => {
  const rig = await rigWithQueue({ size: 0 });
  await start(rig, 'place-1');
  await rig.placements.close();
  await rig.store.remove('queue', 'a', 'arena');
  const again = rig.startPlacements();
  const ended = rig.nextEnded();
  await again.resume();
  expect(await ended).toMatchObject({ type: 'PlacementFailed', placementId: 'place-1' });
  await again.close();
});

test('no more placements wait in a queue than it has room for', async () => {
  const rig = await rigWithQueue({ size: 0, limits: { pendingPlacementsPerQueue: 1 } });
  await start(rig, 'place-1');
  await expect(start(rig, 'place-2')).rejects.toMatchObject(failure('LimitExceededException'));
  await rig.call('StopGameSessionPlacement', { PlacementId: 'place-1' });
  await start(rig, 'place-2');
});

test('a fleet that has scaled to zero by itself comes back for a placement', async () => {
  const rig = await rigWithQueue();
  await rig.store.update('fleet', 'a', FLEET, fleet => ({
    ...fleet,
    managedCapacity: { ZeroCapacityStrategy: 'SCALE_TO_AND_FROM_ZERO' },
    locations: { local: { ...fleet.locations.local!, desired: 0 } },
  }));
  const ended = rig.nextEnded();
  await start(rig, 'place-1');
  expect(await ended).toMatchObject({ type: 'PlacementFulfilled' });
  expect(rig.fleetEvents).toEqual(['FLEET_SCALING_EVENT']);
});

test('aliases lead to their fleets; terminal and dangling ones, and fleets that are not ACTIVE, are skipped', async () => {
  const rig = await startRig();
  await rig.addFleet('fleet-1');
  await rig.addFleet('fleet-2', { locations: locationsOn('local', 'eu-west-1') });
  const alias = async (RoutingStrategy: object) => {
    const { Alias } = await rig.call('CreateAlias', { Name: 'one', RoutingStrategy });
    return { DestinationArn: Alias?.AliasArn ?? '' };
  };
  const destinations = [
    await alias({ Type: 'TERMINAL', Message: 'closed' }),
    await alias({ Type: 'SIMPLE', FleetId: 'fleet-1' }),
    await alias({ Type: 'SIMPLE', FleetId: 'fleet-2' }),
  ];
  await rig.call('CreateGameSessionQueue', { Name: 'arena', Destinations: destinations });
  await rig.store.update('fleet', 'a', 'fleet-1', fleet => ({ ...fleet, status: 'ERROR' }));
  await rig.call('DeleteAlias', { AliasId: destinations[0]!.DestinationArn });
  const ended = rig.nextEnded();
  await start(rig, 'place-1');
  expect(await ended).toMatchObject({ gameSessionRegion: 'eu-west-1' });
});

test('what waits for a fleet is counted where the fleet is the first destination', async () => {
  const rig = await rigWithQueue({ size: 0 });
  await start(rig, 'place-1');
  rig.clock.nowMs += 5_000;
  await start(rig, 'place-2');
  expect(rig.placements.demandOn(FLEET)).toEqual({ depth: 2, waitMs: 5_000 });
  expect(rig.placements.demandOn('fleet-2')).toEqual({ depth: 0, waitMs: 0 });
});
