import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { TestClient } from './test/test-client.ts';

/** The longest payload of a datagram, of a client's reliable message, and of a script's message. */
const FAST_BYTES = 1_200;
const RELIABLE_BYTES = 4_096;
const SCRIPT_BYTES = 64 * 1024;

/** Sends its sender a message of as many bytes as asked for, by either channel. */
const SIZES_SCRIPT = scriptWith(`
  onMessage(message) {
    if (message.opCode === 999) return this.echo(message);
    const { channel, length } = JSON.parse(message.getPayloadAsText());
    const answer = session.newBinaryGameMessage(1, -1, Buffer.alloc(length, 7));
    if (channel === 'fast') session.sendMessage(answer, message.sender);
    else session.sendReliableMessage(answer, message.sender);
  },`);

/** Tells its sender what it got, by both channels. */
const DESCRIBING_SCRIPT = scriptWith(`
  onMessage(message) {
    if (message.opCode === 999) return this.echo(message);
    const { opCode, sender, reliable, targetPlayer, targetGroup, payload } = message;
    const description = { opCode, sender, reliable, targetPlayer, targetGroup, length: payload.length };
    session.sendReliableMessage(text(1, JSON.stringify(description)), sender);
    session.sendMessage(text(2, JSON.stringify(description)), sender);
  },`);

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({ limits: { fastAckFirstMs: 20 } });
});
afterAll(() => host.stop());

async function fastClient(): Promise<TestClient> {
  const client = await host.login();
  await client.bringUpFast();
  return client;
}

describe('a message to the script', () => {
  test.each(['reliable', 'fast'] as const)('comes whole by the %s channel', async channel => {
    await host.play(DESCRIBING_SCRIPT);
    const client = await fastClient();
    const expected = { opCode: 77, sender: 1, targetPlayer: -1, targetGroup: 0, length: 5 };
    client.sendToScript(77, 'hello', channel);
    const description = JSON.parse((await client.nextMessage(1)).text);
    expect(description).toEqual({ ...expected, reliable: channel === 'reliable' });
    await client.close();
  });

  test('carries the flag its sender set, not the name of the channel it came by', async () => {
    await host.play(DESCRIBING_SCRIPT);
    const client = await fastClient();
    client.sendReliable({ opCode: 5, targetPlayer: -1, reliable: false });
    expect(JSON.parse((await client.nextMessage(1)).text).reliable).toBe(false);
    await client.sendFast({ opCode: 5, targetPlayer: -1, reliable: true });
    expect(JSON.parse((await client.nextMessage(1)).text).reliable).toBe(true);
    await client.close();
  });

  test('may be empty', async () => {
    await host.play(
      scriptWith(`onMessage(message) {
        const isEmpty = message.payload == '' && message.getPayloadAsText() === '';
        session.sendReliableMessage(text(1, String(isEmpty)), message.sender);
      },`),
    );
    const client = await host.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage(1)).text).toBe('true');
    await client.close();
  });
});

describe('a message of the script', () => {
  test('goes by the channel it is sent by, and says so', async () => {
    await host.play(DESCRIBING_SCRIPT);
    const client = await fastClient();
    client.sendToScript(5, 'x');
    expect(await client.nextMessage(1)).toMatchObject({ via: 'websocket', reliable: true, sender: -1 });
    expect(await client.nextMessage(2)).toMatchObject({ via: 'udp', reliable: false, sender: -1 });
    await client.close();
  });

  test('goes by WebSocket while the fast channel is not up, and keeps its place among the reliable ones', async () => {
    await host.play(DESCRIBING_SCRIPT);
    const client = await host.login();
    for (let i = 0; i < 3; i++) client.sendToScript(5, 'x');
    const messages = [];
    for (let i = 0; i < 6; i++) messages.push(await client.nextMessage());
    expect(messages.map(({ opCode, via }) => [opCode, via])).toEqual([
      [1, 'websocket'],
      [2, 'websocket'],
      [1, 'websocket'],
      [2, 'websocket'],
      [1, 'websocket'],
      [2, 'websocket'],
    ]);
    await client.close();
  });

  test('goes by WebSocket to a client that asked for the fast channel and has not acknowledged it', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.login();
    await client.sendFast({ opCode: -5, targetPlayer: -1, udpConnect: {} });
    await client.next(packet => packet.opCode === -6);
    client.sendReliable({ opCode: 999, targetPlayer: -1, reliable: false });
    expect(await client.nextMessage(999)).toMatchObject({ via: 'websocket', reliable: false });
    await client.sendFast({ opCode: -7, targetPlayer: -1, udpConnect: {} });
    expect(await client.echo('up', 'fast')).toMatchObject({ via: 'udp' });
    await client.close();
  });

  test('goes by UDP once any other datagram shows that the client heard the acknowledgement', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.login();
    await client.sendFast({ opCode: -5, targetPlayer: -1, udpConnect: {} });
    await client.next(packet => packet.opCode === -6);
    expect(await client.echo('no acknowledgement of mine', 'fast')).toMatchObject({ via: 'udp' });
    await client.close();
  });

  test.each([
    ['fast', 0, 'udp'],
    ['fast', FAST_BYTES, 'udp'],
    ['fast', FAST_BYTES + 1, 'websocket'],
    ['fast', RELIABLE_BYTES + 1, 'websocket'],
    ['fast', SCRIPT_BYTES, 'websocket'],
    ['reliable', 0, 'websocket'],
    ['reliable', FAST_BYTES + 1, 'websocket'],
    ['reliable', SCRIPT_BYTES, 'websocket'],
  ] as const)('that is %s and %d bytes long arrives by %s', async (channel, length, via) => {
    await host.play(SIZES_SCRIPT);
    const client = await fastClient();
    client.sendToScript(1, JSON.stringify({ channel, length }));
    const message = await client.nextMessage(1);
    expect({ ...message, payload: message.payload.equals(Buffer.alloc(length, 7)) }).toMatchObject({
      via,
      payload: true,
    });
    await client.close();
  });

  test.each(['reliable', 'fast'] as const)(
    'that is %s and longer than 64 KiB is dropped, and the log says so',
    async channel => {
      const session = await host.play(SIZES_SCRIPT);
      const client = await fastClient();
      client.sendToScript(1, JSON.stringify({ channel, length: SCRIPT_BYTES + 1 }));
      await client.echo('barrier');
      await client.echo('barrier', 'fast');
      expect(client.messages).toEqual([]);
      const line = await host.line(
        candidate => candidate.gameSessionId === session.id && candidate.msg.includes('65537'),
      );
      expect(line).toMatchObject({ source: 'script' });
      await client.close();
    },
  );
});

describe('a message of a client', () => {
  test.each([
    ['fast', FAST_BYTES],
    ['reliable', FAST_BYTES],
    ['reliable', FAST_BYTES + 1],
    ['reliable', RELIABLE_BYTES],
  ] as const)('that goes by the %s channel arrives with %d bytes', async (channel, length) => {
    await host.play(DESCRIBING_SCRIPT);
    const client = await fastClient();
    client.sendToScript(5, Buffer.alloc(length, 1), channel);
    expect(JSON.parse((await client.nextMessage(1)).text)).toMatchObject({ length });
    await client.close();
  });

  test.each([
    ['fast', FAST_BYTES + 1],
    ['reliable', RELIABLE_BYTES + 1],
  ] as const)(
    'that goes by the %s channel is dropped with %d bytes, and its connection lives on',
    async (channel, length) => {
      await host.play(ECHO_SCRIPT);
      const client = await fastClient();
      client.sendToScript(5, Buffer.alloc(length, 1), channel);
      client.sendToPlayer(1, 6, Buffer.alloc(length, 1), channel);
      await client.echo('barrier', channel);
      expect(client.messages).toEqual([]);
      await client.close();
    },
  );
});

describe('sequence numbers', () => {
  async function send(client: TestClient, sequenceNumber: number): Promise<void> {
    const payload = Buffer.from(String(sequenceNumber));
    await client.sendFast({ opCode: 1, targetPlayer: -1, sequenceNumber, payload });
  }

  test('datagrams that are repeated or overtaken are dropped, gaps are not waited for', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await fastClient();
    for (const number of [10, 10, 9, 12, 11, 2, 0, -1, -(2 ** 31), 2 ** 31 - 1]) await send(client, number);
    const last = await client.next(packet => packet.text === String(2 ** 31 - 1));
    expect([...client.messages, last].map(packet => packet.text)).toEqual(['10', '12', '2147483647']);
    await client.close();
  });

  test('a repeated UDP_CONNECT is dropped, a renewed one is acknowledged again', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await fastClient();
    const connect = { opCode: -5, targetPlayer: -1, udpConnect: {} };
    await client.sendFast({ ...connect, sequenceNumber: 0 });
    await client.sendFast({ ...connect, sequenceNumber: 10 });
    await client.sendFast({ opCode: 1, targetPlayer: -1, sequenceNumber: 11 });
    await client.nextMessage(1);
    expect(client.inbox.map(packet => packet.opCode)).toEqual([-6]);
    await client.close();
  });

  test('what the server sends by UDP counts up, acknowledgements and relayed messages included', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.login();
    const numbers: number[] = [];
    const take = async (opCode: number) => {
      const packet = await client.next(candidate => candidate.opCode === opCode && candidate.via === 'udp');
      numbers.push(packet.sequenceNumber);
    };
    for (let i = 0; i < 2; i++) {
      await client.sendFast({ opCode: -5, targetPlayer: -1, udpConnect: {} });
      await take(-6);
    }
    for (let i = 0; i < 3; i++) {
      client.sendToScript(1, 'x', 'fast');
      await take(1);
      client.sendToPlayer(client.peerId, 2, 'x', 'fast');
      await take(2);
    }
    // Between them may be acknowledgements that were repeated.
    expect(numbers).toEqual([...new Set(numbers)].sort((x, y) => x - y));
    expect(numbers).toHaveLength(8);
    await client.close();
  });

  test('what the server sends by WebSocket takes no number', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await fastClient();
    const first = await client.echo('first', 'fast');
    expect(await client.echo('reliable')).toMatchObject({ sequenceNumber: 0 });
    expect((await client.echo('second', 'fast')).sequenceNumber).toBe(first.sequenceNumber + 1);
    await client.close();
  });
});

describe("the server's acknowledgement", () => {
  const connect = { opCode: -5, targetPlayer: -1, udpConnect: {} };

  test('is repeated until the client acknowledges it', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.login();
    await client.sendFast(connect);
    const numbers = [];
    for (let i = 0; i < 3; i++) {
      numbers.push((await client.next(packet => packet.opCode === -6)).sequenceNumber);
    }
    expect(numbers).toEqual([0, 1, 2]);
    await client.close();
  });

  test('is not repeated once the client has acknowledged it', async () => {
    await host.play(ECHO_SCRIPT);
    const [acknowledged, silent] = [await host.login(), await host.login()];
    await acknowledged.bringUpFast();
    const { sequenceNumber } = await acknowledged.echo('acknowledged', 'fast');
    await silent.sendFast(connect);
    // The silent one's repetitions are the clock: three of them, and not one of the other's.
    for (let i = 0; i < 4; i++) await silent.next(packet => packet.opCode === -6);
    expect((await acknowledged.echo('still up', 'fast')).sequenceNumber).toBe(sequenceNumber + 1);
    expect(acknowledged.inbox).toEqual([]);
    await Promise.all([acknowledged.close(), silent.close()]);
  });
});
