import { afterEach, describe, expect, test } from 'vitest';
import { OpCode } from '../protocol/op-codes.ts';
import { CLIENT_LIMITS } from './client-limits.ts';
import { connectOn } from './connect.ts';
import { connect, DeliveryIntent, type Message, type RealtimeClient } from './index.ts';
import { Inbox } from './test/inbox.ts';
import { accept, loginResponse, PEER_ID, TinyServer } from './test/tiny-server.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(...policy: Parameters<typeof TinyServer.start>): Promise<TinyServer> {
  const server = await TinyServer.start(...policy);
  cleanups.push(() => server.stop());
  return server;
}

async function connected(server: TinyServer): Promise<RealtimeClient> {
  const client = await connect({ endpoint: '127.0.0.1', port: server.port });
  cleanups.push(() => client.close());
  await server.reliable.next();
  return client;
}

/** A client whose fast channel the server has acknowledged; the handshake's datagrams are taken from the inbox. */
async function connectedFast(server: TinyServer): Promise<RealtimeClient> {
  const client = await connected(server);
  await server.fast.next();
  server.sendFast(serverAck(0));
  await server.fast.nextWhere(({ opCode }) => opCode === OpCode.UDP_CONNECT_CLIENT_ACK);
  return client;
}

const serverAck = (sequenceNumber: number) => ({
  opCode: OpCode.UDP_CONNECT_SERVER_ACK,
  sequenceNumber,
  targetPlayer: PEER_ID,
  sender: -1,
  message: { kind: 'udpConnect' as const },
});

const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);

describe('the fast channel', () => {
  test('a datagram connects it, an acknowledgement brings it up and is itself acknowledged', async () => {
    const server = await startServer();
    const client = await connected(server);
    const states = new Inbox<string>();
    client.on('fastChannel', ({ state }) => states.push(state));
    expect(client.fastChannel).toBe('connecting');
    const first = await server.fast.next();
    expect(first).toMatchObject({
      opCode: OpCode.UDP_CONNECT,
      sequenceNumber: 0,
      sender: PEER_ID,
      message: { kind: 'udpConnect' },
    });
    server.sendFast(serverAck(0));
    expect(await states.next()).toBe('up');
    const ack = await server.fast.nextWhere(({ opCode }) => opCode !== OpCode.UDP_CONNECT);
    expect(ack).toMatchObject({ opCode: OpCode.UDP_CONNECT_CLIENT_ACK, sender: PEER_ID });
    expect(ack.sequenceNumber).toBeGreaterThan(0);
    expect(client.fastChannel).toBe('up');
  });

  test('every acknowledgement is answered, because the answer before may be lost', async () => {
    const server = await startServer();
    await connectedFast(server);
    server.sendFast(serverAck(1));
    expect(await server.fast.next()).toMatchObject({ opCode: OpCode.UDP_CONNECT_CLIENT_ACK });
  });

  test('fast messages go by datagram with rising numbers, too large ones by WebSocket', async () => {
    const server = await startServer();
    const client = await connectedFast(server);
    client.send(10, 'one', { channel: 'fast' });
    client.send(11, new Uint8Array(1_201), { channel: 'fast' });
    client.send(12, new Uint8Array(1_200), { channel: 'fast' });
    const [first, second] = [await server.fast.next(), await server.fast.next()];
    expect(first).toMatchObject({ opCode: 10, targetPlayer: -1, sender: PEER_ID, reliable: false });
    expect([second.opCode, second.sequenceNumber]).toEqual([12, first.sequenceNumber + 1]);
    expect(await server.reliable.next()).toMatchObject({ opCode: 11, sequenceNumber: 0, reliable: false });
  });

  test('datagrams that are repeated, late or no packets are dropped', async () => {
    const server = await startServer();
    const client = await connectedFast(server);
    const messages = new Inbox<Message>();
    client.on('message', message => messages.push(message));
    server.sendFast({ opCode: 1, sequenceNumber: 5, sender: -1 });
    server.sendFast({ opCode: 2, sequenceNumber: 5, sender: -1 });
    server.sendFast({ opCode: 3, sequenceNumber: 4, sender: -1 });
    server.sendFastRaw(Uint8Array.of(9, 9, 9));
    server.sendFast({ opCode: 4, sequenceNumber: 6, sender: -1 });
    expect((await messages.next()).opCode).toBe(1);
    expect((await messages.next()).opCode).toBe(4);
  });

  test.each([
    ['has no UDP', connectWithoutUdp],
    ['logs in to a server without a UDP port', connectWithoutFastPort],
    ['logs in to a server whose UDP is encrypted', connectWithCertificate],
  ])('a client that %s sends fast messages by WebSocket', async (_name, start) => {
    const { server, client } = await start();
    cleanups.push(() => client.close());
    await server.reliable.next();
    expect(client.fastChannel).toBe('unavailable');
    client.send(10, 'x', { channel: 'fast' });
    expect(await server.reliable.next()).toMatchObject({ opCode: 10, reliable: false });
  });
});

async function connectWithoutUdp() {
  const server = await startServer();
  const platform = { WebSocket, openDatagramSocket: undefined, limits: CLIENT_LIMITS };
  return { server, client: await connectOn(platform, { endpoint: '127.0.0.1', port: server.port }) };
}

async function connectWithoutFastPort() {
  const server = await startServer(it => {
    it.sendReliable(loginResponse({ success: true, peerId: PEER_ID, fastPort: 0 }));
  });
  return { server, client: await connect({ endpoint: '127.0.0.1', port: server.port }) };
}

async function connectWithCertificate() {
  const server = await startServer(it => {
    const caCert = Uint8Array.of(1);
    it.sendReliable(loginResponse({ success: true, peerId: PEER_ID, fastPort: it.fastPort, caCert }));
  });
  return { server, client: await connect({ endpoint: '127.0.0.1', port: server.port }) };
}

describe('sending', () => {
  test('a message names the script, a player or a group as its target, and its sender', async () => {
    const server = await startServer();
    const client = await connected(server);
    expect(client.send(1, 'ä')).toBe(true);
    client.sendToPlayer(3, 2, Uint8Array.of(5));
    client.sendToGroup(-1, 3);
    const script = await server.reliable.next();
    expect(script).toMatchObject({
      opCode: 1,
      targetPlayer: -1,
      targetGroup: 0,
      sender: PEER_ID,
      reliable: true,
    });
    expect(text(script.payload)).toBe('ä');
    expect(await server.reliable.next()).toMatchObject({ opCode: 2, targetPlayer: 3, targetGroup: 0 });
    expect(await server.reliable.next()).toMatchObject({ opCode: 3, targetPlayer: 0, targetGroup: -1 });
  });

  test('group commands go by WebSocket, and by datagram once the fast channel is up', async () => {
    const server = await startServer();
    const client = await connected(server);
    client.joinGroup(1);
    expect(await server.reliable.next()).toMatchObject({
      opCode: OpCode.JOIN_GROUP,
      targetPlayer: -1,
      message: { kind: 'joinGroup', group: 1 },
    });
    await server.fast.next();
    server.sendFast(serverAck(0));
    await server.fast.nextWhere(({ opCode }) => opCode === OpCode.UDP_CONNECT_CLIENT_ACK);
    client.leaveGroup(1);
    client.requestGroupMembership(2);
    expect(await server.fast.next()).toMatchObject({
      message: { kind: 'leaveGroup', group: 1 },
      reliable: false,
    });
    expect(await server.fast.next()).toMatchObject({ message: { kind: 'requestGroupMembership', group: 2 } });
  });

  test('a message put together as in Amazon’s SDK is the one that the methods send', async () => {
    const server = await startServer();
    const client = await connected(server);
    const message = client.newMessage(5).withPayload('x').withTargetGroup(2);
    client.sendMessage(message.withDeliveryIntent(DeliveryIntent.FAST));
    client.sendMessage(message.withTargetPlayer(3).withDeliveryIntent(DeliveryIntent.RELIABLE));
    const [toGroup, toPlayer] = [await server.reliable.next(), await server.reliable.next()];
    expect(toGroup).toMatchObject({ opCode: 5, targetPlayer: 0, targetGroup: 2, reliable: false });
    expect(toPlayer).toMatchObject({ opCode: 5, targetPlayer: 3, targetGroup: 0, reliable: true });
    expect([text(toGroup.payload), text(toPlayer.payload)]).toEqual(['x', 'x']);
    expect(() => client.sendMessage(client.newMessage(5))).toThrow(RangeError);
  });

  test('what the protocol cannot carry is a RangeError', async () => {
    const client = await connected(await startServer());
    for (const opCode of [0, -1, 1.5, 2 ** 31, Number.NaN]) {
      expect(() => client.send(opCode)).toThrow(RangeError);
    }
    expect(() => client.sendToPlayer(0, 1)).toThrow(RangeError);
    expect(() => client.sendToGroup(-2, 1)).toThrow(RangeError);
    expect(() => client.joinGroup(0)).toThrow(RangeError);
  });

  test('a message is not taken while too much waits to be written, nor after the end', async () => {
    const client = await connected(await startServer());
    const taken: boolean[] = [];
    for (let count = 0; count < 20; count++) taken.push(client.send(1, new Uint8Array(60_000)));
    expect([taken[0], taken.at(-1)]).toEqual([true, false]);
    await client.close();
    expect(client.send(1)).toBe(false);
    expect(client.send(1, '', { channel: 'fast' })).toBe(false);
  });
});

describe('receiving', () => {
  test('a greeting sent in the same breath as the login response is not lost', async () => {
    const server = await startServer(it => {
      accept(it);
      it.sendReliable({ opCode: 5, sender: -1, payload: new TextEncoder().encode('hello') });
      it.sendReliable({
        opCode: OpCode.GROUP_MEMBERSHIP_UPDATE,
        sender: -1,
        message: { kind: 'groupMembershipUpdate', group: 2, players: [PEER_ID] },
      });
    });
    const client = await connected(server);
    server.sendReliable({ opCode: 6, sender: -1 });
    const messages = new Inbox<Message>();
    const groups = new Inbox<unknown>();
    client.on('message', message => messages.push(message));
    client.on('groupMembership', membership => groups.push(membership));
    const greeting = await messages.next();
    expect([greeting.sender, greeting.opCode, text(greeting.payload)]).toEqual([-1, 5, 'hello']);
    expect((await messages.next()).opCode).toBe(6);
    expect(await groups.next()).toEqual({ groupId: 2, peerIds: [PEER_ID] });
  });

  test('packets the protocol uses for itself are no messages, other internal ones are', async () => {
    const server = await startServer();
    const client = await connected(server);
    const messages = client.messages();
    server.sendReliable(loginResponse({ success: true, peerId: 1, fastPort: 1 }));
    server.sendReliable({ opCode: OpCode.VERIFY_IDENTITY_RESPONSE });
    server.sendReliable({ opCode: OpCode.PLAYER_CONNECT, message: { kind: 'playerConnect', peerId: 2 } });
    expect((await messages.next()).value).toMatchObject({ opCode: OpCode.PLAYER_CONNECT });
    expect(client.peerId).toBe(PEER_ID);
  });

  test('a loop over the messages gets them in order and ends with the connection', async () => {
    const server = await startServer();
    const client = await connected(server);
    for (const opCode of [1, 2, 3]) server.sendReliable({ opCode, sender: 4 });
    server.closePlayer(4010, 'kicked');
    const seen: number[] = [];
    for await (const { opCode } of client.messages()) seen.push(opCode);
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('the end', () => {
  test('closing says 1000 to the server, and then to the game', async () => {
    const server = await startServer();
    const client = await connected(server);
    const closes = new Inbox<unknown>();
    client.on('close', close => closes.push(close));
    await client.close();
    expect((await server.closes.next()).code).toBe(1000);
    expect(await closes.next()).toMatchObject({ code: 1000 });
    expect(client.fastChannel).toBe('unavailable');
    await client.close();
    expect(closes.length).toBe(0);
  });

  test('the game hears why the server closed, even when it listens late', async () => {
    const server = await startServer();
    const client = await connected(server);
    server.closePlayer(4010, 'kicked');
    for await (const _message of client.messages());
    const closes = new Inbox<unknown>();
    client.on('close', close => closes.push(close));
    expect(await closes.next()).toEqual({ code: 4010, reason: 'kicked' });
  });

  test('a connection that breaks ends with code 1006, where the client is not to log in again', async () => {
    const server = await startServer();
    const client = await connect({ endpoint: '127.0.0.1', port: server.port, reconnect: 'never' });
    const closes = new Inbox<unknown>();
    client.on('close', close => closes.push(close));
    server.terminatePlayer();
    expect(await closes.next()).toMatchObject({ code: 1006 });
  });

  test('bytes on the WebSocket that are no packet end the connection', async () => {
    const server = await startServer();
    const client = await connected(server);
    const closes = new Inbox<unknown>();
    client.on('close', close => closes.push(close));
    server.sendRaw(Uint8Array.of(5, 1));
    expect(await closes.next()).toEqual({ code: 1007, reason: 'malformed_packet' });
    expect(await server.closes.next()).toMatchObject({ code: 1000 });
  });
});
