import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { encodePacket } from '../protocol/encode.ts';
import { OpCode } from '../protocol/op-codes.ts';
import type { PlayerConnection } from '../session/player-connection.ts';
import {
  fromHex,
  fromScript,
  LOGIN,
  logIn,
  startServer,
  TestClient,
  textOf,
  toScript,
} from './test/harness.ts';

test('a LOGIN reaches the host once, with its fields and a payload of its own', async () => {
  const server = await startServer();
  const client = await TestClient.open(server.port);
  client.webSocket.send(
    fromHex(
      '1f 18 ff ff ff ff ff ff ff ff ff 01 30 01 7a 02 68 69 f2 01 0b 0a 07 70 73 65 73 73 2d 31 10 02',
    ),
  );
  const { request, connection } = await server.logins.next();
  expect(request).toEqual({
    playerSessionId: 'psess-1',
    clientVersion: 2,
    payload: Uint8Array.from(Buffer.from('hi')),
  });
  expect(request.payload.buffer.byteLength).toBe(2);
  expect(connection.remoteAddress).toBe('127.0.0.1');
  expect(connection.closed).toBe(false);
});

test('messages pass in order in both directions', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  for (const text of ['a', 'b', 'c']) client.send(toScript(text));
  for (const text of ['a', 'b', 'c']) expect((await accepted.packets.next()).text).toBe(text);

  for (const text of ['x', 'y']) accepted.connection.sendReliable(fromScript(text));
  for (const text of ['x', 'y']) expect(textOf(await client.packets.next())).toBe(text);
});

test('a fast message goes by WebSocket while there is no fast channel', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  accepted.connection.sendFast(fromScript('fast'));
  expect(textOf(await client.packets.next())).toBe('fast');
});

test('any path is accepted', async () => {
  const server = await startServer();
  const client = await TestClient.open(server.port, `ws://127.0.0.1:${server.port}/`);
  client.send(LOGIN);
  expect((await server.logins.next()).request.playerSessionId).toBe('psess-1');
});

test('compression is never agreed to', async () => {
  const server = await startServer();
  const { client } = await logIn(server);
  expect(client.webSocket.extensions).toBe('');
});

test('a plain HTTP request is answered 426', async () => {
  const server = await startServer();
  const response = await fetch(`http://127.0.0.1:${server.port}/`);
  expect(response.status).toBe(426);
  expect(await response.text()).toContain('WebSocket');
});

test('a ping is answered with its own payload', async () => {
  const server = await startServer();
  const { client } = await logIn(server);
  client.webSocket.ping('payload');
  const [payload] = await once(client.webSocket, 'pong');
  expect(payload.toString()).toBe('payload');
});

test.each([
  ['a text message', 'hello', { code: 1003, reason: 'text_message' }],
  ['bytes that are no packet', fromHex('ff ff ff'), { code: 1007, reason: 'malformed_packet' }],
  ['an empty message', Buffer.alloc(0), { code: 1007, reason: 'malformed_packet' }],
  ['a packet before the login', encodePacket(toScript('hi')), { code: 4000, reason: 'unexpected_packet' }],
  ['a LOGIN without its command', encodePacket({ opCode: 0 }), { code: 4000, reason: 'unexpected_packet' }],
  [
    'a LOGIN with too large a payload',
    encodePacket({ ...LOGIN, payload: Buffer.alloc(4_097) }),
    { code: 1009, reason: 'message_too_big' },
  ],
])('%s as the first message closes the connection with a reason', async (_what, message, expected) => {
  const server = await startServer();
  const client = await TestClient.open(server.port);
  client.webSocket.send(message);
  expect(await client.closed).toEqual(expected);
  expect(server.logins.all).toEqual([]);
});

test.each([
  ['a text message', 'hello', { code: 1003, reason: 'text_message' }],
  ['bytes that are no packet', fromHex('05 08'), { code: 1007, reason: 'malformed_packet' }],
])(
  '%s after the login closes the connection, and its receiver is told once',
  async (_what, message, expected) => {
    const server = await startServer();
    const { client, accepted } = await logIn(server);
    client.webSocket.send(message);
    expect(await client.closed).toEqual(expected);
    await accepted.closed;
    await server.transport.close();
    expect(accepted.closedCalls()).toBe(1);
  },
);

test('a message over the size limit closes the connection with 1009', async () => {
  const server = await startServer({ websocketMessageBytes: 5_000 });
  const { client, accepted } = await logIn(server);
  client.webSocket.send(Buffer.alloc(5_001));
  expect((await client.closed).code).toBe(1009);
  expect(server.hits.get('websocketMessageBytes')).toBe(1);
  await accepted.closed;
});

test('a message in more fragments than the limit closes the connection with 1008', async () => {
  const server = await startServer({ websocketParts: 8 });
  const { client, accepted } = await logIn(server);
  for (let part = 0; part < 20; part++) client.webSocket.send(Buffer.alloc(1), { fin: false });
  expect((await client.closed).code).toBe(1008);
  expect(server.hits.get('websocketParts')).toBe(1);
  await accepted.closed;
});

test('a payload over its limit is dropped and counted, and the connection lives', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  client.send(toScript('x'.repeat(4_097)));
  client.send(toScript('x'.repeat(4_096)));
  expect((await accepted.packets.next()).text).toHaveLength(4_096);
  expect(server.hits.get('reliablePayloadBytes')).toBe(1);
});

test('a second LOGIN and the UDP handshake are ignored on the WebSocket', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  client.send(LOGIN);
  client.send({ opCode: OpCode.UDP_CONNECT, sender: 1 });
  client.send({ opCode: OpCode.UDP_CONNECT_CLIENT_ACK, sender: 1 });
  client.send(toScript('after'));
  expect((await accepted.packets.next()).text).toBe('after');
  expect(server.logins.all).toHaveLength(1);
});

test('who does not log in in time is told so', async () => {
  const server = await startServer({ loginMs: 20 });
  const client = await TestClient.open(server.port);
  expect(await client.closed).toEqual({ code: 4001, reason: 'login_timeout' });
  expect(server.hits.get('loginMs')).toBe(1);
  expect(server.transport.counters.unauthenticated).toBe(0);
});

test('connections waiting to log in are bounded; the oldest is told so, and a login makes room', async () => {
  const server = await startServer({ unauthenticatedConnections: 1 });
  const first = await TestClient.open(server.port);
  const second = await TestClient.open(server.port);
  expect(await first.closed).toEqual({ code: 1013, reason: 'too_many_connections' });
  expect(server.transport.counters.unauthenticated).toBe(1);
  expect(server.hits.get('unauthenticatedConnections')).toBe(1);
  second.send(LOGIN);
  await server.logins.next();
  expect(server.transport.counters.unauthenticated).toBe(0);
  await logIn(server);
  expect(server.hits.get('unauthenticatedConnections')).toBe(1);
});

test('connections over the total are refused', async () => {
  const server = await startServer({ connections: 1 });
  await logIn(server);
  await expect(TestClient.open(server.port)).rejects.toThrow();
  expect(server.hits.get('connections')).toBe(1);
});

test.each([
  ['says nothing', ''],
  ['does not finish its request', 'GET / HTTP/1.1\r\nHost: x\r\n'],
])('a connection that %s is cut off', async (_what, text) => {
  const server = await startServer({ handshakeMs: 50 });
  const socket = connect(server.port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  socket.on('error', () => {});
  socket.write(text);
  socket.resume();
  await once(socket, 'close');
  expect(server.hits.get('handshakeMs')).toBe(1);
});

test('headers over their limit are refused', async () => {
  const server = await startServer({ handshakeHeaderBytes: 1_024 });
  const headers = { 'x-filler': 'x'.repeat(2_000) };
  const response = await fetch(`http://127.0.0.1:${server.port}/`, { headers });
  expect(response.status).toBe(431);
  expect(server.hits.get('handshakeHeaderBytes')).toBe(1);
});

test('close sends what was queued before it, then its code and reason, and nothing after', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  const { connection } = accepted;
  connection.sendReliable(fromScript('one'));
  connection.sendReliable(fromScript('two'));
  connection.close('kicked');
  expect(connection.closed).toBe(true);
  connection.sendReliable(fromScript('three'));
  connection.close('session_ended');
  expect(await client.closed).toEqual({ code: 4010, reason: 'kicked' });
  expect(client.packets.all.map(textOf)).toEqual(['one', 'two']);
  await accepted.closed;
  expect(accepted.closedCalls()).toBe(1);
});

test('the end of a connection that the client closes is reported once', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  client.webSocket.close(1000);
  await accepted.closed;
  expect(accepted.connection.closed).toBe(true);
  expect((await client.closed).code).toBe(1000);
  await server.transport.close();
  expect(accepted.closedCalls()).toBe(1);
});

test('whoever attaches to a closed connection is told in a microtask', async () => {
  const server = await startServer();
  const { accepted } = await logIn(server);
  const { connection } = accepted;
  connection.close('kicked');
  await accepted.closed;
  let isTold = false;
  connection.attach({
    onPacket: () => {},
    onClosed: () => {
      isTold = true;
    },
  });
  expect(isTold).toBe(false);
  await Promise.resolve();
  expect(isTold).toBe(true);
});

test('packets from before attach are dropped, later ones are not', async () => {
  const received: PlayerConnection[] = [];
  const server = await startServer({}, { onLogin: connection => received.push(connection) });
  const client = await TestClient.open(server.port);
  client.send(LOGIN);
  client.send(toScript('early'));
  client.webSocket.ping();
  await once(client.webSocket, 'pong');
  const texts: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  received[0]?.attach({
    onPacket: packet => {
      texts.push(textOf(packet));
      resolve();
    },
    onClosed: () => {},
  });
  client.send(toScript('late'));
  await promise;
  expect(texts).toEqual(['late']);
});
