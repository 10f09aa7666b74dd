import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { closeAll } from './test/players.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { PacketFields, TestClient } from './test/test-client.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

async function twoPlayers(): Promise<[TestClient, TestClient]> {
  return [await host.login(), await host.login()];
}

async function bringUp(...clients: TestClient[]): Promise<void> {
  for (const client of clients) {
    await client.bringUpFast();
  }
}

describe('a message to another player', () => {
  test.each([
    ['reliable', 'websocket'],
    ['fast', 'udp'],
  ] as const)(
    'keeps op code and payload, names its sender, and goes on by the %s channel',
    async (channel, via) => {
      await host.play(ECHO_SCRIPT);
      const [a, b] = await twoPlayers();
      await bringUp(a, b);
      a.sendToPlayer(b.peerId, 2 ** 31 - 1, Buffer.from([0, 255, 128]), channel);
      expect(await b.nextMessage()).toMatchObject({
        opCode: 2 ** 31 - 1,
        payload: Buffer.from([0, 255, 128]),
        sender: a.peerId,
        targetPlayer: b.peerId,
        reliable: channel === 'reliable',
        via,
      });
      await closeAll(a, b);
    },
  );

  test('goes by the channel its sender asked for, whatever channel it came by', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = await twoPlayers();
    await bringUp(a, b);
    a.sendReliable({ opCode: 1, targetPlayer: b.peerId, reliable: false });
    expect(await b.nextMessage(1)).toMatchObject({ via: 'udp', reliable: false });
    await a.sendFast({ opCode: 2, targetPlayer: b.peerId, reliable: true });
    expect(await b.nextMessage(2)).toMatchObject({ via: 'websocket', reliable: true });
    await closeAll(a, b);
  });

  test('goes by WebSocket when it is fast and the other has no fast channel', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = await twoPlayers();
    await bringUp(a);
    a.sendToPlayer(b.peerId, 1, 'x', 'fast');
    expect(await b.nextMessage(1)).toMatchObject({ via: 'websocket', reliable: false });
    await closeAll(a, b);
  });

  test('may be to oneself', async () => {
    await host.play(ECHO_SCRIPT);
    const a = await host.login();
    a.sendToPlayer(a.peerId, 1, 'note to self');
    expect(await a.nextMessage(1)).toMatchObject({ text: 'note to self', sender: a.peerId });
    await a.close();
  });

  test('comes in the order it was sent', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = await twoPlayers();
    for (let i = 1; i <= 200; i++) a.sendToPlayer(b.peerId, i, '');
    for (let i = 1; i <= 200; i++) expect((await b.nextMessage()).opCode).toBe(i);
    await closeAll(a, b);
  });
});

describe('what a packet says', () => {
  /** Has `a` send this, and gives what a, b and the script get of it. */
  async function whoGets(fields: PacketFields): Promise<{ a: number[]; b: number[]; script: number[] }> {
    await host.play(
      scriptWith(`got: [],
      onMessage(message) {
        if (message.opCode === 999) return this.echo(message);
        if (message.opCode === 500) {
          session.sendReliableMessage(text(500, JSON.stringify(this.got)), message.sender);
        } else this.got.push(message.opCode);
      },`),
    );
    const [a, b] = await twoPlayers();
    await bringUp(a, b);
    a.sendReliable(fields);
    await a.sendFast(fields);
    await a.echo('barrier', 'fast');
    a.sendToScript(500, '');
    const script = JSON.parse((await a.nextMessage(500)).text) as number[];
    for (const client of [a, b]) {
      await client.echo('barrier');
      await client.echo('barrier', 'fast');
    }
    const [toA, toB] = [a, b].map(client => client.inbox.map(packet => packet.opCode));
    await closeAll(a, b);
    return { a: toA!, b: toB!, script };
  }

  test('to the script goes to the script alone', async () => {
    expect(await whoGets({ opCode: 1, targetPlayer: -1 })).toEqual({ a: [], b: [], script: [1, 1] });
  });

  test('to the script and to all players goes to the script alone', async () => {
    const fields = { opCode: 1, targetPlayer: -1, targetGroup: -1 };
    expect(await whoGets(fields)).toEqual({ a: [], b: [], script: [1, 1] });
  });

  test('to a player and a group goes to the player alone', async () => {
    const fields = { opCode: 1, targetPlayer: 2, targetGroup: -1 };
    expect(await whoGets(fields)).toEqual({ a: [], b: [1, 1], script: [] });
  });

  test.each([
    ['neither target', {}],
    ['a player who is not there', { targetPlayer: 3 }],
    ['a player with the greatest id there is', { targetPlayer: 2 ** 31 - 1 }],
    ["the client's own id for itself", { targetPlayer: -2 }],
  ])('to %s goes to nobody', async (_whom, target) => {
    expect(await whoGets({ opCode: 1, ...target })).toEqual({ a: [], b: [], script: [] });
  });

  test.each([
    0,
    -1,
    -2,
    -3,
    -4,
    -5,
    -6,
    -7,
    -8,
    -9,
    -13,
    -14,
    -15,
    -16,
    -101,
    -103,
    -1000,
    -1001,
    -(2 ** 31),
  ])('with op code %d goes neither to a player, nor to the script, nor to a group', async opCode => {
    for (const target of [{ targetPlayer: -1 }, { targetPlayer: 2 }, { targetGroup: -1 }]) {
      const got = await whoGets({ opCode, ...target });
      expect({ ...got, a: got.a.filter(received => received !== -6) }).toEqual({ a: [], b: [], script: [] });
    }
  });

  test.each([-1, 0, 2, 99])('of its sender (%d) is not believed', async sender => {
    await host.play(
      scriptWith(`onMessage(message) {
        if (message.opCode === 999) return this.echo(message);
        session.sendReliableGroupMessage(text(9, message.sender), -1);
      },`),
    );
    const [a, b] = await twoPlayers();
    await bringUp(a, b);
    a.sendReliable({ opCode: 1, targetPlayer: b.peerId, sender });
    await a.sendFast({ opCode: 2, targetPlayer: b.peerId, sender });
    a.sendReliable({ opCode: 3, targetGroup: -1, sender });
    a.sendReliable({ opCode: 4, targetPlayer: -1, sender });
    for (const opCode of [1, 2, 3]) expect((await b.nextMessage(opCode)).sender).toBe(1);
    expect((await b.nextMessage(9)).text).toBe('1');
    await closeAll(a, b);
  });

  test('with an op code that no client sends is logged, PLAYER_READY and PING_RESULT are not', async () => {
    const session = await host.play(ECHO_SCRIPT);
    const a = await host.login();
    a.sendReliable({ opCode: -8, targetPlayer: -1 });
    a.sendReliable({ opCode: -3, targetPlayer: -1, pingResult: {} });
    a.sendReliable({ opCode: -1000, targetPlayer: -1 });
    await a.echo('barrier');
    const dropped = host.lines.filter(({ gameSessionId, opCode }) => gameSessionId === session.id && opCode);
    expect(dropped.map(({ opCode }) => opCode)).toEqual([-1000]);
    await a.close();
  });
});

test('a script without onMessage costs its players nothing but the messages', async () => {
  await host.play(`exports.ssExports = { init() {} };`);
  const [a, b] = await twoPlayers();
  a.sendToScript(1, 'anybody there?');
  a.sendToPlayer(b.peerId, 2, 'you?');
  expect((await b.nextMessage()).text).toBe('you?');
  await closeAll(a, b);
});
