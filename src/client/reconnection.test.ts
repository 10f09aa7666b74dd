import { afterEach, describe, expect, test } from 'vitest';
import { CLIENT_LIMITS, type ClientLimits } from './client-limits.ts';
import { type ConnectOptions, connectOn } from './connect.ts';
import type { ClientClose, Reconnected, Reconnecting } from './index.ts';
import type { RealtimeClient } from './realtime-client.ts';
import { Inbox } from './test/inbox.ts';
import { loginResponse, PEER_ID, TinyServer } from './test/tiny-server.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const QUICK = { reconnect: { firstDelayMs: 1, maxDelayMs: 1 } } as const;

interface Player {
  client: RealtimeClient;
  reconnecting: Inbox<Reconnecting>;
  reconnected: Inbox<Reconnected>;
  closes: Inbox<ClientClose>;
}

/** A server that gives every login the next peer id, and a player on it. */
async function startGame(
  options: Partial<ConnectOptions> = QUICK,
  limits: Partial<ClientLimits> = {},
): Promise<Player & { server: TinyServer }> {
  let peerId = PEER_ID;
  const server = await TinyServer.start(it => {
    it.sendReliable(loginResponse({ success: true, peerId: peerId++, fastPort: 0 }));
  });
  cleanups.push(() => server.stop());
  const platform = { WebSocket, openDatagramSocket: undefined, limits: { ...CLIENT_LIMITS, ...limits } };
  const client = await connectOn(platform, { endpoint: '127.0.0.1', port: server.port, ...options });
  cleanups.push(() => client.close());
  const [reconnecting, reconnected, closes] = [
    new Inbox<Reconnecting>(),
    new Inbox<Reconnected>(),
    new Inbox<ClientClose>(),
  ];
  client.on('reconnecting', event => reconnecting.push(event));
  client.on('reconnected', event => reconnected.push(event));
  client.on('close', event => closes.push(event));
  await server.reliable.next();
  return { server, client, reconnecting, reconnected, closes };
}

const membership = (group: number, players: number[]) => ({
  opCode: -13,
  sender: -1,
  message: { kind: 'groupMembershipUpdate' as const, group, players },
});

describe('when the connection breaks', () => {
  test('the client logs in again with the same payload and tells who it is now', async () => {
    const { server, client, reconnected } = await startGame({ ...QUICK, payload: 'hi' });
    server.terminatePlayer();
    expect(await reconnected.next()).toMatchObject({
      ...{ peerId: PEER_ID + 1, previousPeerId: PEER_ID },
      cause: { code: 1006 },
      lost: { unsentBytes: 0, refusedSends: 0, groupIds: [] },
    });
    expect([client.peerId, client.connectionStatus]).toEqual([PEER_ID + 1, 'connected']);
    expect((await server.reliable.next()).payload).toEqual(new TextEncoder().encode('hi'));
    expect(client.send(3)).toBe(true);
    expect(await server.reliable.next()).toMatchObject({ opCode: 3, sender: PEER_ID + 1 });
  });

  test('the game hears which groups it was in, and how many sends were refused', async () => {
    const { server, client, reconnecting, reconnected } = await startGame();
    const memberships = new Inbox<number>();
    client.on('groupMembership', ({ groupId }) => memberships.push(groupId));
    server.sendReliable(membership(1, [PEER_ID]));
    server.sendReliable(membership(2, [PEER_ID, 99]));
    server.sendReliable(membership(3, [99]));
    server.sendReliable(membership(1, [99]));
    for (const group of [1, 2, 3, 1]) expect(await memberships.next()).toBe(group);
    client.on('reconnecting', () => client.send(1, 'lost'));
    server.terminatePlayer();
    expect(await reconnecting.next()).toMatchObject({ attempt: 1, cause: { code: 1006 } });
    expect((await reconnected.next()).lost).toEqual({ unsentBytes: 0, refusedSends: 1, groupIds: [2] });
  });

  test('loops over the messages go on, without what was sent meanwhile', async () => {
    const { server, client, reconnected } = await startGame();
    const messages = client.messages();
    server.sendReliable({ opCode: 1, sender: -1 });
    expect((await messages.next()).value?.opCode).toBe(1);
    server.terminatePlayer();
    await reconnected.next();
    server.sendReliable({ opCode: 2, sender: -1 });
    expect((await messages.next()).value?.opCode).toBe(2);
  });

  test('each login asks for a player session of its own', async () => {
    let count = 0;
    const playerSessionId = async (): Promise<string> => `psess-${++count}`;
    const { server, reconnected } = await startGame({ ...QUICK, playerSessionId });
    server.terminatePlayer();
    await reconnected.next();
    expect((await server.reliable.next()).message).toMatchObject({ playerSessionId: 'psess-2' });
  });

  test('attempts that fail are followed by others, up to a number', async () => {
    const { server, reconnecting, closes, client } = await startGame({
      reconnect: { maxAttempts: 3, firstDelayMs: 4, maxDelayMs: 8 },
    });
    await server.stop();
    cleanups.shift();
    const attempts = [await reconnecting.next(), await reconnecting.next(), await reconnecting.next()];
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    for (const [i, [least, most]] of (
      [
        [2, 4],
        [4, 8],
        [4, 8],
      ] as const
    ).entries()) {
      expect(attempts[i]!.delayMs).toBeGreaterThanOrEqual(least);
      expect(attempts[i]!.delayMs).toBeLessThanOrEqual(most);
    }
    const close = await closes.next();
    expect(close).toMatchObject({ code: 1006, reconnectError: { code: 'connect_failed' } });
    expect(client.connectionStatus).toBe('closed');
  });

  test('a server that lets the client in and breaks off at once is given up, too', async () => {
    const { server, closes, reconnected } = await startGame({
      reconnect: { maxAttempts: 3, firstDelayMs: 1, maxDelayMs: 1 },
    });
    const letIn = server.onLogin;
    server.onLogin = (it, socket) => {
      letIn(it, socket);
      socket.close(1012, 'again');
    };
    server.terminatePlayer();
    expect(await closes.next()).toMatchObject({ code: 1012, reason: 'again' });
    expect(reconnected.length).toBe(3);
  });

  test('what a server did not read is counted as lost, where it never left', async () => {
    const { server, client, reconnected } = await startGame();
    server.pausePlayer();
    const refused = async (): Promise<boolean> => {
      for (let tries = 0; tries < 50; tries++) {
        if (client.send(1, new Uint8Array(60_000))) return false;
        await new Promise(resolve => setImmediate(resolve));
      }
      return true;
    };
    while (!(await refused()));
    await new Promise(resolve => setTimeout(resolve, 2 * CLIENT_LIMITS.bufferLookMs));
    server.terminatePlayer();
    expect((await reconnected.next()).lost.unsentBytes).toBeGreaterThan(0);
  });

  test('a server that refuses the player is not asked again', async () => {
    const { server, closes, reconnecting } = await startGame();
    server.onLogin = (it, socket) => {
      it.sendReliable(loginResponse({ success: false, peerId: 0, fastPort: 0 }));
      socket.close(4002, 'player_session_invalid');
    };
    server.terminatePlayer();
    expect(await closes.next()).toMatchObject({
      code: 1006,
      reconnectError: { code: 'connect_refused', closeReason: 'player_session_invalid' },
    });
    expect(reconnecting.length).toBe(1);
  });

  test('closing while the client waits ends it, and no login follows', async () => {
    const { server, client, reconnecting, closes } = await startGame({
      reconnect: { firstDelayMs: 60_000, maxDelayMs: 60_000 },
    });
    server.terminatePlayer();
    await reconnecting.next();
    await client.close();
    expect(await closes.next()).toEqual({ code: 1000, reason: '' });
    expect(server.reliable.length).toBe(0);
  });
});

describe('the client is closed, and logs in no more,', () => {
  test.each([
    [1000, 'session_ended'],
    [4010, 'kicked'],
    [4030, 'worker_lost'],
  ])('when the server closes with %i, %s', async (code, reason) => {
    const { server, closes, reconnecting } = await startGame();
    server.closePlayer(code, reason);
    expect(await closes.next()).toEqual({ code, reason });
    expect(reconnecting.length).toBe(0);
  });
});

test.each([1001, 1012, 1013, 4008])('a server that closes with %i is asked again', async code => {
  const { server, reconnected } = await startGame();
  server.closePlayer(code, '');
  expect((await reconnected.next()).cause.code).toBe(code);
});

describe('the round trip', () => {
  test('is measured after the login, again and again', async () => {
    const { server, client } = await startGame(QUICK, { roundTripEveryMs: 5 });
    await server.roundTrips.next();
    await server.roundTrips.next();
    expect(client.roundTripTimeMs).toBeGreaterThan(0);
  });

  test('that never ends means that the connection is broken', async () => {
    const { server, reconnected } = await startGame(QUICK, { roundTripEveryMs: 5, silentMs: 20 });
    await server.roundTrips.next();
    await server.roundTrips.next();
    server.isMute = true;
    expect((await reconnected.next()).cause).toEqual({ code: 1006, reason: '' });
  });
});
