import {
  CreateAliasCommand,
  CreateGameSessionCommand,
  CreateGameSessionQueueCommand,
  CreatePlayerSessionCommand,
  CreatePlayerSessionsCommand,
  DeleteFleetCommand,
  DeleteScriptCommand,
  DescribeFleetEventsCommand,
  DescribeGameSessionDetailsCommand,
  DescribeGameSessionPlacementCommand,
  DescribePlayerSessionsCommand,
  type GameLiftClientConfig,
  GetGameSessionLogUrlCommand,
  SearchGameSessionsCommand,
  StartGameSessionPlacementCommand,
  TerminateGameSessionCommand,
  UpdateScriptCommand,
} from '@aws-sdk/client-gamelift';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { expect, test } from 'vitest';
import { TestClient } from '../host/test/test-client.ts';
import { openZip } from '../scripts/test/open-zip.ts';
import { zip } from '../scripts/test/zip.ts';
import { answering, TestServe, until } from './test/serve.ts';

const PROTOCOLS: [string, Partial<GameLiftClientConfig>][] = [
  ['JSON', {}],
  ['CBOR', { protocol: SmithyRpcV2CborProtocol }],
];

test.for(PROTOCOLS)(
  'an unmodified SDK drives the whole life of a game in %s',
  { timeout: 60_000 },
  async ([, config]) => {
    await using serve = await TestServe.start();
    const client = serve.newClient(config);
    const scriptId = await serve.createScript(answering('one'), client);
    const fleetId = await serve.createFleet(scriptId, 3, {}, client);
    const { Alias } = await client.send(
      new CreateAliasCommand({ Name: 'live', RoutingStrategy: { Type: 'SIMPLE', FleetId: fleetId } }),
    );

    // A session, found again by what it is for
    const { GameSession } = await client.send(
      new CreateGameSessionCommand({
        AliasId: Alias!.AliasId!,
        MaximumPlayerSessionCount: 3,
        Name: 'first',
        GameProperties: [{ Key: 'map', Value: 'Suzuka' }],
      }),
    );
    expect(GameSession).toMatchObject({
      Status: 'ACTIVATING',
      FleetId: fleetId,
      CurrentPlayerSessionCount: 0,
    });
    expect(GameSession!.CreationTime).toBeInstanceOf(Date);
    const GameSessionId = GameSession!.GameSessionId!;
    const reserved = await client.send(
      new CreatePlayerSessionCommand({ GameSessionId, PlayerId: 'anna', PlayerData: 'red' }),
    );
    const { GameSessions } = await client.send(
      new SearchGameSessionsCommand({
        AliasId: Alias!.AliasId!,
        FilterExpression: "hasAvailablePlayerSessions=true AND gameSessionProperties.map = 'Suzuka'",
        SortExpression: 'creationTimeMillis ASC',
      }),
    );
    expect(GameSessions!.map(one => [one.GameSessionId, one.CurrentPlayerSessionCount])).toEqual([
      [GameSessionId, 1],
    ]);

    // Slots up to full
    const { PlayerSessions } = await client.send(
      new CreatePlayerSessionsCommand({ GameSessionId, PlayerIds: ['ben', 'cleo'] }),
    );
    const full = await client
      .send(new CreatePlayerSessionCommand({ GameSessionId, PlayerId: 'dora' }))
      .catch(error => error);
    expect(full.name).toBe('GameSessionFullException');
    expect(full.message).toContain('3 of 3');

    // Players play
    const ids = [reserved.PlayerSession!, ...PlayerSessions!].map(one => one.PlayerSessionId!);
    const players = [];
    for (const playerSessionId of ids) players.push(await TestClient.login(serve.port, { playerSessionId }));
    players[0]!.sendToScript(1, 'hello');
    expect((await players[0]!.nextMessage(7)).text).toBe('one: 3');
    players[0]!.sendToPlayer(players[1]!.peerId, 5, 'psst');
    expect((await players[1]!.nextMessage(5)).text).toBe('psst');

    // A new version: the next session has it, this one keeps its own
    await client.send(
      new UpdateScriptCommand({ ScriptId: scriptId, ZipFile: zip([['server.js', answering('two')]]) }),
    );
    const second = await serve.createSession(fleetId);
    const guest = await serve.join(second.GameSessionId);
    guest.sendToScript(1, 'hello');
    expect((await guest.nextMessage(7)).text).toBe('two: 1');
    players[0]!.sendToScript(1, 'again');
    expect((await players[0]!.nextMessage(7)).text).toBe('one: 3');

    // A placement through a queue, by latencies
    await client.send(
      new CreateGameSessionQueueCommand({
        Name: 'queue',
        Destinations: [{ DestinationArn: Alias!.AliasArn! }],
        PlayerLatencyPolicies: [{ MaximumIndividualPlayerLatencyMilliseconds: 100 }],
      }),
    );
    await client.send(
      new StartGameSessionPlacementCommand({
        PlacementId: 'placement-1',
        GameSessionQueueName: 'queue',
        MaximumPlayerSessionCount: 2,
        PlayerLatencies: [{ PlayerId: 'emil', RegionIdentifier: 'local', LatencyInMilliseconds: 30 }],
        DesiredPlayerSessions: [{ PlayerId: 'emil' }],
      }),
    );
    const placement = async () => {
      const found = await client.send(
        new DescribeGameSessionPlacementCommand({ PlacementId: 'placement-1' }),
      );
      return found.GameSessionPlacement!;
    };
    await until('FULFILLED', async () => (await placement()).Status);
    const [placed] = (await placement()).PlacedPlayerSessions!;
    const emil = await TestClient.login(serve.port, { playerSessionId: placed!.PlayerSessionId! });
    emil.sendToScript(1, 'hello');
    expect((await emil.nextMessage(7)).text).toBe('two: 1');

    // The end: players hear of it, slots are settled, the log can be had
    await client.send(
      new TerminateGameSessionCommand({ GameSessionId, TerminationMode: 'TRIGGER_ON_PROCESS_TERMINATE' }),
    );
    expect(await players[2]!.closed).toMatchObject({ code: 4020, reason: 'session_terminated' });
    const ended = await serve.untilSession(GameSessionId, 'TERMINATED');
    expect(ended).toMatchObject({
      StatusReason: 'TRIGGERED_ON_PROCESS_TERMINATE',
      CurrentPlayerSessionCount: 0,
    });
    expect(ended.TerminationTime).toBeInstanceOf(Date);
    const settled = await client.send(new DescribePlayerSessionsCommand({ GameSessionId }));
    expect(settled.PlayerSessions!.map(one => [one.PlayerId, one.Status, one.PlayerData])).toEqual([
      ['anna', 'COMPLETED', 'red'],
      ['ben', 'COMPLETED', undefined],
      ['cleo', 'COMPLETED', undefined],
    ]);
    const { PreSignedUrl } = await client.send(new GetGameSessionLogUrlCommand({ GameSessionId }));
    const files = await openZip(Buffer.from(await (await fetch(PreSignedUrl!)).arrayBuffer()));
    expect([...files.values()].join('')).toContain('[script] script says one');

    // Everything goes
    await client.send(new DeleteFleetCommand({ FleetId: fleetId }));
    await serve.untilFleet(fleetId, 'TERMINATED', client);
    expect(await guest.closed).toMatchObject({ reason: 'session_terminated' });
    const { Events } = await client.send(new DescribeFleetEventsCommand({ FleetId: fleetId }));
    expect(Events!.map(event => event.EventCode).reverse()).toEqual([
      'FLEET_CREATED',
      'FLEET_STATE_DOWNLOADING',
      'FLEET_STATE_VALIDATING',
      'FLEET_STATE_BUILDING',
      'FLEET_STATE_ACTIVATING',
      'FLEET_STATE_ACTIVE',
      'FLEET_DELETED',
    ]);
    await client.send(new DeleteScriptCommand({ ScriptId: scriptId }));
    const details = await client.send(new DescribeGameSessionDetailsCommand({ FleetId: fleetId }));
    expect(details.GameSessionDetails!.map(one => one.GameSession!.Status)).toEqual([
      'TERMINATED',
      'TERMINATED',
      'TERMINATED',
    ]);
    client.destroy();
  },
);
