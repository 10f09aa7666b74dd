import { expect, test } from 'vitest';
import { START_MS, startRig } from '../test/rig.ts';
import { backfill, crewRig } from './test/backfill-rig.ts';
import {
  accept,
  type DuelRig,
  duelRig,
  enter,
  eventually,
  queueRig,
  ticket,
  untilHappened,
  untilStatus,
  withAcceptance,
} from './test/duel-rig.ts';

/** The service after it was ended, and begun again. */
async function restarted(rig: DuelRig): Promise<DuelRig> {
  await rig.matchmaking.close();
  await rig.placements.close();
  const again = await startRig({ matchPassIntervalMs: 1 }, { store: rig.store });
  again.clock.nowMs = rig.clock.nowMs;
  return again;
}

test('tickets that waited wait again after a restart, as old as they were, and still time out', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann', 5);
  await enter(rig, 'eva', 90);
  rig.clock.nowMs += 30_000;
  const again = await restarted(rig);
  await again.matchmaking.resume();
  expect(await ticket(again, 'ann')).toMatchObject({ Status: 'SEARCHING', StartTime: new Date(START_MS) });
  await enter(again, 'ben', 5);
  await untilStatus(again, 'ann', 'COMPLETED');
  again.clock.nowMs += 30_000;
  await untilStatus(again, 'eva', 'TIMED_OUT');
});

test('a newer ticket of a player takes the place of one from before the restart', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann');
  const again = await restarted(rig);
  await again.matchmaking.resume();
  const Players = [{ PlayerId: 'player-ann' }];
  await again.call('StartMatchmaking', { TicketId: 'newer', ConfigurationName: 'duel', Players });
  await untilStatus(again, 'ann', 'CANCELLED');
});

test('a backfill ends with its game session, which does not outlive the server', async () => {
  const crew = await crewRig();
  await backfill(crew, 'fill');
  await crew.rig.store.endGameSession('a', crew.arn, { atMs: START_MS });
  const again = await restarted(crew.rig);
  await again.matchmaking.resume();
  expect(await untilStatus(again, 'fill', 'CANCELLED')).toMatchObject({
    StatusMessage: 'The game session is over.',
  });
  expect(await untilHappened(again, 'MatchmakingCancelled')).toHaveLength(1);
});

test('a match that was proposed is forgotten in a restart; its tickets look for another', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await untilStatus(rig, 'ben', 'REQUIRES_ACCEPTANCE');
  await accept(rig, 'ann');
  const again = await restarted(rig);
  await again.matchmaking.resume();
  await untilHappened(again, 'PotentialMatchCreated');
  expect(await ticket(again, 'ann')).toMatchObject({ Status: 'REQUIRES_ACCEPTANCE' });
  await accept(again, 'ben');
  expect(await ticket(again, 'ann')).toMatchObject({ Status: 'REQUIRES_ACCEPTANCE' });
  await accept(again, 'ann');
  await untilStatus(again, 'ben', 'COMPLETED');
});

test('a match that was being placed gets its game session after the restart', async () => {
  const rig = await queueRig();
  rig.sessions.onBegin = 'hold';
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await eventually(() => expect(rig.sessions.begun).toHaveLength(1));
  const again = await restarted(rig);
  await again.store.endGameSession('a', rig.sessions.begun[0]!.gameSessionId, { atMs: START_MS });
  await again.matchmaking.resume();
  expect(await ticket(again, 'ann')).toMatchObject({ Status: 'PLACING' });
  await again.placements.resume();
  const ann = await untilStatus(again, 'ann', 'COMPLETED');
  expect(ann.GameSessionConnectionInfo).toMatchObject({
    GameSessionArn: again.sessions.begun[0]?.gameSessionId,
    MatchedPlayerSessions: [{ PlayerId: 'player-ann' }],
  });
  expect(ann.Players?.[0]?.Team).toMatch(/^(red|blue)$/);
});

test('a match whose placement ended before its tickets heard of it is what the placement has become', async () => {
  const rig = await queueRig();
  for (const id of ['ann', 'ben', 'eva', 'joe', 'kim', 'lou']) await enter(rig, id);
  await untilStatus(rig, 'lou', 'COMPLETED');
  const matchIdOf = async (id: string) => (await rig.store.get('matchmakingTicket', 'a', id))?.matchId ?? '';
  const [placed, failed, unheard] = await Promise.all(['ann', 'eva', 'kim'].map(matchIdOf));
  const again = await restarted(rig);
  // As if the process had ended before it wrote what came of them
  for (const id of ['ann', 'ben', 'eva', 'joe', 'kim', 'lou']) {
    await again.store.update('matchmakingTicket', 'a', id, ({ connection: _c, endedMs: _e, ...record }) => ({
      ...record,
      status: 'PLACING',
    }));
  }
  await again.store.update('placement', 'a', failed!, record => ({ ...record, status: 'FAILED' }));
  await again.store.remove('placement', 'a', unheard!);
  await again.matchmaking.resume();
  expect(await untilStatus(again, 'ann', 'COMPLETED')).toMatchObject({
    GameSessionConnectionInfo: { GameSessionArn: expect.stringContaining(placed!) },
  });
  await untilStatus(again, 'eva', 'FAILED');
  // Nobody began it, so they look for a match again, and find each other
  await untilStatus(again, 'kim', 'COMPLETED');
});

test('tickets of a configuration that is gone are CANCELLED at the start', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann', 5);
  const again = await restarted(rig);
  await again.store.remove('matchmakingConfiguration', 'a', 'duel');
  await again.matchmaking.resume();
  expect(await untilStatus(again, 'ann', 'CANCELLED')).toMatchObject({
    StatusMessage: 'The matchmaking configuration is gone.',
  });
});
