import { expect, test, vi } from 'vitest';
import {
  LOGIN,
  logIn,
  startServer,
  TestClient,
  type TestServer,
  TestSocket,
  toScript,
} from './test/harness.ts';

const ATTACKER = '127.0.0.2';
const NEIGHBOUR = '127.0.0.1';

/** Per second; with a burst of a minute, three are free, and the next one takes half a minute. */
const SLOW = 1 / 30;
const BURST = 3;

const openFrom = (server: TestServer, from: string) => TestClient.open(server.port, undefined, from);
const logInFrom = (server: TestServer, from: string) => logIn(server, undefined, from);

/** A player from another address can do all that a player does. */
async function expectUnharmed(server: TestServer): Promise<void> {
  const { client, accepted } = await logInFrom(server, NEIGHBOUR);
  client.send(toScript('unharmed'));
  expect((await accepted.packets.next()).text).toBe('unharmed');
  client.webSocket.close();
  await accepted.closed;
}

test('logins that come too fast are refused with a reason, those from another address are not', async () => {
  const server = await startServer({ loginsPerSecondPerAddress: SLOW, addressBurstMs: 60_000 });
  for (let count = 0; count < BURST; count++) await logInFrom(server, ATTACKER);
  const refused = await openFrom(server, ATTACKER);
  refused.send(LOGIN);
  expect((await refused.packets.next()).message).toMatchObject({ kind: 'loginResult', success: false });
  expect(await refused.closed).toEqual({ code: 1013, reason: 'too_many_logins' });
  expect(server.hits.get('loginsPerSecondPerAddress')).toBe(1);
  expect(server.logins.all).toHaveLength(BURST);
  await expectUnharmed(server);
});

test('one address has so many connections; the next is told why, and a place that is left can be had', async () => {
  const server = await startServer({ connectionsPerAddress: 2 });
  const [first] = [await logInFrom(server, ATTACKER), await logInFrom(server, ATTACKER)];
  const third = await openFrom(server, ATTACKER);
  expect(await third.closed).toEqual({ code: 1013, reason: 'too_many_connections' });
  expect(server.hits.get('connectionsPerAddress')).toBe(1);
  await expectUnharmed(server);
  first.client.webSocket.close();
  await first.client.closed;
  await vi.waitFor(() => expect(server.transport.counters.connections).toBe(1));
  await logInFrom(server, ATTACKER);
});

test('of one address’s connections without a LOGIN the oldest has to go, and no other address’s', async () => {
  const server = await startServer({ unauthenticatedPerAddress: 2 });
  const neighbour = await openFrom(server, NEIGHBOUR);
  const waiting = [];
  for (let count = 0; count < 3; count++) waiting.push(await openFrom(server, ATTACKER));
  expect(await waiting[0]!.closed).toEqual({ code: 1013, reason: 'too_many_connections' });
  expect(server.hits.get('unauthenticatedPerAddress')).toBe(1);
  const players = [];
  for (const client of [neighbour, waiting[1]!, waiting[2]!]) {
    client.send(LOGIN);
    players.push(await server.logins.next());
  }
  // Who has logged in does not wait any more.
  for (let count = 0; count < 3; count++) await openFrom(server, ATTACKER);
  expect(server.hits.get('unauthenticatedPerAddress')).toBe(2);
  expect(players.map(({ connection }) => connection.closed)).toEqual([false, false, false]);
});

test('whoever logs in at once gets in, although another address fills the places of all', async () => {
  const server = await startServer({ unauthenticatedConnections: 3 });
  for (let count = 0; count < 10; count++) await openFrom(server, ATTACKER);
  expect(server.hits.get('unauthenticatedConnections')).toBe(7);
  await expectUnharmed(server);
});

test('of one address’s unfinished handshakes the oldest has to go; whoever finishes gets in', async () => {
  const server = await startServer({ handshakesPerAddress: 5 });
  const silent = [];
  for (let count = 0; count < 20; count++) silent.push(await TestSocket.open(server.port, ATTACKER));
  expect(await silent[0]!.answer).toMatch(/^HTTP\/1.1 429 /);
  await expectUnharmed(server);
  await logInFrom(server, ATTACKER);
  expect(server.hits.get('handshakesPerAddress')).toBe(16);
  for (const { socket } of silent) socket.destroy();
});

test('connections that come too fast are answered 429, those from another address are not', async () => {
  const server = await startServer({ connectionsPerSecondPerAddress: SLOW, addressBurstMs: 60_000 });
  for (let count = 0; count < BURST; count++) await openFrom(server, ATTACKER);
  await expect(openFrom(server, ATTACKER)).rejects.toThrow('429');
  expect(server.hits.get('connectionsPerSecondPerAddress')).toBe(1);
  await expectUnharmed(server);
});

test('an address is forgotten when its connections are gone and its budgets full again', async () => {
  const server = await startServer({ addressBurstMs: 40, loginsPerSecondPerAddress: 50 });
  const gone = await logInFrom(server, ATTACKER);
  gone.client.webSocket.close();
  await gone.accepted.closed;
  await vi.waitFor(async () => {
    await expectUnharmed(server);
    expect(server.transport.counters.addresses).toBeLessThan(2);
  });
});
