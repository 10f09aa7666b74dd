import { expect, test } from 'vitest';
import { failure, START_MS } from '../../test/rig.ts';
import { type CrewRig, crewRig, dataOf, toldOf } from '../test/backfill-rig.ts';
import { enter, eventually, ticket, untilStatus } from '../test/duel-rig.ts';

const AUTOMATIC = { BackfillMode: 'AUTOMATIC' as const };

/** A second later. */
async function look({ rig }: CrewRig): Promise<void> {
  rig.clock.nowMs += 1_000;
  await rig.matchmaking.tick();
}

async function nextTicketId(crew: CrewRig): Promise<string> {
  const { autoBackfillMode, autoBackfillTicketId } = await dataOf(crew);
  expect(autoBackfillMode).toBe('AUTOMATIC');
  expect(autoBackfillTicketId).toMatch(/^auto-backfill-/);
  return autoBackfillTicketId ?? '';
}

test('open slots are filled until there are none, each time by the ticket that the matchmaker data names', async () => {
  const crew = await crewRig(AUTOMATIC);
  const { rig } = crew;
  const first = await nextTicketId(crew);
  await look(crew);
  expect(await ticket(rig, first)).toMatchObject({ Status: 'SEARCHING' });
  await enter(rig, 'eva');
  await untilStatus(rig, 'eva', 'COMPLETED');
  await untilStatus(rig, first, 'COMPLETED');
  const second = await nextTicketId(crew);
  expect(second).not.toBe(first);
  await look(crew);
  await enter(rig, 'joe');
  await untilStatus(rig, 'joe', 'COMPLETED');
  expect((await dataOf(crew)).players).toEqual(['ann', 'ben', 'eva', 'joe'].map(name => `player-${name}`));
  expect(rig.sessions.begun).toHaveLength(1);
  const third = await nextTicketId(crew);
  await look(crew);
  expect(await ticket(rig, third)).toBeUndefined();
  expect(toldOf(crew)).toEqual([
    ['MATCHMAKING_DATA_UPDATED', first],
    ['MATCHMAKING_DATA_UPDATED', second],
  ]);
});

test('who leaves is no longer among those who are filled up, and the ticket does not time out', async () => {
  const crew = await crewRig(AUTOMATIC);
  const { rig, playerSessionIds } = crew;
  const id = await nextTicketId(crew);
  await look(crew);
  await rig.store.completePlayerSession(playerSessionIds[1]!, START_MS);
  rig.clock.nowMs += 50_000;
  await look(crew);
  expect(await ticket(rig, id)).toMatchObject({ Players: [{ PlayerId: 'player-ann', Team: 'crew' }] });
  rig.clock.nowMs += 8_000;
  await look(crew);
  expect(await ticket(rig, id)).toMatchObject({ Status: 'SEARCHING' });
  await enter(rig, 'eva');
  await untilStatus(rig, 'eva', 'COMPLETED');
  expect((await dataOf(crew)).players).toEqual(['player-ann', 'player-eva']);
});

test('stopping the ticket ends automatic backfill, whether it looks for players or not yet', async () => {
  const crew = await crewRig(AUTOMATIC);
  const { rig } = crew;
  const id = await nextTicketId(crew);
  const other = rig.call('StopMatchmaking', { TicketId: id }, 'b');
  await expect(other).rejects.toMatchObject(failure('NotFoundException'));
  expect(await rig.call('StopMatchmaking', { TicketId: id })).toEqual({});
  await look(crew);
  expect(await ticket(rig, id)).toBeUndefined();

  const searching = await crewRig(AUTOMATIC);
  const searchingId = await nextTicketId(searching);
  await look(searching);
  await searching.rig.call('StopMatchmaking', { TicketId: searchingId });
  await untilStatus(searching.rig, searchingId, 'CANCELLED');
  await look(searching);
  await eventually(() => expect(toldOf(searching)).toEqual([['BACKFILL_CANCELLED', searchingId]]));
  const left = await searching.rig.store.listAll('matchmakingTicket');
  expect(left.filter(({ endedMs }) => endedMs === undefined)).toEqual([]);
});

test('a game session that is over, empty, or has players of no match is not filled up', async () => {
  const crew = await crewRig(AUTOMATIC);
  const { rig, arn, playerSessionIds } = crew;
  const id = await nextTicketId(crew);
  const times = { nowMs: START_MS, expiresMs: START_MS + 600_000 };
  await rig.store.claimPlayerSessions('a', arn, [{ playerSessionId: 'psess-x', playerId: 'x' }], times);
  await look(crew);
  expect(await ticket(rig, id)).toBeUndefined();
  for (const one of [...playerSessionIds, 'psess-x']) await rig.store.completePlayerSession(one, START_MS);
  await look(crew);
  expect(await ticket(rig, id)).toBeUndefined();
  await rig.store.endGameSession('a', arn, { atMs: START_MS });
  await look(crew);
  expect(await ticket(rig, id)).toBeUndefined();
});
