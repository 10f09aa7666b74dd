import { expect, test } from 'vitest';
import { failure, START_MS } from '../test/rig.ts';
import {
  accept,
  duelRig,
  enter,
  ticket,
  untilHappened,
  untilStatus,
  withAcceptance,
} from './test/duel-rig.ts';

test('a match that all accept is made', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  const ann = await untilStatus(rig, 'ann', 'REQUIRES_ACCEPTANCE');
  expect(ann.Players?.[0]?.Team).toMatch(/^(red|blue)$/);
  expect(await accept(rig, 'ann')).toEqual({});
  await accept(rig, 'ann');
  expect(await ticket(rig, 'ann')).toMatchObject({ Status: 'REQUIRES_ACCEPTANCE' });
  await accept(rig, 'ben');
  await untilStatus(rig, 'ann', 'COMPLETED');
  await untilStatus(rig, 'ben', 'COMPLETED');
  const types = rig.happenings.map(({ type }) => type).slice(2);
  expect(types).toEqual([
    'PotentialMatchCreated',
    'AcceptMatch',
    'AcceptMatch',
    'AcceptMatch',
    'AcceptMatchCompleted',
    'MatchmakingSucceeded',
  ]);
  const [proposed] = await untilHappened(rig, 'PotentialMatchCreated');
  expect(proposed).toMatchObject({ acceptanceRequired: true, acceptanceTimeoutSeconds: 20 });
  const [first] = await untilHappened(rig, 'AcceptMatch');
  const answers = first?.tickets.flatMap(({ players }) =>
    players.map(({ playerId, accepted }) => [playerId, accepted]),
  );
  expect(answers).toEqual([
    ['player-ann', true],
    ['player-ben', undefined],
  ]);
  expect(await untilHappened(rig, 'AcceptMatchCompleted')).toMatchObject([{ acceptance: 'Accepted' }]);
});

test('who rejects a match is CANCELLED; the others look for another one, as old as they were', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  await enter(rig, 'ann');
  rig.clock.nowMs += 1_000;
  await enter(rig, 'ben');
  await untilStatus(rig, 'ben', 'REQUIRES_ACCEPTANCE');
  await accept(rig, 'ben', 'REJECT');
  expect(await untilStatus(rig, 'ben', 'CANCELLED')).toMatchObject({
    StatusReason: 'Cancelled',
    EndTime: new Date(START_MS + 1_000),
  });
  const ann = await untilStatus(rig, 'ann', 'SEARCHING');
  expect(ann).toMatchObject({ StartTime: new Date(START_MS) });
  expect(ann.Players?.[0]?.Team).toBeUndefined();
  expect(await untilHappened(rig, 'AcceptMatchCompleted')).toMatchObject([{ acceptance: 'Rejected' }]);
  expect(await untilHappened(rig, 'MatchmakingCancelled')).toMatchObject([
    { tickets: [{ ticketId: 'ben' }] },
  ]);
  await untilHappened(rig, 'MatchmakingSearching', 3);

  await enter(rig, 'eva');
  await untilStatus(rig, 'ann', 'REQUIRES_ACCEPTANCE');
});

test('who says nothing in time is CANCELLED; who accepted looks for another match', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await untilStatus(rig, 'ben', 'REQUIRES_ACCEPTANCE');
  await accept(rig, 'ann');
  rig.clock.nowMs += 19_999;
  rig.matchmaking.tick();
  expect(await ticket(rig, 'ben')).toMatchObject({ Status: 'REQUIRES_ACCEPTANCE' });
  rig.clock.nowMs += 1;
  rig.matchmaking.tick();
  await untilStatus(rig, 'ben', 'CANCELLED');
  await untilStatus(rig, 'ann', 'SEARCHING');
  expect(await untilHappened(rig, 'AcceptMatchCompleted')).toMatchObject([{ acceptance: 'TimedOut' }]);
});

test('only players of the ticket can accept, and only a match that is proposed', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  const invalid = failure('InvalidRequestException');
  await enter(rig, 'ann');
  await expect(accept(rig, 'ann')).rejects.toMatchObject(invalid);
  await enter(rig, 'ben');
  await untilStatus(rig, 'ben', 'REQUIRES_ACCEPTANCE');
  const stranger = { TicketId: 'ann', PlayerIds: ['player-ben'], AcceptanceType: 'ACCEPT' as const };
  await expect(rig.call('AcceptMatch', stranger)).rejects.toMatchObject(invalid);
  await expect(accept(rig, 'none')).rejects.toMatchObject(failure('NotFoundException'));
  await expect(rig.call('AcceptMatch', { ...stranger, PlayerIds: [] })).rejects.toMatchObject(invalid);
});
