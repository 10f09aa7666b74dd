import { expect, test } from 'vitest';
import type { Input } from '../operation.ts';
import { failure, START_MS, startRig } from '../test/rig.ts';
import {
  DUEL,
  duelRig,
  enter,
  eventually,
  ticket,
  untilHappened,
  untilStatus,
  withAcceptance,
} from './test/duel-rig.ts';

test('a ticket is QUEUED, then SEARCHING, and STANDALONE tickets that match are COMPLETED with their teams', async () => {
  const rig = await duelRig();
  const { MatchmakingTicket: queued } = await enter(rig, 'ann');
  expect(queued).toEqual({
    TicketId: 'ann',
    ConfigurationName: 'duel',
    ConfigurationArn: 'arn:aws:gamelift:local:123456789012:matchmakingconfiguration/duel',
    Status: 'QUEUED',
    StartTime: new Date(START_MS),
    Players: [{ PlayerId: 'player-ann', PlayerAttributes: { level: { N: 5 } } }],
  });
  expect(await ticket(rig, 'ann')).toMatchObject({ Status: 'SEARCHING' });
  rig.clock.nowMs += 8_000;
  await enter(rig, 'ben');
  const ann = await untilStatus(rig, 'ann', 'COMPLETED');
  expect(ann).toMatchObject({ EndTime: new Date(START_MS + 8_000) });
  expect(ann.GameSessionConnectionInfo).toBeUndefined();
  const ben = await untilStatus(rig, 'ben', 'COMPLETED');
  expect(new Set([ann, ben].flatMap(({ Players }) => Players?.map(({ Team }) => Team)))).toEqual(
    new Set(['red', 'blue']),
  );

  const [succeeded] = await untilHappened(rig, 'MatchmakingSucceeded');
  expect(succeeded?.gameSession).toBeUndefined();
  expect(rig.happenings.map(({ type }) => type)).toEqual([
    'MatchmakingSearching',
    'MatchmakingSearching',
    'PotentialMatchCreated',
    'MatchmakingSucceeded',
  ]);
  expect(rig.happenings[2]).toMatchObject({
    acceptanceRequired: false,
    matchId: succeeded?.matchId,
    ruleEvaluationMetrics: [{ ruleName: 'Near' }],
  });

  // The mean of those two
  await enter(rig, 'eva');
  expect(await ticket(rig, 'eva')).toMatchObject({ EstimatedWaitTime: 4 });
  expect(rig.happenings.at(-1)).toMatchObject({ type: 'MatchmakingSearching', estimatedWaitSeconds: 4 });
});

test('players whom the rules keep apart wait', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann', 5);
  await enter(rig, 'ben', 50);
  await enter(rig, 'eva', 51);
  await untilStatus(rig, 'eva', 'COMPLETED');
  await untilStatus(rig, 'ben', 'COMPLETED');
  expect(await ticket(rig, 'ann')).toMatchObject({ Status: 'SEARCHING' });
  const explanation = await rig.matchmaking.explain('a', 'ann');
  expect(explanation).toMatchObject({ ticketId: 'ann', candidates: 0, minPlayers: 2, maxPlayers: 2 });
  await expect(rig.matchmaking.explain('b', 'ann')).rejects.toMatchObject(failure('NotFoundException'));
  await expect(rig.matchmaking.explain('a', 'ben')).rejects.toMatchObject(failure('InvalidRequestException'));
});

test('a ticket that is stopped is CANCELLED, also while its match is proposed', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  await enter(rig, 'eva', 90);
  expect(await rig.call('StopMatchmaking', { TicketId: 'eva' })).toEqual({});
  expect(await ticket(rig, 'eva')).toMatchObject({
    Status: 'CANCELLED',
    StatusReason: 'Cancelled',
    StatusMessage: 'Cancelled by request.',
  });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await untilStatus(rig, 'ann', 'REQUIRES_ACCEPTANCE');
  await rig.call('StopMatchmaking', { TicketId: 'ann' });
  await untilStatus(rig, 'ann', 'CANCELLED');
  await untilStatus(rig, 'ben', 'SEARCHING');
  await expect(rig.call('StopMatchmaking', { TicketId: 'none' })).rejects.toMatchObject({
    ...failure('NotFoundException'),
    message: 'Matchmaking ticket was not found.',
  });
});

test('a ticket is TIMED_OUT when its request has lasted too long, whatever acceptance it was in', async () => {
  const rig = await duelRig({ parts: { ...withAcceptance, RequestTimeoutSeconds: 10 } });
  await enter(rig, 'eva', 90);
  await enter(rig, 'ann');
  rig.clock.nowMs += 5_000;
  await enter(rig, 'ben');
  await untilStatus(rig, 'ann', 'REQUIRES_ACCEPTANCE');
  rig.clock.nowMs += 5_000;
  rig.matchmaking.tick();
  const timedOut = {
    StatusReason: 'TimedOut',
    StatusMessage: 'Removed from matchmaking due to timing out.',
    EndTime: new Date(START_MS + 10_000),
  };
  expect(await untilStatus(rig, 'eva', 'TIMED_OUT')).toMatchObject(timedOut);
  expect(await untilStatus(rig, 'ann', 'TIMED_OUT')).toMatchObject(timedOut);
  await untilStatus(rig, 'ben', 'SEARCHING');
  const those = await untilHappened(rig, 'MatchmakingTimedOut', 2);
  expect(those.find(({ tickets }) => tickets[0]?.ticketId === 'eva')).toMatchObject({
    reason: 'TimedOut',
    ruleEvaluationMetrics: [{ ruleName: 'Near', passedCount: expect.any(Number) }],
  });
});

test('a newer ticket of the same player takes the place of the older one', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann');
  await rig.call('StartMatchmaking', {
    TicketId: 'newer',
    ConfigurationName: 'duel',
    Players: [{ PlayerId: 'player-ann' }],
  });
  await untilStatus(rig, 'ann', 'CANCELLED');
  await enter(rig, 'ben');
  await untilStatus(rig, 'newer', 'COMPLETED');
});

test.each<[string, Partial<Input<'StartMatchmaking'>>]>([
  ['no players', { Players: [] }],
  ['more players than a ticket may have', { Players: Array(11).fill({ PlayerId: 'p' }) }],
  ['more players than any team holds', { Players: [{ PlayerId: 'p' }, { PlayerId: 'q' }] }],
  ['a player named twice', { Players: [{ PlayerId: 'p' }, { PlayerId: 'p' }] }],
  ['a player without an id', { Players: [{}] }],
  ['an attribute of another type', { Players: [{ PlayerId: 'p', PlayerAttributes: { level: { S: '5' } } }] }],
  ['an attribute of no type', { Players: [{ PlayerId: 'p', PlayerAttributes: { level: {} } }] }],
  [
    'an attribute of two types',
    { Players: [{ PlayerId: 'p', PlayerAttributes: { level: { N: 5, S: '5' } as never } }] },
  ],
  [
    'too many attributes',
    {
      Players: [
        {
          PlayerId: 'p',
          PlayerAttributes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, { N: 1 }])),
        },
      ],
    },
  ],
  ['a TicketId that was used', { TicketId: 'ann' }],
])('a ticket with %s fails with InvalidRequestException', async (_what, parts) => {
  const rig = await duelRig();
  await enter(rig, 'ann', 90);
  const input = { ConfigurationName: 'duel', Players: [{ PlayerId: 'p' }], ...parts };
  await expect(rig.call('StartMatchmaking', input)).rejects.toMatchObject(failure('InvalidRequestException'));
  const none = rig.call('StartMatchmaking', {
    ...input,
    ConfigurationName: 'none',
    Players: [{ PlayerId: 'p' }],
  });
  await expect(none).rejects.toMatchObject(failure('NotFoundException'));
});

test('a tenant has as many active tickets as there may be', async () => {
  const rig = await duelRig({ limits: { activeTicketsPerTenant: 1 } });
  await enter(rig, 'ann', 90);
  await expect(enter(rig, 'ben', 5)).rejects.toMatchObject(failure('InvalidRequestException'));
  await rig.call('StopMatchmaking', { TicketId: 'ann' });
  await enter(rig, 'ben', 5);
});

test('tickets of a tenant, and of all together, take up as much as they may', async () => {
  const players = (id: string) => JSON.stringify([{ PlayerId: id, PlayerAttributes: { level: { N: 5 } } }]);
  const limits = {
    activeTicketCharactersPerTenant: players('player-ann').length,
    activeTicketCharacters: 2 * players('player-ann').length - 1,
  };
  const rig = await duelRig({ limits });
  await rig.call('CreateMatchmakingRuleSet', { Name: 'duel-rules', RuleSetBody: DUEL }, 'b');
  const configuration = { Name: 'duel', RuleSetName: 'duel-rules', FlexMatchMode: 'STANDALONE' } as const;
  const rest = { RequestTimeoutSeconds: 60, AcceptanceRequired: false };
  await rig.call('CreateMatchmakingConfiguration', { ...configuration, ...rest }, 'b');
  await enter(rig, 'ann');
  await expect(enter(rig, 'ben')).rejects.toMatchObject(failure('InvalidRequestException'));
  await expect(enter(rig, 'eva', 5, 'b')).rejects.toMatchObject(failure('InvalidRequestException'));
  await rig.call('StopMatchmaking', { TicketId: 'ann' });
  await enter(rig, 'eva', 5, 'b');
});

test('tickets of another tenant are not there', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann');
  expect(await rig.call('DescribeMatchmaking', { TicketIds: ['ann'] }, 'b')).toEqual({ TicketList: [] });
  const notFound = failure('NotFoundException');
  await expect(rig.call('StopMatchmaking', { TicketId: 'ann' }, 'b')).rejects.toMatchObject(notFound);
  await expect(enter(rig, 'ann', 5, 'b')).rejects.toMatchObject(notFound);
});

test('ended tickets are forgotten when they are old, and when there are too many', async () => {
  const rig = await duelRig({ limits: { endedTicketsPerTenant: 1 } });
  for (const id of ['ann', 'ben']) {
    await enter(rig, id, 90);
    await rig.call('StopMatchmaking', { TicketId: id });
  }
  await rig.matchmaking.tick();
  await eventually(async () => expect(await ticket(rig, 'ann')).toBeUndefined());
  expect(await ticket(rig, 'ben')).toMatchObject({ Status: 'CANCELLED' });
  rig.clock.nowMs += 86_400_001;
  await rig.matchmaking.tick();
  expect(await ticket(rig, 'ben')).toBeUndefined();
});

test('waiting makes a match possible as the expansions of the rule set say', async () => {
  const rig = await startRig({ matchPassIntervalMs: 1 });
  const rules = JSON.parse(DUEL);
  rules.expansions = [{ target: 'rules[Near].maxDistance', steps: [{ waitTimeSeconds: 5, value: 100 }] }];
  await rig.call('CreateMatchmakingRuleSet', { Name: 'duel-rules', RuleSetBody: JSON.stringify(rules) });
  await rig.call('CreateMatchmakingConfiguration', {
    Name: 'duel',
    RuleSetName: 'duel-rules',
    RequestTimeoutSeconds: 60,
    AcceptanceRequired: false,
    FlexMatchMode: 'STANDALONE',
  });
  await enter(rig, 'ann', 5);
  await enter(rig, 'ben', 50);
  // A pass was made, and nothing found
  await eventually(async () =>
    expect((await rig.matchmaking.explain('a', 'ben')).comingExpansions).toMatchObject([{ value: 100 }]),
  );
  expect(await ticket(rig, 'ben')).toMatchObject({ Status: 'SEARCHING' });
  rig.clock.nowMs += 5_000;
  await eventually(async () => {
    rig.matchmaking.tick();
    expect(await ticket(rig, 'ben')).toMatchObject({ Status: 'COMPLETED' });
  });
});

test('a configuration that is changed concerns those who wait', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann', 5);
  await enter(rig, 'ben', 50);
  const rules = JSON.parse(DUEL);
  await rig.call('CreateMatchmakingRuleSet', {
    Name: 'free-rules',
    RuleSetBody: JSON.stringify({ ...rules, rules: [] }),
  });
  await rig.call('UpdateMatchmakingConfiguration', { Name: 'duel', RuleSetName: 'free-rules' });
  await untilStatus(rig, 'ann', 'COMPLETED');
  await untilStatus(rig, 'ben', 'COMPLETED');
});

test('a ticket that a new rule set does not take is CANCELLED, and says why', async () => {
  const rig = await duelRig();
  await enter(rig, 'ann', 5);
  const rules = JSON.parse(DUEL);
  rules.playerAttributes.push({ name: 'map', type: 'string' });
  await rig.call('CreateMatchmakingRuleSet', { Name: 'maps', RuleSetBody: JSON.stringify(rules) });
  await rig.call('UpdateMatchmakingConfiguration', { Name: 'duel', RuleSetName: 'maps' });
  const { StatusMessage } = await untilStatus(rig, 'ann', 'CANCELLED');
  expect(StatusMessage).toContain('attribute "map" is missing');
});
