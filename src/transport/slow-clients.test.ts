import { expect, test, vi } from 'vitest';
import { encodePacket } from '../protocol/encode.ts';
import { clientFrame, LOGIN, logIn, startServer, TestClient, TestSocket, toScript } from './test/harness.ts';

const ATTACKER = '127.0.0.2';

test('many handshakes, each a byte at a time, are cut off in time, and keep nobody from logging in', async () => {
  const server = await startServer({ handshakeMs: 300 });
  const sockets: TestSocket[] = [];
  for (let count = 0; count < 50; count++) sockets.push(await TestSocket.open(server.port, ATTACKER));
  const request = 'GET /websocket HTTP/1.1\r\nHost: localhost\r\nX-Filler: ';
  let written = 0;
  const trickle = setInterval(() => {
    for (const { socket } of sockets) if (socket.writable) socket.write(request[written] ?? 'x');
    written += 1;
  }, 5);
  try {
    const { client, accepted } = await logIn(server);
    client.send(toScript('unharmed'));
    expect((await accepted.packets.next()).text).toBe('unharmed');
    const answers = await Promise.all(sockets.map(({ answer }) => answer));
    expect(answers.filter(text => text.startsWith('HTTP/1.1 408 '))).toHaveLength(50);
    expect(server.hits.get('handshakeMs')).toBe(50);
    expect(accepted.connection.closed).toBe(false);
  } finally {
    clearInterval(trickle);
  }
});

test('a LOGIN that comes a byte at a time is a LOGIN', async () => {
  const server = await startServer();
  const client = await TestClient.open(server.port);
  const login = server.logins.next();
  for (const byte of clientFrame(encodePacket(LOGIN))) await client.sendRaw(Uint8Array.of(byte));
  expect((await login).request.playerSessionId).toBe('psess-1');
});

test('a LOGIN that is never finished runs into the time for it', async () => {
  const server = await startServer({ loginMs: 200 });
  const client = await TestClient.open(server.port, undefined, ATTACKER);
  const trickle = setInterval(() => void client.sendRaw(Uint8Array.of(0x7f)).catch(() => {}), 5);
  try {
    await client.sendRaw(clientFrame(Buffer.alloc(120)).subarray(0, 6));
    await logIn(server);
    expect(await client.closed).toMatchObject({ reason: 'login_timeout' });
  } finally {
    clearInterval(trickle);
  }
  expect(server.hits.get('loginMs')).toBe(1);
  expect(server.logins.all).toHaveLength(1);
});

test('a message in more reads than the limit closes the connection with 1008', async () => {
  const server = await startServer({ websocketParts: 8 });
  const { client, accepted } = await logIn(server);
  const other = await logIn(server);
  for (const byte of clientFrame(Buffer.alloc(60)).subarray(0, 60)) {
    if (accepted.connection.closed) break;
    await client.sendRaw(Uint8Array.of(byte)).catch(() => {});
    // The other one is read after it, so the byte has been read by itself.
    other.client.send(toScript('round'));
    await other.accepted.packets.next();
  }
  expect((await client.closed).code).toBe(1008);
  expect(server.hits.get('websocketParts')).toBe(1);
});

test('a client that does not answer the close is cut off, and counted', async () => {
  const server = await startServer({ closeGraceMs: 30 });
  const { client, accepted } = await logIn(server, undefined, ATTACKER);
  client.webSocket.pause();
  accepted.connection.close('kicked');
  await vi.waitFor(() => expect(server.transport.counters.connections).toBe(0));
  expect(server.hits.get('closeGraceMs')).toBe(1);
});

test('a client that answers the close is not counted as one that does not', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  accepted.connection.close('kicked');
  await client.closed;
  const leaving = await logIn(server);
  leaving.client.webSocket.close();
  await leaving.client.closed;
  const falling = await logIn(server);
  falling.client.webSocket.terminate();
  await vi.waitFor(() => expect(server.transport.counters.connections).toBe(0));
  expect(server.hits.entries()).toEqual([]);
});

test('while it is being closed a client may send a second’s worth, and is cut off then', async () => {
  const server = await startServer({ receivedBytesPerSecond: 10_000, closeGraceMs: 10_000 });
  const { client, accepted } = await logIn(server, undefined, ATTACKER);
  const neighbour = await logIn(server);
  client.webSocket.pause();
  accepted.connection.close('kicked');
  const frame = clientFrame(Buffer.alloc(100));
  const flood = setInterval(() => {
    for (let count = 0; count < 20; count++) void client.sendRaw(frame).catch(() => {});
  }, 5);
  try {
    await vi.waitFor(() => expect(server.transport.counters.connections).toBe(1));
  } finally {
    clearInterval(flood);
  }
  expect(server.hits.get('receivedBytesPerSecond')).toBe(1);
  expect(server.hits.get('closeGraceMs')).toBe(0);
  neighbour.client.send(toScript('unharmed'));
  expect((await neighbour.accepted.packets.next()).text).toBe('unharmed');
});
