import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-gamelift';
import { expect, test } from 'vitest';
import { TestClient } from '../host/test/test-client.ts';
import { SERVER_PEER_ID } from '../protocol/op-codes.ts';
import { zip } from '../scripts/test/zip.ts';
import { TestServe } from './test/serve.ts';

const page = readFileSync(new URL('../../docs/migrate-from-gamelift.md', import.meta.url), 'utf8');

/** The contents of the page's blocks in this language. */
function blocks(language: string): string[] {
  const found = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  return found.map(([, text = '']) => text);
}

/** Runs a block of the page with these names, and returns what it made of that one. */
async function run(code: string, result: string, names: Record<string, unknown>): Promise<unknown> {
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<unknown>;
  // Not everything that the SDK exports could be a parameter.
  const words = new Set(code.match(/\w+/g));
  const used = Object.keys(names).filter(name => words.has(name));
  const body = new AsyncFunction(...used, `${code}\nreturn ${result};`);
  return body(...used.map(name => names[name]));
}

interface Answer {
  address: string;
  port: number;
  playerSessionId: string;
}

test('script, deploy script and backend of the page bring two players into a game', async () => {
  await using serve = await TestServe.start();
  const [script = ''] = blocks('js');
  const [deploy = '', backend = ''] = blocks('ts');
  const clients: sdk.GameLiftClient[] = [];
  const names = {
    ...sdk,
    GameLiftClient: class extends sdk.GameLiftClient {
      constructor(config: sdk.GameLiftClientConfig) {
        super(config);
        clients.push(this);
      }
    },
    endpoint: serve.apiUrl,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'as-before', secretAccessKey: 'as-before' },
    zipFile: zip([['server.js', script]]),
  };
  const fleetId = (await run(deploy, 'fleetId', names)) as string;
  const [client] = clients;
  await serve.untilFleet(fleetId, 'ACTIVE', client);

  const answer = (await run(backend, 'answer', { ...sdk, client, fleetId, playerId: 'anna' })) as Answer;
  expect(answer).toMatchObject({ address: '127.0.0.1', port: serve.port });
  const anna = await TestClient.login(answer.port, {
    playerSessionId: answer.playerSessionId,
    payload: 'hello',
  });
  const [{ GameSessionId }] = (
    await serve.client.send(new sdk.DescribeGameSessionsCommand({ FleetId: fleetId }))
  ).GameSessions as [{ GameSessionId: string }];
  const { PlayerSession } = await serve.client.send(
    new sdk.CreatePlayerSessionCommand({ GameSessionId, PlayerId: 'bert' }),
  );
  const bert = await TestClient.login(answer.port, {
    playerSessionId: PlayerSession!.PlayerSessionId!,
    payload: 'hello',
  });
  for (const player of [anna, bert]) player.sendReliable({ opCode: 1, targetPlayer: SERVER_PEER_ID });
  for (const player of [anna, bert]) {
    expect(await player.next(({ opCode }) => opCode === 2)).toMatchObject({ text: 'go, 2 players' });
  }
  client?.destroy();
});

test('the C# client is set as this server expects it, and speaks with the script by the same op codes', () => {
  const [code = ''] = blocks('csharp');
  const [script = ''] = blocks('js');
  const constant = (name: string, text: string) =>
    Number(new RegExp(`const (?:int )?${name} = (\\d+);`).exec(text)?.[1]);
  for (const name of ['READY', 'START']) {
    expect(constant(name, code), name).toBeGreaterThan(0);
    expect(constant(name, code), name).toBe(constant(name, script));
  }
  // The README shows the one connection type that the server takes.
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const type = /ConnectionType = ConnectionType\.(\w+)/;
  expect(type.exec(code)?.[1]).toBe('RT_OVER_WS_UDP_UNSECURED');
  expect(type.exec(code)?.[1]).toBe(type.exec(readme)?.[1]);
  // What the script is told to refuse the client does not send: an empty connection payload.
  expect(code).toMatch(/new ConnectionToken\(playerSessionId, Encoding\.UTF8\.GetBytes\("\w+"\)\)/);
  expect(code).toContain('client.Connect(address, port, localUdpPort, token)');
  expect(code).toContain('.WithTargetPlayer(Constants.PLAYER_ID_SERVER)');
  expect(SERVER_PEER_ID).toBe(-1);
});
