import { expect, test } from 'vitest';
import { failure } from '../test/rig.ts';
import { enter, eventually, queueRig, untilHappened, untilStatus } from './test/duel-rig.ts';

test('a match gets a game session with what the configuration says, and tickets the way to it', async () => {
  const rig = await queueRig({
    parts: { GameProperties: [{ Key: 'mode', Value: 'duel' }], GameSessionData: 'data' },
  });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  const ann = await untilStatus(rig, 'ann', 'COMPLETED');
  const [{ request, gameSessionId } = { request: undefined, gameSessionId: '' }] = rig.sessions.begun;
  expect(request).toMatchObject({
    maximumPlayerSessionCount: 2,
    gameProperties: [{ Key: 'mode', Value: 'duel' }],
    gameSessionData: 'data',
  });
  const data = JSON.parse(request?.matchmakerData ?? '');
  expect(data).toMatchObject({
    matchmakingConfigurationArn: 'arn:aws:gamelift:local:123456789012:matchmakingconfiguration/duel',
    teams: [{ name: 'red' }, { name: 'blue' }],
    autoBackfillMode: null,
    autoBackfillTicketId: null,
  });
  expect(gameSessionId).toBe(`arn:aws:gamelift:local::gamesession/fleet-1/${data.matchId}`);
  expect(ann.GameSessionConnectionInfo).toEqual({
    GameSessionArn: gameSessionId,
    IpAddress: '127.0.0.1',
    DnsName: 'localhost',
    Port: 9080,
    MatchedPlayerSessions: [{ PlayerId: 'player-ann', PlayerSessionId: expect.stringMatching(/^psess-/) }],
  });
  const id = ann.GameSessionConnectionInfo?.MatchedPlayerSessions?.[0]?.PlayerSessionId ?? '';
  expect(await rig.store.getPlayerSession('a', id)).toMatchObject({ status: 'RESERVED', gameSessionId });
  const [succeeded] = await untilHappened(rig, 'MatchmakingSucceeded');
  expect(succeeded).toMatchObject({
    matchId: data.matchId,
    gameSession: { gameSessionArn: gameSessionId, port: 9080 },
  });
  expect(succeeded?.tickets.flatMap(({ players }) => players)).toContainEqual({
    playerId: 'player-ann',
    team: ann.Players?.[0]?.Team,
    playerSessionId: id,
  });
});

test('tickets are PLACING until their game session is ACTIVE, and can be stopped no more', async () => {
  const rig = await queueRig();
  rig.sessions.onBegin = 'hold';
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await untilStatus(rig, 'ann', 'PLACING');
  await expect(rig.call('StopMatchmaking', { TicketId: 'ann' })).rejects.toMatchObject({
    ...failure('InvalidRequestException'),
    message: 'Matchmaking ticket is in PLACING status and cannot be canceled.',
  });
  await eventually(() => expect(rig.sessions.begun).toHaveLength(1));
  await rig.sessions.activate(rig.sessions.begun[0]!);
  await untilStatus(rig, 'ann', 'COMPLETED');
  await expect(rig.call('StopMatchmaking', { TicketId: 'ann' })).rejects.toMatchObject({
    message: 'Matchmaking ticket is in COMPLETED status and cannot be canceled.',
  });
});

test('tickets whose game session cannot be had are FAILED', async () => {
  const rig = await queueRig({ limits: { placementTries: 1 } });
  rig.sessions.onBegin = 'fail';
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  const end = {
    StatusReason: 'UNEXPECTED_ERROR',
    StatusMessage: 'An unexpected error was encountered during match placing.',
  };
  expect(await untilStatus(rig, 'ann', 'FAILED')).toMatchObject(end);
  expect(await untilStatus(rig, 'ben', 'FAILED')).toMatchObject(end);
  const [failed] = await untilHappened(rig, 'MatchmakingFailed');
  expect(failed?.tickets.map(({ ticketId }) => ticketId)).toEqual(['ann', 'ben']);
});

test('a match of a configuration without its queue fails', async () => {
  const rig = await queueRig();
  await rig.call('DeleteGameSessionQueue', { Name: 'arena' });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await untilStatus(rig, 'ann', 'FAILED');
  await untilHappened(rig, 'MatchmakingFailed');
});

test('a placement has the latencies of all players of the match', async () => {
  const rig = await queueRig();
  for (const [name, ms] of [
    ['ann', 20],
    ['ben', 40],
  ] as const) {
    await rig.call('StartMatchmaking', {
      TicketId: name,
      ConfigurationName: 'duel',
      Players: [{ PlayerId: name, LatencyInMs: { local: ms } }],
    });
  }
  await untilStatus(rig, 'ann', 'COMPLETED');
  const [placement] = await rig.store.listAll('placement');
  expect(placement).toMatchObject({
    maximumPlayerSessionCount: 2,
    latencies: [
      { PlayerId: 'ann', RegionIdentifier: 'local', LatencyInMilliseconds: 20 },
      { PlayerId: 'ben', RegionIdentifier: 'local', LatencyInMilliseconds: 40 },
    ],
  });
});

test('slots of AdditionalPlayerCount stay open in the game session', async () => {
  const rig = await queueRig();
  const teams = [{ name: 'crew', minPlayers: 2, maxPlayers: 4 }];
  await rig.call('CreateMatchmakingRuleSet', {
    Name: 'crew',
    RuleSetBody: JSON.stringify({ ruleLanguageVersion: '1.0', teams }),
  });
  const parts = { RuleSetName: 'crew', AdditionalPlayerCount: 2 };
  await rig.call('UpdateMatchmakingConfiguration', { Name: 'duel', ...parts });
  for (const name of ['ann', 'ben', 'eva', 'joe']) await enter(rig, name);
  await untilStatus(rig, 'joe', 'COMPLETED');
  const rooms = rig.sessions.begun.map(({ request }) => request.maximumPlayerSessionCount);
  expect(rooms).toEqual([4, 4]);
});
