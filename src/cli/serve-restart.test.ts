import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  CreateFleetCommand,
  CreateGameSessionCommand,
  CreateGameSessionQueueCommand,
  CreatePlayerSessionCommand,
  CreateScriptCommand,
  DescribeFleetAttributesCommand,
  DescribeFleetEventsCommand,
  DescribeGameSessionQueuesCommand,
  DescribeGameSessionsCommand,
  DescribePlayerSessionsCommand,
  DescribeScriptCommand,
  GameLiftClient,
  GetGameSessionLogUrlCommand,
} from '@aws-sdk/client-gamelift';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestClient } from '../host/test/test-client.ts';
import { zip } from '../scripts/test/zip.ts';
import { answering, until } from './test/serve.ts';

const BIN = fileURLToPath(new URL('./bin.ts', import.meta.url));
const ANY_PORTS = ['--port', '0', '--udp-ports', '0', '--api-port', '0', '--operator-port', '0'];

let directory: string;
let running: ChildProcess | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'playpen-restart-'));
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await rm(directory, { recursive: true });
});

interface Started {
  client: GameLiftClient;
  port: number;
  kill(): Promise<void>;
}

/** `playpen serve` in a process of its own, over the folder of this test. */
async function serve(): Promise<Started> {
  const child = spawn(process.execPath, [BIN, 'serve', '--json', '--data', directory, ...ANY_PORTS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, port, apiPort } = JSON.parse(line) as { msg: string; port: number; apiPort: number };
    if (msg !== 'ready') continue;
    const client = new GameLiftClient({
      endpoint: `http://127.0.0.1:${apiPort}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'anybody', secretAccessKey: 'anything' },
      maxAttempts: 1,
    });
    child.stdout!.resume();
    const kill = async (): Promise<void> => {
      client.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    };
    return { client, port, kill };
  }
  throw new Error('it ended before it was ready');
}

async function deploy(client: GameLiftClient, slots: number): Promise<{ scriptId: string; fleetId: string }> {
  const ZipFile = zip([['server.js', answering('one')]]);
  const { Script } = await client.send(new CreateScriptCommand({ Name: 'arena', Version: '7', ZipFile }));
  const scriptId = Script!.ScriptId!;
  const { FleetAttributes } = await client.send(
    new CreateFleetCommand({
      Name: 'fleet',
      ScriptId: scriptId,
      EC2InstanceType: 'c5.large',
      RuntimeConfiguration: { ServerProcesses: [{ LaunchPath: 'server.js', ConcurrentExecutions: slots }] },
    }),
  );
  return { scriptId, fleetId: FleetAttributes!.FleetId! };
}

async function untilActive(client: GameLiftClient, fleetId: string): Promise<void> {
  await until('ACTIVE', async () => {
    const found = await client.send(new DescribeFleetAttributesCommand({ FleetIds: [fleetId] }));
    return found.FleetAttributes![0]?.Status;
  });
}

test('killed and started again, it has everything, and what ran is over with a reason', {
  timeout: 90_000,
}, async () => {
  const before = await serve();
  const { scriptId, fleetId } = await deploy(before.client, 2);
  await untilActive(before.client, fleetId);
  await before.client.send(
    new CreateGameSessionQueueCommand({
      Name: 'queue',
      Destinations: [{ DestinationArn: `arn:aws:gamelift:local::fleet/${fleetId}` }],
    }),
  );
  const create = { FleetId: fleetId, MaximumPlayerSessionCount: 2, IdempotencyToken: 'token-1' };
  const { GameSession } = await before.client.send(new CreateGameSessionCommand(create));
  const GameSessionId = GameSession!.GameSessionId!;
  const reserve = (PlayerId: string) =>
    before.client.send(new CreatePlayerSessionCommand({ GameSessionId, PlayerId }));
  const anna = (await reserve('anna')).PlayerSession!.PlayerSessionId!;
  await reserve('ben');
  await TestClient.login(before.port, { playerSessionId: anna });
  await before.kill();

  const after = await serve();
  const { client } = after;
  const { Script } = await client.send(new DescribeScriptCommand({ ScriptId: scriptId }));
  expect(Script).toMatchObject({ Name: 'arena', Version: '7' });
  expect((await client.send(new DescribeGameSessionQueuesCommand({}))).GameSessionQueues![0]!.Name).toBe(
    'queue',
  );
  const found = await client.send(new DescribeGameSessionsCommand({ GameSessionId }));
  expect(found.GameSessions![0]).toMatchObject({
    Status: 'TERMINATED',
    StatusReason: 'INTERRUPTED',
    CurrentPlayerSessionCount: 0,
  });
  const players = await client.send(new DescribePlayerSessionsCommand({ GameSessionId }));
  expect(players.PlayerSessions!.map(one => [one.PlayerId, one.Status])).toEqual([
    ['anna', 'COMPLETED'],
    ['ben', 'TIMEDOUT'],
  ]);
  // The token stays taken, the log can be had, and the fleet plays on.
  const again = await client.send(new CreateGameSessionCommand(create));
  expect(again.GameSession).toMatchObject({ GameSessionId, Status: 'TERMINATED' });
  const { PreSignedUrl } = await client.send(new GetGameSessionLogUrlCommand({ GameSessionId }));
  expect((await fetch(PreSignedUrl!)).status).toBe(200);
  const next = await client.send(
    new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 2 }),
  );
  const { PlayerSession } = await client.send(
    new CreatePlayerSessionCommand({ GameSessionId: next.GameSession!.GameSessionId!, PlayerId: 'cleo' }),
  );
  const cleo = await TestClient.login(after.port, { playerSessionId: PlayerSession!.PlayerSessionId! });
  cleo.sendToScript(1, 'hello');
  expect((await cleo.nextMessage(7)).text).toBe('one: 1');
  await after.kill();
});

test('a fleet whose activation was interrupted becomes ACTIVE all the same', {
  timeout: 90_000,
}, async () => {
  const before = await serve();
  const { fleetId } = await deploy(before.client, 1);
  await before.kill();
  const { client, kill } = await serve();
  await untilActive(client, fleetId);
  const { Events } = await client.send(new DescribeFleetEventsCommand({ FleetId: fleetId }));
  expect(Events!.map(event => event.EventCode)).toEqual([
    'FLEET_STATE_ACTIVE',
    'FLEET_STATE_ACTIVATING',
    'FLEET_STATE_BUILDING',
    'FLEET_STATE_VALIDATING',
    'FLEET_STATE_DOWNLOADING',
    'FLEET_CREATED',
  ]);
  await kill();
});

test('calls at once for few slots never get more, not even with a kill in their midst', {
  timeout: 120_000,
}, async () => {
  const before = await serve();
  const { fleetId } = await deploy(before.client, 20);
  await untilActive(before.client, fleetId);
  const { GameSession } = await before.client.send(
    new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 50 }),
  );
  const GameSessionId = GameSession!.GameSessionId!;
  await before.client.send(new CreatePlayerSessionCommand({ GameSessionId, PlayerId: 'first' }));
  const sessions = Array.from({ length: 60 }, () =>
    before.client.send(new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 1 })),
  );
  const players = Array.from({ length: 100 }, (_, i) =>
    before.client.send(new CreatePlayerSessionCommand({ GameSessionId, PlayerId: `player-${i}` })),
  );
  const settled = Promise.allSettled([...sessions, ...players]);
  await Promise.any([...sessions, ...players]);
  await before.kill();
  const answered = (await settled)
    .filter(result => result.status === 'fulfilled')
    .map(result => result.value);

  const after = await serve();
  const { client } = after;
  // All that was answered is there, settled.
  const { GameSessions } = await client.send(new DescribeGameSessionsCommand({ FleetId: fleetId }));
  expect(GameSessions!.length).toBeLessThanOrEqual(20);
  expect(new Set(GameSessions!.map(one => one.Status))).toEqual(new Set(['TERMINATED']));
  const ids = GameSessions!.map(one => one.GameSessionId);
  const known = await client.send(new DescribePlayerSessionsCommand({ GameSessionId, Limit: 100 }));
  const playerIds = known.PlayerSessions!.map(one => one.PlayerId);
  for (const answer of answered) {
    if ('GameSession' in answer) expect(ids).toContain(answer.GameSession!.GameSessionId);
    else if ('PlayerSession' in answer) expect(playerIds).toContain(answer.PlayerSession!.PlayerId);
  }
  expect(known.PlayerSessions!.length).toBeLessThanOrEqual(50);
  // And all slots are free again.
  const created = await Promise.allSettled(
    Array.from({ length: 40 }, () =>
      client.send(new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 1 })),
    ),
  );
  expect(created.filter(result => result.status === 'fulfilled').length).toBe(20);
  await after.kill();
});
