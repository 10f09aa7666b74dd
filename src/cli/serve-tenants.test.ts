import {
  CreateAliasCommand,
  CreateFleetCommand,
  CreateGameSessionCommand,
  CreateGameSessionQueueCommand,
  CreateLocationCommand,
  CreatePlayerSessionCommand,
  DeleteFleetCommand,
  DeleteScriptCommand,
  DescribeAliasCommand,
  DescribeFleetAttributesCommand,
  DescribeFleetEventsCommand,
  DescribeGameSessionPlacementCommand,
  DescribeGameSessionQueuesCommand,
  DescribeGameSessionsCommand,
  DescribePlayerSessionsCommand,
  DescribeRuntimeConfigurationCommand,
  DescribeScriptCommand,
  type GameLiftClient,
  GetGameSessionLogUrlCommand,
  ListAliasesCommand,
  ListFleetsCommand,
  ListLocationsCommand,
  ListScriptsCommand,
  ListTagsForResourceCommand,
  ResolveAliasCommand,
  SearchGameSessionsCommand,
  StartGameSessionPlacementCommand,
  StopGameSessionPlacementCommand,
  TerminateGameSessionCommand,
  UpdateScriptCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answering, TestServe } from './test/serve.ts';

const KEYS = [
  { accessKeyId: 'AKACME', secretAccessKey: 'secret-of-acme-0001', tenantId: 'acme' },
  { accessKeyId: 'AKZETA', secretAccessKey: 'secret-of-zeta-0001', tenantId: 'zeta' },
];

let serve: TestServe;
let acme: GameLiftClient;
let zeta: GameLiftClient;
beforeAll(async () => {
  serve = await TestServe.start({ keys: KEYS });
  [acme, zeta] = KEYS.map(credentials => serve.newClient({ credentials })) as [
    GameLiftClient,
    GameLiftClient,
  ];
}, 60_000);
afterAll(async () => {
  acme.destroy();
  zeta.destroy();
  await serve[Symbol.asyncDispose]();
});

describe('what one tenant has', () => {
  const has: Record<string, string> = {};
  beforeAll(async () => {
    has.script = await serve.createScript(answering('acme'), acme);
    has.fleet = await serve.createFleet(has.script, 5, { Tags: [{ Key: 'team', Value: 'red' }] }, acme);
    const RoutingStrategy = { Type: 'SIMPLE', FleetId: has.fleet } as const;
    const { Alias } = await acme.send(new CreateAliasCommand({ Name: 'live', RoutingStrategy }));
    has.alias = Alias!.AliasId!;
    const { GameSession } = await acme.send(
      new CreateGameSessionCommand({ FleetId: has.fleet, MaximumPlayerSessionCount: 2 }),
    );
    has.session = GameSession!.GameSessionId!;
    const { PlayerSession } = await acme.send(
      new CreatePlayerSessionCommand({ GameSessionId: has.session, PlayerId: 'anna' }),
    );
    has.player = PlayerSession!.PlayerSessionId!;
    await acme.send(
      new CreateGameSessionQueueCommand({
        Name: 'queue',
        Destinations: [{ DestinationArn: Alias!.AliasArn! }],
      }),
    );
    await acme.send(
      new StartGameSessionPlacementCommand({
        PlacementId: 'placement-1',
        GameSessionQueueName: 'queue',
        MaximumPlayerSessionCount: 2,
      }),
    );
    await acme.send(new CreateLocationCommand({ LocationName: 'custom-cellar' }));
  }, 60_000);

  test.for([
    ['script', () => new DescribeScriptCommand({ ScriptId: has.script! })],
    ['script, to change', () => new UpdateScriptCommand({ ScriptId: has.script!, Name: 'mine' })],
    ['script, to delete', () => new DeleteScriptCommand({ ScriptId: has.script! })],
    [
      'script, for a fleet',
      () =>
        new CreateFleetCommand({
          Name: 'thief',
          ScriptId: has.script!,
          EC2InstanceType: 'c5.large',
          RuntimeConfiguration: { ServerProcesses: [{ LaunchPath: 'server.js', ConcurrentExecutions: 1 }] },
        }),
    ],
    ['fleet, to delete', () => new DeleteFleetCommand({ FleetId: has.fleet! })],
    ['events', () => new DescribeFleetEventsCommand({ FleetId: has.fleet! })],
    ['runtime configuration', () => new DescribeRuntimeConfigurationCommand({ FleetId: has.fleet! })],
    ['alias', () => new DescribeAliasCommand({ AliasId: has.alias! })],
    ['fleet behind an alias', () => new ResolveAliasCommand({ AliasId: has.alias! })],
    ['slots', () => new CreateGameSessionCommand({ FleetId: has.fleet!, MaximumPlayerSessionCount: 2 })],
    [
      'slots behind an alias',
      () => new CreateGameSessionCommand({ AliasId: has.alias!, MaximumPlayerSessionCount: 2 }),
    ],
    ['game sessions', () => new DescribeGameSessionsCommand({ FleetId: has.fleet! })],
    ['game sessions, searched', () => new SearchGameSessionsCommand({ FleetId: has.fleet! })],
    ['game session', () => new DescribeGameSessionsCommand({ GameSessionId: has.session! })],
    [
      'game session, to end',
      () =>
        new TerminateGameSessionCommand({ GameSessionId: has.session!, TerminationMode: 'FORCE_TERMINATE' }),
    ],
    ['log', () => new GetGameSessionLogUrlCommand({ GameSessionId: has.session! })],
    ['player slots', () => new CreatePlayerSessionCommand({ GameSessionId: has.session!, PlayerId: 'zoe' })],
    ['players', () => new DescribePlayerSessionsCommand({ GameSessionId: has.session! })],
    ['player', () => new DescribePlayerSessionsCommand({ PlayerSessionId: has.player! })],
    ['queue', () => new DescribeGameSessionQueuesCommand({ Names: ['queue'] })],
    [
      'queue, to be placed by',
      () =>
        new StartGameSessionPlacementCommand({
          PlacementId: 'placement-2',
          GameSessionQueueName: 'queue',
          MaximumPlayerSessionCount: 2,
        }),
    ],
    ['placement', () => new DescribeGameSessionPlacementCommand({ PlacementId: 'placement-1' })],
    ['placement, to stop', () => new StopGameSessionPlacementCommand({ PlacementId: 'placement-1' })],
    [
      'tags',
      () => new ListTagsForResourceCommand({ ResourceARN: `arn:aws:gamelift:local::fleet/${has.fleet}` }),
    ],
  ] as const)('%s: another cannot find', async ([, command]) => {
    const error = await zeta.send(command() as DescribeScriptCommand).catch(error => error);
    expect(error.name).toBe('NotFoundException');
  });

  test('another does not see in lists, and cannot name the same by accident', async () => {
    expect((await zeta.send(new ListScriptsCommand({}))).Scripts).toEqual([]);
    expect((await zeta.send(new ListFleetsCommand({}))).FleetIds).toEqual([]);
    expect((await zeta.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
    const fleets = await zeta.send(new DescribeFleetAttributesCommand({ FleetIds: [has.fleet!] }));
    expect(fleets.FleetAttributes).toEqual([]);
    expect((await zeta.send(new DescribePlayerSessionsCommand({ PlayerId: 'anna' }))).PlayerSessions).toEqual(
      [],
    );
    const { Locations } = await zeta.send(new ListLocationsCommand({ Filters: ['CUSTOM'] }));
    expect(Locations).toEqual([]);
    await zeta.send(new CreateGameSessionQueueCommand({ Name: 'queue' }));
    const own = await acme.send(new DescribeGameSessionQueuesCommand({ Names: ['queue'] }));
    expect(own.GameSessionQueues![0]!.Destinations).toHaveLength(1);
  });
});

describe('a call is refused, and learns nothing,', () => {
  test.for([
    [
      'with a wrong secret',
      { ...KEYS[0]!, secretAccessKey: 'secret-of-nobody-01' },
      'InvalidSignatureException',
    ],
    [
      'with an unknown key',
      { accessKeyId: 'AKNOBODY', secretAccessKey: 'x'.repeat(20) },
      'UnrecognizedClientException',
    ],
  ] as const)('%s', async ([, credentials, expected]) => {
    const client = serve.newClient({ credentials });
    const error = await client.send(new ListFleetsCommand({})).catch(error => error);
    expect(error.name).toBe(expected);
    expect(error.$metadata.httpStatusCode).toBe(403);
    client.destroy();
  });

  test('with a clock that is wrong', async () => {
    const client = serve.newClient({ credentials: KEYS[0]!, systemClockOffset: -3_600_000 });
    const error = await client.send(new ListFleetsCommand({})).catch(error => error);
    expect(error.name).toBe('InvalidSignatureException');
    client.destroy();
  });

  test('without a signature', async () => {
    const answer = await fetch(serve.apiUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'GameLift.ListFleets' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });
});

test('two tenants play in different workers, and an exclusive fleet in one of its own', async () => {
  const zetas = await serve.createFleet(await serve.createScript(answering('zeta'), zeta), 2, {}, zeta);
  const script = await serve.createScript(answering('alone'), acme);
  const shared = await serve.createFleet(script, 2, {}, acme);
  const Tags = [{ Key: 'playpen:trust', Value: 'exclusive' }];
  const alone = await serve.createFleet(script, 2, { Tags }, acme);
  const workerOf = async (client: GameLiftClient, FleetId: string): Promise<number> => {
    const { GameSession } = await client.send(
      new CreateGameSessionCommand({ FleetId, MaximumPlayerSessionCount: 1 }),
    );
    const session = serve.server.host.sessions.get(GameSession!.GameSessionId!)!;
    await session.started;
    return session.workerPid!;
  };
  const [a1, a2] = [await workerOf(acme, shared), await workerOf(acme, shared)];
  const [z, e1, e2] = [await workerOf(zeta, zetas), await workerOf(acme, alone), await workerOf(acme, alone)];
  expect(a2).toBe(a1);
  expect(new Set([a1, z, e1, e2]).size).toBe(4);
}, 60_000);
