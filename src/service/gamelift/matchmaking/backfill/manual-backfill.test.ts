import { expect, test } from 'vitest';
import type { Input } from '../../operation.ts';
import { failure, START_MS } from '../../test/rig.ts';
import { backfill, crewRig, dataOf, toldOf } from '../test/backfill-rig.ts';
import {
  accept,
  duelRig,
  enter,
  eventually,
  ticket,
  untilHappened,
  untilStatus,
  withAcceptance,
} from '../test/duel-rig.ts';

test('a backfill brings players to a game session that runs, and its script the matchmaker data', async () => {
  const crew = await crewRig();
  const { rig, arn } = crew;
  const before = await dataOf(crew);
  const { MatchmakingTicket: queued } = await backfill(crew, 'fill');
  expect(queued).toMatchObject({ TicketId: 'fill', Status: 'QUEUED', StartTime: new Date(START_MS) });
  expect(await ticket(rig, 'fill')).toMatchObject({ Status: 'SEARCHING' });
  await enter(rig, 'eva', 7);
  const eva = await untilStatus(rig, 'eva', 'COMPLETED');
  expect(eva).toMatchObject({
    Players: [{ PlayerId: 'player-eva', Team: 'crew' }],
    GameSessionConnectionInfo: {
      GameSessionArn: arn,
      Port: 9080,
      MatchedPlayerSessions: [{ PlayerId: 'player-eva' }],
    },
  });
  const id = eva.GameSessionConnectionInfo?.MatchedPlayerSessions?.[0]?.PlayerSessionId ?? '';
  expect(await rig.store.getPlayerSession('a', id)).toMatchObject({ status: 'RESERVED', gameSessionId: arn });
  const filled = await untilStatus(rig, 'fill', 'COMPLETED');
  expect(filled.GameSessionConnectionInfo).toMatchObject({ GameSessionArn: arn, MatchedPlayerSessions: [] });
  expect(rig.sessions.begun).toHaveLength(1);

  expect(toldOf(crew)).toEqual([['MATCHMAKING_DATA_UPDATED', 'fill']]);
  const after = await dataOf(crew);
  expect(after).toMatchObject({
    players: ['player-ann', 'player-ben', 'player-eva'],
    autoBackfillMode: null,
  });
  expect(after.teams?.[0]?.players.at(-1)?.attributes).toEqual({ level: { N: 7 } });
  expect(after.matchId).not.toBe(before.matchId);
  const [, succeeded] = await untilHappened(rig, 'MatchmakingSucceeded', 2);
  expect(succeeded).toMatchObject({ matchId: after.matchId, gameSession: { gameSessionArn: arn } });
});

test('a newer backfill of the same game session takes the place of the older one', async () => {
  const crew = await crewRig();
  await backfill(crew, 'first');
  await backfill(crew, 'second');
  await untilStatus(crew.rig, 'first', 'CANCELLED');
  await enter(crew.rig, 'eva');
  await untilStatus(crew.rig, 'second', 'COMPLETED');
  expect(toldOf(crew)).toEqual([
    ['BACKFILL_CANCELLED', 'first'],
    ['MATCHMAKING_DATA_UPDATED', 'second'],
  ]);
});

test('a script is told of a backfill that is stopped, and of one that nobody came for in time', async () => {
  const crew = await crewRig();
  const { rig } = crew;
  await backfill(crew, 'stopped');
  await rig.call('StopMatchmaking', { TicketId: 'stopped' });
  await backfill(crew, 'late');
  rig.clock.nowMs += 60_000;
  rig.matchmaking.tick();
  await untilStatus(rig, 'late', 'TIMED_OUT');
  await eventually(() =>
    expect(toldOf(crew)).toEqual([
      ['BACKFILL_CANCELLED', 'stopped'],
      ['BACKFILL_TIMED_OUT', 'late'],
    ]),
  );
});

test('a backfill ends with its game session', async () => {
  const crew = await crewRig();
  const { rig, arn } = crew;
  await backfill(crew, 'fill');
  await rig.store.endGameSession('a', arn, { atMs: START_MS });
  await rig.matchmaking.tick();
  await untilStatus(rig, 'fill', 'CANCELLED');
});

test('who was found for a game session that is full looks for another match; the backfill is FAILED', async () => {
  const crew = await crewRig();
  const { rig, arn } = crew;
  const players = ['x', 'y'].map(playerId => ({ playerSessionId: `psess-${playerId}`, playerId }));
  await rig.store.claimPlayerSessions('a', arn, players, { nowMs: START_MS, expiresMs: START_MS + 60_000 });
  await backfill(crew, 'fill');
  await enter(rig, 'eva');
  await untilStatus(rig, 'fill', 'FAILED');
  expect(await untilStatus(rig, 'eva', 'SEARCHING')).toMatchObject({ StartTime: new Date(START_MS) });
  await eventually(() => expect(toldOf(crew)).toEqual([['BACKFILL_FAILED', 'fill']]));
  const [failed] = await untilHappened(rig, 'MatchmakingFailed');
  expect(failed?.tickets.map(({ ticketId }) => ticketId)).toEqual(['fill']);
});

test('of a backfill only those who come are asked to accept; it looks again when they do not', async () => {
  const crew = await crewRig();
  const { rig } = crew;
  await rig.call('UpdateMatchmakingConfiguration', { Name: 'duel', ...withAcceptance });
  await backfill(crew, 'fill');
  await enter(rig, 'eva');
  await untilStatus(rig, 'eva', 'REQUIRES_ACCEPTANCE');
  const ofFill = { TicketId: 'fill', PlayerIds: ['player-ann'], AcceptanceType: 'ACCEPT' as const };
  await expect(rig.call('AcceptMatch', ofFill)).rejects.toMatchObject(failure('InvalidRequestException'));
  await accept(rig, 'eva', 'REJECT');
  await untilStatus(rig, 'fill', 'SEARCHING');
  await enter(rig, 'joe');
  await untilStatus(rig, 'joe', 'REQUIRES_ACCEPTANCE');
  await accept(rig, 'joe');
  await untilStatus(rig, 'joe', 'COMPLETED');
  expect((await dataOf(crew)).players).toEqual(['player-ann', 'player-ben', 'player-joe']);
});

test('a STANDALONE backfill needs no game session, and ends with its match', async () => {
  const rig = await duelRig();
  await rig.call('StartMatchBackfill', {
    TicketId: 'fill',
    ConfigurationName: 'duel',
    Players: [{ PlayerId: 'player-ann', Team: 'red' }],
  });
  await enter(rig, 'ben');
  expect(await untilStatus(rig, 'ben', 'COMPLETED')).toMatchObject({ Players: [{ Team: 'blue' }] });
  await untilStatus(rig, 'fill', 'COMPLETED');
});

test.each<[string, string, Partial<Input<'StartMatchBackfill'>>]>([
  ['without players', 'InvalidRequestException', { Players: [] }],
  ['with too many players', 'InvalidRequestException', { Players: Array(200).fill({ PlayerId: 'p' }) }],
  ['of players without a team', 'InvalidRequestException', { Players: [{ PlayerId: 'p' }] }],
  ['of an unknown team', 'InvalidRequestException', { Players: [{ PlayerId: 'p', Team: 'none' }] }],
  ['of no game session', 'InvalidRequestException', { GameSessionArn: undefined }],
  ['of what is no game session', 'InvalidRequestException', { GameSessionArn: 'fleet-1' }],
  [
    'of a game session that is not there',
    'NotFoundException',
    { GameSessionArn: 'arn:aws:gamelift:local::gamesession/fleet-1/none' },
  ],
  ['of an unknown configuration', 'NotFoundException', { ConfigurationName: 'none' }],
])('a backfill %s fails with %s', async (_what, type, parts) => {
  const crew = await crewRig();
  const fill = crew.rig.call('StartMatchBackfill', {
    ConfigurationName: 'duel',
    GameSessionArn: crew.arn,
    Players: [{ PlayerId: 'p', Team: 'crew' }],
    ...parts,
  });
  await expect(fill).rejects.toMatchObject(failure(type));
});

test('a game session of no match, one that is over, and one of another tenant are not backfilled', async () => {
  const crew = await crewRig();
  const { rig, arn } = crew;
  const invalid = failure('InvalidRequestException');
  await rig.store.updateGameSession('a', arn, session => ({ ...session, matchmakerData: undefined }));
  await expect(backfill(crew, 'fill')).rejects.toMatchObject(invalid);
  await rig.store.endGameSession('a', arn, { atMs: START_MS });
  await expect(backfill(crew, 'fill')).rejects.toMatchObject(invalid);
});
