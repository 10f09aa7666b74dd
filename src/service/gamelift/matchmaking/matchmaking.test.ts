import { expect, test, vi } from 'vitest';
import type { Limits } from '../../../limits/limits.ts';
import type { Input } from '../operation.ts';
import { failure, type Rig, type RigOptions, START_MS, slots, startRig } from '../test/rig.ts';
import type { MatchmakingHappening } from './matchmaking-listener.ts';

const DUEL = JSON.stringify({
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'level', type: 'number', default: 5 }],
  teams: [
    { name: 'red', minPlayers: 1, maxPlayers: 1 },
    { name: 'blue', minPlayers: 1, maxPlayers: 1 },
  ],
  rules: [
    {
      name: 'Near',
      type: 'distance',
      measurements: ['teams[*].players.attributes[level]'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[level]))',
      maxDistance: 1,
    },
  ],
});

interface DuelOptions {
  limits?: Partial<Limits>;
  options?: RigOptions;
  parts?: Partial<Input<'CreateMatchmakingConfiguration'>>;
}

/** With a configuration `duel`, STANDALONE unless `parts` say otherwise. */
async function duelRig({ limits, options, parts }: DuelOptions = {}): Promise<Rig> {
  const rig = await startRig({ matchPassIntervalMs: 1, ...limits }, options);
  await rig.call('CreateMatchmakingRuleSet', { Name: 'duel-rules', RuleSetBody: DUEL });
  await rig.call('CreateMatchmakingConfiguration', {
    Name: 'duel',
    RuleSetName: 'duel-rules',
    RequestTimeoutSeconds: 60,
    AcceptanceRequired: false,
    FlexMatchMode: 'STANDALONE',
    ...parts,
  });
  return rig;
}

/** With a queue `arena` to one fleet. */
async function queueRig({ limits, parts, size = 4 }: DuelOptions & { size?: number } = {}): Promise<Rig> {
  const rig = await startRig({ matchPassIntervalMs: 1, ...limits });
  const DestinationArn = await rig.addFleet('fleet-1', { runtimeConfiguration: slots(size) });
  const { GameSessionQueue } = await rig.call('CreateGameSessionQueue', {
    Name: 'arena',
    Destinations: [{ DestinationArn }],
  });
  await rig.call('CreateMatchmakingRuleSet', { Name: 'duel-rules', RuleSetBody: DUEL });
  await rig.call('CreateMatchmakingConfiguration', {
    Name: 'duel',
    RuleSetName: 'duel-rules',
    RequestTimeoutSeconds: 60,
    AcceptanceRequired: false,
    GameSessionQueueArns: [GameSessionQueue?.GameSessionQueueArn ?? ''],
    ...parts,
  });
  return rig;
}

const withAcceptance = { AcceptanceRequired: true, AcceptanceTimeoutSeconds: 20 };

function enter(rig: Rig, TicketId: string, level = 5, tenant = 'a') {
  return rig.call(
    'StartMatchmaking',
    {
      TicketId,
      ConfigurationName: 'duel',
      Players: [{ PlayerId: `player-${TicketId}`, PlayerAttributes: { level: { N: level } } }],
    },
    tenant,
  );
}

function accept(rig: Rig, TicketId: string, AcceptanceType: 'ACCEPT' | 'REJECT' = 'ACCEPT') {
  return rig.call('AcceptMatch', { TicketId, PlayerIds: [`player-${TicketId}`], AcceptanceType });
}

async function ticket(rig: Rig, TicketId: string) {
  const { TicketList } = await rig.call('DescribeMatchmaking', { TicketIds: [TicketId] });
  return TicketList?.[0];
}

function untilStatus(rig: Rig, TicketId: string, Status: string) {
  return vi.waitFor(async () => {
    const found = await ticket(rig, TicketId);
    expect(found?.Status).toBe(Status);
    return found!;
  }, 5_000);
}

type HappeningOf<T, H = MatchmakingHappening> = H extends { type: infer U }
  ? T extends U
    ? H
    : never
  : never;

/** The happenings of one type, once there are so many. */
function untilHappened<T extends MatchmakingHappening['type']>(rig: Rig, type: T, count = 1) {
  return vi.waitFor(() => {
    const those = rig.happenings.filter(one => one.type === type);
    expect(those.length).toBeGreaterThanOrEqual(count);
    return those as HappeningOf<T>[];
  }, 5_000);
}

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
  await vi.waitFor(() => expect(rig.sessions.begun).toHaveLength(1));
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
  expect(rig.errors.splice(0)).toMatchObject([failure('NotFoundException')]);
});

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
  await vi.waitFor(async () => expect(await ticket(rig, 'ann')).toBeUndefined());
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
  await vi.waitFor(async () =>
    expect((await rig.matchmaking.explain('a', 'ben')).comingExpansions).toMatchObject([{ value: 100 }]),
  );
  expect(await ticket(rig, 'ben')).toMatchObject({ Status: 'SEARCHING' });
  rig.clock.nowMs += 5_000;
  await vi.waitFor(async () => {
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
