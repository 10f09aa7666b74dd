import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestClient } from '../host/test/test-client.ts';
import { zip } from '../scripts/test/zip.ts';
import { answering, TestServe, until } from './test/serve.ts';

/** Each call starts a Python, which takes seconds on a busy machine. */
const WHOLE_LIFE_MS = 240_000;
const isInstalled = spawnSync('sh', ['-c', 'command -v aws']).status === 0;
/** Debian 12 has a version that is older than this operation. There the fleet's capacity is taken away. */
const knowsTermination =
  spawnSync('aws', ['gamelift', 'terminate-game-session', '--generate-cli-skeleton']).status === 0;

let folder: string;
let serve: TestServe;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playpen-aws-'));
  serve = await TestServe.start({ limits: { reservationMs: 600_000 } });
});
afterAll(async () => {
  await serve[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** What `aws gamelift …` printed, read as what it is expected to be. */
async function aws<T>(...args: string[]): Promise<T> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'anybody',
    AWS_SECRET_ACCESS_KEY: 'anything',
    AWS_DEFAULT_REGION: 'us-west-2',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  const command = ['--endpoint-url', serve.apiUrl, 'gamelift', ...args];
  const { stdout } = await promisify(execFile)('aws', command, { env, cwd: folder });
  return (stdout === '' ? undefined : JSON.parse(stdout)) as T;
}

interface Session {
  GameSessionId: string;
  Status: string;
}

const name = isInstalled ? 'the AWS command line' : 'the AWS command line (not installed, so left out)';
describe.skipIf(!isInstalled)(name, () => {
  test('drives the whole life of a game', { timeout: WHOLE_LIFE_MS }, async () => {
    await writeFile(join(folder, 'one.zip'), zip([['server.js', answering('one')]]));
    await writeFile(join(folder, 'two.zip'), zip([['server.js', answering('two')]]));
    const { Script } = await aws<{ Script: { ScriptId: string } }>(
      ...['create-script', '--name', 'arena', '--script-version', '1', '--zip-file', 'fileb://one.zip'],
    );
    const { FleetAttributes } = await aws<{ FleetAttributes: { FleetId: string } }>(
      ...['create-fleet', '--name', 'fleet', '--script-id', Script.ScriptId],
      ...['--ec2-instance-type', 'c5.large', '--runtime-configuration'],
      'ServerProcesses=[{LaunchPath=/local/game/server.js,ConcurrentExecutions=3}]',
    );
    const { FleetId } = FleetAttributes;
    await until('ACTIVE', async () => {
      const found = await aws<{ FleetAttributes: { Status: string }[] }>(
        ...['describe-fleet-attributes', '--fleet-ids', FleetId],
      );
      return found.FleetAttributes[0]?.Status;
    });
    const { Alias } = await aws<{ Alias: { AliasId: string } }>(
      ...['create-alias', '--name', 'live', '--routing-strategy', `Type=SIMPLE,FleetId=${FleetId}`],
    );
    const { GameSession } = await aws<{ GameSession: Session }>(
      ...['create-game-session', '--alias-id', Alias.AliasId, '--maximum-player-session-count', '1'],
      ...['--name', 'first', '--game-properties', 'Key=map,Value=Suzuka'],
    );
    const { GameSessionId } = GameSession;
    const reserve = ['create-player-session', '--game-session-id', GameSessionId, '--player-id'];
    const { PlayerSession } = await aws<{ PlayerSession: { PlayerSessionId: string } }>(...reserve, 'anna');
    await expect(aws(...reserve, 'ben')).rejects.toThrow('(GameSessionFullException)');
    const search = [
      'search-game-sessions',
      '--fleet-id',
      FleetId,
      '--sort-expression',
      'creationTimeMillis ASC',
    ];
    const found = await aws<{ GameSessions: Session[] }>(
      ...[...search, '--filter-expression', "gameSessionProperties.map = 'Suzuka' AND playerSessionCount=1"],
    );
    expect(found.GameSessions.map(one => one.GameSessionId)).toEqual([GameSessionId]);

    const anna = await TestClient.login(serve.port, { playerSessionId: PlayerSession.PlayerSessionId });
    anna.sendToScript(1, 'hello');
    expect((await anna.nextMessage(7)).text).toBe('one: 1');
    await aws('update-script', '--script-id', Script.ScriptId, '--zip-file', 'fileb://two.zip');

    await aws(
      ...['create-game-session-queue', '--name', 'queue', '--destinations'],
      `DestinationArn=arn:aws:gamelift:local::alias/${Alias.AliasId}`,
    );
    await aws(
      ...[
        'start-game-session-placement',
        '--placement-id',
        'placement-1',
        '--game-session-queue-name',
        'queue',
      ],
      ...['--maximum-player-session-count', '2', '--desired-player-sessions', 'PlayerId=cleo'],
      ...['--player-latencies', 'PlayerId=cleo,RegionIdentifier=local,LatencyInMilliseconds=20'],
    );
    interface Placement {
      Status: string;
      PlacedPlayerSessions: { PlayerSessionId: string }[];
    }
    let placed: Placement | undefined;
    await until('FULFILLED', async () => {
      const answer = await aws<{ GameSessionPlacement: Placement }>(
        ...['describe-game-session-placement', '--placement-id', 'placement-1'],
      );
      placed = answer.GameSessionPlacement;
      return placed.Status;
    });
    const { PlayerSessionId: playerSessionId } = placed!.PlacedPlayerSessions[0]!;
    const cleo = await TestClient.login(serve.port, { playerSessionId });
    cleo.sendToScript(1, 'hello');
    expect((await cleo.nextMessage(7)).text).toBe('two: 1');

    await (knowsTermination
      ? aws(
          ...['terminate-game-session', '--game-session-id', GameSessionId],
          ...['--termination-mode', 'TRIGGER_ON_PROCESS_TERMINATE'],
        )
      : aws('update-fleet-capacity', '--fleet-id', FleetId, '--min-size', '0', '--desired-instances', '0'));
    expect((await anna.closed).reason).toBe('session_terminated');
    await serve.untilSession(GameSessionId, 'TERMINATED');
    const log = await aws<{ PreSignedUrl: string }>(
      ...['get-game-session-log-url', '--game-session-id', GameSessionId],
    );
    expect((await fetch(log.PreSignedUrl)).headers.get('content-type')).toBe('application/zip');
    await aws('delete-fleet', '--fleet-id', FleetId);
    await serve.untilFleet(FleetId, 'TERMINATED');
    await aws('delete-script', '--script-id', Script.ScriptId);
  });
});
