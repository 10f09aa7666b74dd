import {
  CreateAliasCommand,
  CreateGameSessionCommand,
  CreatePlayerSessionCommand,
  CreatePlayerSessionsCommand,
  DescribeFleetEventsCommand,
  DescribeGameSessionsCommand,
  DescribePlayerSessionsCommand,
  GetGameSessionLogUrlCommand,
  SearchGameSessionsCommand,
  TerminateGameSessionCommand,
  UpdateFleetCapacityCommand,
  UpdateGameSessionCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestClient } from '../host/test/test-client.ts';
import { disagreementsWith } from '../service/gamelift/operation-states.ts';
import { answering, TestServe } from './test/serve.ts';

const NOWHERE = 'arn:aws:gamelift:local::gamesession/fleet-nowhere/gsess-nowhere';

let serve: TestServe;
let fleetId: string;
beforeAll(async () => {
  serve = await TestServe.start();
  fleetId = await serve.deploy(answering('one'), 40);
}, 60_000);
afterAll(() => serve[Symbol.asyncDispose]());

test('each operation that the documentation calls supported has its handler, and no other has one', () => {
  expect(disagreementsWith(serve.server.service.operations)).toEqual([]);
});

/** The type and the message of the error a call is answered with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error('it was answered'),
    error => error as Error,
  );
  return `${error.name}: ${error.message}`;
}

/** One session with this many slots, once it is ACTIVE. */
async function activeSession(slots: number): Promise<string> {
  const { GameSessionId } = await serve.createSession(fleetId, { MaximumPlayerSessionCount: slots });
  await serve.untilSession(GameSessionId, 'ACTIVE');
  return GameSessionId;
}

function create(more: Partial<ConstructorParameters<typeof CreateGameSessionCommand>[0]>) {
  return serve.client.send(new CreateGameSessionCommand({ MaximumPlayerSessionCount: 2, ...more }));
}

function reserve(GameSessionId: string, PlayerId = 'anna') {
  return serve.client.send(new CreatePlayerSessionCommand({ GameSessionId, PlayerId }));
}

describe('CreateGameSession refuses', () => {
  test.for([
    ['neither fleet nor alias', {}, 'InvalidRequestException: give either FleetId or AliasId'],
    ['both', { FleetId: 'fleet-1', AliasId: 'alias-1' }, 'InvalidRequestException: give either'],
    ['a fleet that is not there', { FleetId: 'fleet-nowhere' }, 'NotFoundException'],
    ['an alias that is not there', { AliasId: 'alias-nowhere' }, 'NotFoundException'],
    [
      'no players',
      { MaximumPlayerSessionCount: 0 },
      'InvalidRequestException: MaximumPlayerSessionCount is 0',
    ],
    ['more players than there can be', { MaximumPlayerSessionCount: 201 }, 'InvalidRequestException'],
    [
      'a key that is too long',
      { GameProperties: [{ Key: 'k'.repeat(33), Value: '' }] },
      'InvalidRequestException',
    ],
    [
      'a value that is too long',
      { GameProperties: [{ Key: 'k', Value: 'v'.repeat(97) }] },
      'InvalidRequestException',
    ],
    [
      'a key twice',
      {
        GameProperties: [
          { Key: 'k', Value: '1' },
          { Key: 'k', Value: '2' },
        ],
      },
      'InvalidRequestException: GameProperties has a key twice',
    ],
    ['a location the fleet is not in', { Location: 'custom-moon' }, 'InvalidRequestException'],
    ['both names of the token', { GameSessionId: 'a', IdempotencyToken: 'b' }, 'InvalidRequestException'],
  ] as const)('%s', async ([, input, expected]) => {
    const more =
      'FleetId' in input || 'AliasId' in input || Object.keys(input).length === 0 ? {} : { FleetId: fleetId };
    expect(await refusal(create({ ...more, ...(input as object) }))).toContain(expected);
  });

  test('a terminal alias, with its own message', async () => {
    const { Alias } = await serve.client.send(
      new CreateAliasCommand({
        Name: 'gone',
        RoutingStrategy: { Type: 'TERMINAL', Message: 'try again in May' },
      }),
    );
    const AliasId = Alias!.AliasId!;
    expect(await refusal(create({ AliasId }))).toBe('TerminalRoutingStrategyException: try again in May');
    const search = serve.client.send(new SearchGameSessionsCommand({ AliasId }));
    expect(await refusal(search)).toBe('TerminalRoutingStrategyException: try again in May');
    const list = serve.client.send(new DescribeGameSessionsCommand({ AliasId }));
    expect(await refusal(list)).toBe('TerminalRoutingStrategyException: try again in May');
  });

  test('more than its slots, saying how many are taken; a slot is free again when its session is over', async () => {
    const small = await serve.deploy(answering('small'), 1);
    const first = await serve.createSession(small);
    await serve.untilSession(first.GameSessionId, 'ACTIVE');
    expect(await refusal(create({ FleetId: small }))).toBe(
      `FleetCapacityExceededException: Unable to reserve a process on fleet ${small} in local: ` +
        'of 1 processes, 1 host game sessions (0 of them ACTIVATING) and 0 are idle.',
    );
    await serve.client.send(
      new TerminateGameSessionCommand({
        GameSessionId: first.GameSessionId,
        TerminationMode: 'FORCE_TERMINATE',
      }),
    );
    await serve.untilSession(first.GameSessionId, 'TERMINATED');
    await serve.createSession(small);
  });

  test('a fleet that is switched off', async () => {
    const off = await serve.deploy(answering('off'), 3);
    await serve.client.send(new UpdateFleetCapacityCommand({ FleetId: off, DesiredInstances: 0 }));
    expect(await refusal(create({ FleetId: off }))).toContain(
      'FleetCapacityExceededException: Unable to reserve a process',
    );
  });

  test('more than the creator may begin', async () => {
    const limited = await serve.deploy(answering('limited'), 9, {
      ResourceCreationLimitPolicy: { NewGameSessionsPerCreator: 1, PolicyPeriodInMinutes: 5 },
    });
    expect(await refusal(create({ FleetId: limited }))).toContain('InvalidRequestException');
    await create({ FleetId: limited, CreatorId: 'anna' });
    expect(await refusal(create({ FleetId: limited, CreatorId: 'anna' }))).toContain(
      'LimitExceededException',
    );
    await create({ FleetId: limited, CreatorId: 'ben' });
  });

  test('a fleet that is over', async () => {
    const { DeleteFleetCommand } = await import('@aws-sdk/client-gamelift');
    const gone = await serve.deploy(answering('gone'), 1);
    await serve.client.send(new DeleteFleetCommand({ FleetId: gone }));
    expect(await refusal(create({ FleetId: gone }))).toContain('InvalidFleetStatusException');
  });
});

test('the same token and parameters give the same session, other parameters an error', async () => {
  const input = { FleetId: fleetId, IdempotencyToken: 'token-1', Name: 'one' };
  const first = await create(input);
  const again = await create(input);
  expect(again.GameSession!.GameSessionId).toBe(first.GameSession!.GameSessionId);
  expect(first.GameSession!.GameSessionId).toBe(`arn:aws:gamelift:local::gamesession/${fleetId}/token-1`);
  expect(await refusal(create({ ...input, Name: 'two' }))).toContain('IdempotentParameterMismatchException');
});

test('a script that does not start leaves its session TERMINATED and its players refused, with a fleet event', async () => {
  const broken = await serve.deploy(
    'exports.ssExports = { init() {}, onStartGameSession() { throw new Error("no"); } };',
    2,
  );
  const { GameSessionId } = await serve.createSession(broken);
  expect(await refusal(reserve(GameSessionId))).toMatch(
    /^InvalidGameSessionStatusException: .* is TERMINATED and takes no players/,
  );
  const { Events } = await serve.client.send(new DescribeFleetEventsCommand({ FleetId: broken, Limit: 1 }));
  expect(Events![0]).toMatchObject({ EventCode: 'SERVER_PROCESS_CRASHED' });
  expect(Events![0]!.Message).toContain('script_failed');
});

describe('player sessions', () => {
  test('a session that is starting is waited for', async () => {
    const { GameSessionId, Status } = await serve.createSession(fleetId);
    expect(Status).toBe('ACTIVATING');
    expect((await reserve(GameSessionId)).PlayerSession!.Status).toBe('RESERVED');
  });

  test('200 calls at once for 50 slots give exactly 50 reservations', { timeout: 60_000 }, async () => {
    const GameSessionId = await activeSession(50);
    const calls = Array.from({ length: 200 }, (_, i) => reserve(GameSessionId, `player-${i}`));
    const results = await Promise.allSettled(calls);
    const refused = results.filter(result => result.status === 'rejected').map(result => result.reason.name);
    expect(refused).toEqual(Array(150).fill('GameSessionFullException'));
    const session = await serve.untilSession(GameSessionId, 'ACTIVE');
    expect(session.CurrentPlayerSessionCount).toBe(50);
  });

  test('several are reserved together or not at all', async () => {
    const GameSessionId = await activeSession(3);
    const two = (...PlayerIds: string[]) =>
      serve.client.send(
        new CreatePlayerSessionsCommand({
          GameSessionId,
          PlayerIds,
          PlayerDataMap: { a: 'of a', x: 'of nobody' },
        }),
      );
    const { PlayerSessions } = await two('a', 'b');
    expect(PlayerSessions!.map(one => [one.PlayerId, one.PlayerData])).toEqual([
      ['a', 'of a'],
      ['b', undefined],
    ]);
    expect(await refusal(two('c', 'd'))).toContain('GameSessionFullException');
    expect(await refusal(two('c', 'c'))).toContain('InvalidRequestException: PlayerIds has an id twice');
    expect((await serve.untilSession(GameSessionId, 'ACTIVE')).CurrentPlayerSessionCount).toBe(2);
  });

  test('what is refused is told apart', async () => {
    expect(await refusal(reserve(NOWHERE))).toContain('NotFoundException');
    expect(await refusal(reserve('nonsense'))).toContain('InvalidRequestException: GameSessionId "nonsense"');
    const GameSessionId = await activeSession(1);
    await serve.client.send(
      new UpdateGameSessionCommand({ GameSessionId, PlayerSessionCreationPolicy: 'DENY_ALL' }),
    );
    expect(await refusal(reserve(GameSessionId))).toMatch(/^InvalidRequestException: .*DENY_ALL/);
    await serve.client.send(
      new TerminateGameSessionCommand({ GameSessionId, TerminationMode: 'FORCE_TERMINATE' }),
    );
    await serve.untilSession(GameSessionId, 'TERMINATED');
    expect(await refusal(reserve(GameSessionId))).toContain('InvalidGameSessionStatusException');
  });

  test('a login needs a reservation, and each serves for one', async () => {
    const GameSessionId = await activeSession(2);
    const stranger = await TestClient.open(serve.port);
    stranger.sendLogin({ playerSessionId: 'psess-stranger' });
    expect(await stranger.closed).toEqual({ code: 4002, reason: 'player_session_invalid' });

    const anna = await serve.join(GameSessionId);
    const twice = await TestClient.open(serve.port);
    twice.sendLogin({ playerSessionId: anna.playerSessionId });
    expect(await twice.closed).toEqual({ code: 4002, reason: 'player_session_invalid' });
    const status = async () => {
      const { PlayerSessions } = await serve.client.send(
        new DescribePlayerSessionsCommand({ PlayerSessionId: anna.playerSessionId }),
      );
      return PlayerSessions![0]!.Status;
    };
    expect(await status()).toBe('ACTIVE');
    await anna.close();
    await expect.poll(status).toBe('COMPLETED');
    const late = await TestClient.open(serve.port);
    late.sendLogin({ playerSessionId: anna.playerSessionId });
    expect((await late.closed).reason).toBe('player_session_invalid');
    expect((await serve.untilSession(GameSessionId, 'ACTIVE')).CurrentPlayerSessionCount).toBe(0);
  });

  test('a player that the script refuses has had the slot', async () => {
    const picky = await serve.deploy('exports.ssExports = { init() {}, onPlayerConnect: () => false };', 1);
    const { GameSessionId } = await serve.createSession(picky);
    const { PlayerSession } = await reserve(GameSessionId);
    const client = await TestClient.open(serve.port);
    client.sendLogin({ playerSessionId: PlayerSession!.PlayerSessionId! });
    expect((await client.closed).reason).toBe('login_refused');
    await expect
      .poll(async () => (await serve.untilSession(GameSessionId, 'ACTIVE')).CurrentPlayerSessionCount)
      .toBe(0);
  });

  test('are found by session, player or id, and by nothing or two of them never', async () => {
    const GameSessionId = await activeSession(3);
    const { PlayerSession } = await reserve(GameSessionId, 'unique-player');
    const describe = (input: object) => serve.client.send(new DescribePlayerSessionsCommand(input));
    const ids = async (input: object) =>
      (await describe(input)).PlayerSessions!.map(one => one.PlayerSessionId);
    const id = PlayerSession!.PlayerSessionId;
    expect(await ids({ GameSessionId })).toEqual([id]);
    expect(await ids({ GameSessionId, PlayerSessionStatusFilter: 'ACTIVE' })).toEqual([]);
    expect(await ids({ PlayerId: 'unique-player' })).toEqual([id]);
    expect(await ids({ PlayerSessionId: id })).toEqual([id]);
    expect(await refusal(describe({}))).toContain('InvalidRequestException');
    expect(await refusal(describe({ GameSessionId, PlayerId: 'x' }))).toContain('InvalidRequestException');
    expect(await refusal(describe({ GameSessionId, PlayerSessionStatusFilter: 'SLEEPING' }))).toContain(
      'InvalidRequestException',
    );
    expect(await refusal(describe({ PlayerSessionId: 'psess-nowhere' }))).toContain('NotFoundException');
    expect(await refusal(describe({ GameSessionId: NOWHERE }))).toContain('NotFoundException');
  });
});

test('a reservation that nobody takes up holds its slot no longer than its time', async () => {
  await using hasty = await TestServe.start({ limits: { reservationMs: 300 } });
  const fleet = await hasty.deploy(answering('one'), 1);
  const { GameSessionId } = await hasty.createSession(fleet, { MaximumPlayerSessionCount: 1 });
  await hasty.client.send(new CreatePlayerSessionCommand({ GameSessionId, PlayerId: 'late' }));
  await expect
    .poll(async () => {
      const found = await hasty.client.send(new DescribePlayerSessionsCommand({ GameSessionId }));
      return found.PlayerSessions![0]!.Status;
    })
    .toBe('TIMEDOUT');
  await hasty.join(GameSessionId, 'next');
});

test('100 calls at once for 20 slots give exactly 20 game sessions', { timeout: 60_000 }, async () => {
  const twenty = await serve.deploy(answering('twenty'), 20);
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => create({ FleetId: twenty })));
  const refused = results.filter(result => result.status === 'rejected').map(result => result.reason.name);
  expect(refused).toEqual(Array(80).fill('FleetCapacityExceededException'));
  const { GameSessions } = await serve.client.send(new DescribeGameSessionsCommand({ FleetId: twenty }));
  expect(GameSessions!.length).toBe(20);
});

test('UpdateGameSession changes what is given, keeps properties, and lets no more players in than it says', async () => {
  const { GameSessionId } = await serve.createSession(fleetId, {
    Name: 'old',
    GameProperties: [
      { Key: 'map', Value: 'a' },
      { Key: 'mode', Value: 'x' },
    ],
  });
  const update = (more: object) =>
    serve.client.send(new UpdateGameSessionCommand({ GameSessionId, ...more }));
  const { GameSession } = await update({
    Name: 'new',
    MaximumPlayerSessionCount: 1,
    GameProperties: [{ Key: 'map', Value: 'b' }],
  });
  expect(GameSession).toMatchObject({
    Name: 'new',
    MaximumPlayerSessionCount: 1,
    GameProperties: [
      { Key: 'map', Value: 'b' },
      { Key: 'mode', Value: 'x' },
    ],
  });
  await reserve(GameSessionId, 'first');
  expect(await refusal(reserve(GameSessionId, 'second'))).toContain('GameSessionFullException');
  const many = Array.from({ length: 15 }, (_, i) => ({ Key: `key-${i}`, Value: '' }));
  expect(await refusal(update({ GameProperties: many }))).toContain('InvalidRequestException');
  expect(
    await refusal(serve.client.send(new UpdateGameSessionCommand({ GameSessionId: NOWHERE }))),
  ).toContain('NotFoundException');
  await serve.client.send(
    new TerminateGameSessionCommand({ GameSessionId, TerminationMode: 'FORCE_TERMINATE' }),
  );
  expect(await refusal(update({ Name: 'late' }))).toContain('InvalidGameSessionStatusException');
});

describe('TerminateGameSession', () => {
  const terminate = (
    GameSessionId: string,
    TerminationMode: 'FORCE_TERMINATE' | 'TRIGGER_ON_PROCESS_TERMINATE',
  ) => serve.client.send(new TerminateGameSessionCommand({ GameSessionId, TerminationMode }));

  test('lets the script have its last word, or not, as is asked for', async () => {
    const last = await serve.deploy(
      `let session;
       exports.ssExports = {
         init(s) { session = s; },
         onProcessTerminate() { session.sendReliableGroupMessage(session.newTextGameMessage(9, -1, 'bye'), -1); },
       };`,
      2,
    );
    const [graceful, forced] = [await serve.createSession(last), await serve.createSession(last)];
    const [anna, ben] = [await serve.join(graceful.GameSessionId), await serve.join(forced.GameSessionId)];
    const { GameSession } = await terminate(graceful.GameSessionId, 'TRIGGER_ON_PROCESS_TERMINATE');
    expect(GameSession).toMatchObject({
      Status: 'TERMINATING',
      StatusReason: 'TRIGGERED_ON_PROCESS_TERMINATE',
    });
    await terminate(forced.GameSessionId, 'FORCE_TERMINATE');
    expect((await anna.nextMessage(9)).text).toBe('bye');
    expect((await ben.closed).reason).toBe('session_terminated');
    expect(ben.messages).toEqual([]);
    const ended = await serve.untilSession(forced.GameSessionId, 'TERMINATED');
    expect(ended.StatusReason).toBe('FORCE_TERMINATED');
    const { Events } = await serve.client.send(new DescribeFleetEventsCommand({ FleetId: last }));
    expect(Events!.map(one => one.EventCode)).toContain('SERVER_PROCESS_FORCE_TERMINATED');
  });

  test('refuses what is over, unknown, or no way to end', async () => {
    const GameSessionId = await activeSession(1);
    await terminate(GameSessionId, 'FORCE_TERMINATE');
    await serve.untilSession(GameSessionId, 'TERMINATED');
    expect(await refusal(terminate(GameSessionId, 'FORCE_TERMINATE'))).toContain(
      'InvalidGameSessionStatusException',
    );
    expect(await refusal(terminate(NOWHERE, 'FORCE_TERMINATE'))).toContain('NotFoundException');
    expect(await refusal(terminate(GameSessionId, 'GENTLY' as 'FORCE_TERMINATE'))).toContain(
      'InvalidRequestException',
    );
  });
});

describe('game sessions are described', () => {
  test('by exactly one of fleet, alias and id', async () => {
    const list = (input: object) => serve.client.send(new DescribeGameSessionsCommand(input));
    expect(await refusal(list({}))).toContain('InvalidRequestException');
    expect(await refusal(list({ FleetId: fleetId, GameSessionId: NOWHERE }))).toContain(
      'InvalidRequestException',
    );
    expect(await refusal(list({ GameSessionId: NOWHERE }))).toContain('NotFoundException');
    expect(await refusal(list({ FleetId: fleetId, StatusFilter: 'SLEEPING' }))).toContain(
      'InvalidRequestException',
    );
  });

  test('a page at a time, each once, and a token of another list is refused', async () => {
    const paged = await serve.deploy(answering('paged'), 5);
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await serve.createSession(paged)).GameSessionId);
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page: { GameSessions?: { GameSessionId?: string }[]; NextToken?: string } =
        await serve.client.send(new DescribeGameSessionsCommand({ FleetId: paged, Limit: 2, NextToken }));
      found.push(...page.GameSessions!.map(one => one.GameSessionId!));
      NextToken = page.NextToken;
      if (NextToken !== undefined) {
        const wrong = new DescribeGameSessionsCommand({ FleetId: fleetId, NextToken });
        expect(await refusal(serve.client.send(wrong))).toContain('InvalidRequestException: NextToken');
      }
    } while (NextToken !== undefined);
    expect(found).toEqual(ids);
  });

  test('an expression that cannot be read is refused with its place', async () => {
    const search = serve.client.send(
      new SearchGameSessionsCommand({ FleetId: fleetId, FilterExpression: 'playerSessionCount>>2' }),
    );
    expect(await refusal(search)).toContain('InvalidRequestException');
  });
});

test('the log of a session that runs is followed, not downloaded', async () => {
  const GameSessionId = await activeSession(1);
  const url = () => serve.client.send(new GetGameSessionLogUrlCommand({ GameSessionId }));
  expect(await refusal(url())).toContain('InvalidRequestException');
  expect(
    await refusal(serve.client.send(new GetGameSessionLogUrlCommand({ GameSessionId: NOWHERE }))),
  ).toContain('NotFoundException');
  const route = `${serve.operatorUrl}/playpen/sessions/${encodeURIComponent(GameSessionId)}/log`;
  const following = await fetch(`${route}?follow=true`);
  const once = await (await fetch(route)).text();
  expect(once).toContain('[script] script says one');
  await serve.client.send(
    new TerminateGameSessionCommand({ GameSessionId, TerminationMode: 'TRIGGER_ON_PROCESS_TERMINATE' }),
  );
  const text = await following.text();
  expect(text).toContain('[script] script says one');
  expect(text).toContain('game session ended');
  await serve.untilSession(GameSessionId, 'TERMINATED');
  await expect.poll(async () => (await fetch(route)).text()).toBe(text);
  expect((await url()).PreSignedUrl).toMatch(new RegExp(`^${serve.apiUrl}/playpen/logs/[\\w-]{43}$`));
  expect((await fetch(`${serve.apiUrl}/playpen/logs/nonsense`)).status).toBe(404);
});
