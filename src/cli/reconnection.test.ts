import { CreatePlayerSessionCommand } from '@aws-sdk/client-gamelift';
import { describe, expect, test } from 'vitest';
import {
  type ClientClose,
  connect,
  opCode,
  type RealtimeClient,
  type Reconnected,
  text,
} from '../client/index.ts';
import { BreakableProxy } from './test/breakable-proxy.ts';
import { TestDev } from './test/dev.ts';
import { answering, TestServe } from './test/serve.ts';

const Answer = opCode(7, text);
const QUICK = { firstDelayMs: 1, maxDelayMs: 50, maxAttempts: 100 } as const;

const reconnected = (client: RealtimeClient): Promise<Reconnected> =>
  new Promise(resolve => client.on('reconnected', resolve));
const closed = (client: RealtimeClient): Promise<ClientClose> =>
  new Promise(resolve => client.on('close', resolve));
const answer = (client: RealtimeClient): Promise<string> => {
  client.send(Answer, 'who is there?');
  return new Promise(resolve => client.on(Answer, resolve));
};

describe('a client whose connection breaks', () => {
  test('is another player of the same game session in development', async () => {
    const dev = await TestDev.start(answering('dev'));
    await using proxy = await BreakableProxy.start(dev.port);
    const client = await connect({ endpoint: '127.0.0.1', port: proxy.port, reconnect: QUICK });
    const again = reconnected(client);
    proxy.break();
    expect(await again).toMatchObject({ previousPeerId: 1, peerId: 2, cause: { code: 1006 } });
    expect(await answer(client)).toMatch(/^dev/);
    await client.close();
    await dev.stop();
  }, 60_000);

  test('gets in again with a new player session, and with the old one does not', async () => {
    await using serve = await TestServe.start();
    const fleetId = await serve.deploy(answering('serve'));
    const { GameSessionId } = await serve.createSession(fleetId);
    const reserve = async (playerId: string): Promise<string> => {
      const reserving = new CreatePlayerSessionCommand({ GameSessionId, PlayerId: playerId });
      return (await serve.client.send(reserving)).PlayerSession!.PlayerSessionId!;
    };
    await using proxy = await BreakableProxy.start(serve.port);
    const options = { endpoint: '127.0.0.1', port: proxy.port, reconnect: QUICK };
    const [renewed, fixed] = [
      await connect({ ...options, playerSessionId: () => reserve('anna') }),
      await connect({ ...options, playerSessionId: await reserve('bert') }),
    ];
    const [again, end] = [reconnected(renewed), closed(fixed)];
    proxy.break();
    expect(await end).toMatchObject({
      code: 1006,
      reconnectError: { code: 'connect_refused', closeReason: 'player_session_invalid' },
    });
    expect((await again).peerId).toBe(3);
    expect(await answer(renewed)).toMatch(/^serve/);
    await renewed.close();
  }, 60_000);
});

test('a client whose game session is replaced by a new version of the script plays that one', async () => {
  const dev = await TestDev.start(answering('one'), { olderSessions: 'end' });
  const client = await connect({ endpoint: '127.0.0.1', port: dev.port, reconnect: QUICK });
  expect(await answer(client)).toMatch(/^one/);
  const again = reconnected(client);
  await dev.save(answering('two'));
  expect((await again).cause).toEqual({ code: 1012, reason: 'script_replaced' });
  client.send(Answer, '');
  for await (const { payload } of client.messages()) {
    expect(new TextDecoder().decode(payload)).toMatch(/^two/);
    break;
  }
  await client.close();
  await dev.stop();
}, 60_000);
