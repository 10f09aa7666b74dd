import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
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
    await client.connectFast();
    await client.echo('up', 'fast');
  }
}

const closeAll = (...clients: TestClient[]) => Promise.all(clients.map(client => client.close()));

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

describe('a script that looks at messages between players', () => {
  const ASKED_SCRIPT = scriptWith(`
    judge(message) {
      const { opCode, sender, targetPlayer, targetGroup, reliable } = message;
      const text = message.getPayloadAsText();
      session.getLogger().info(JSON.stringify({ opCode, sender, targetPlayer, targetGroup, reliable, text }));
      if (text === 'throw') throw new Error('no');
      if (text === 'later') return new Promise(resolve => setTimeout(resolve, 20, true));
      if (text === 'never') return Promise.reject(new Error('no'));
      if (text === 'nothing') return undefined;
      return text !== 'no';
    },
    onSendToPlayer(message) { return this.judge(message); },
    onSendToGroup(message) { return this.judge(message); },`);

  const send = {
    player: (from: TestClient, to: TestClient, payload: string) => from.sendToPlayer(to.peerId, 1, payload),
    group: (from: TestClient, _to: TestClient, payload: string) => from.sendToGroup(-1, 1, payload),
  };

  test.each([
    ['player', { targetPlayer: 2, targetGroup: 0 }],
    ['group', { targetPlayer: 0, targetGroup: -1 }],
  ] as const)('is shown the whole message to a %s', async (to, targets) => {
    const session = await host.play(ASKED_SCRIPT);
    const [a, b] = await twoPlayers();
    send[to](a, b, 'hello');
    await b.nextMessage(1);
    const shown = host.lines.filter(line => line.gameSessionId === session.id && line.source === 'script');
    const expected = { opCode: 1, sender: 1, reliable: true, text: 'hello', ...targets };
    expect(shown.map(line => JSON.parse(line.msg))).toEqual([expected]);
    await closeAll(a, b);
  });

  test.each(['player', 'group'] as const)('decides about each message to a %s, in their order', async to => {
    await host.play(ASKED_SCRIPT);
    const [a, b] = await twoPlayers();
    for (const payload of ['1', 'no', 'later', 'throw', '2', 'never', 'nothing', 'later', '3']) {
      send[to](a, b, payload);
    }
    const arrived = [];
    for (let i = 0; i < 5; i++) arrived.push((await b.nextMessage(1)).text);
    expect(arrived).toEqual(['1', 'later', '2', 'later', '3']);
    await b.echo('barrier');
    expect(b.messages).toEqual([]);
    await closeAll(a, b);
  });

  test('holds up nothing but the messages of the same sender while it makes up its mind', async () => {
    await host.play(
      scriptWith(`
      onSendToPlayer(message) { return new Promise(resolve => { this.decide = resolve; }); },
      onMessage(message) {
        if (message.opCode === 2) this.decide(true);
        this.echo(message);
      },`),
    );
    const [a, b] = await twoPlayers();
    a.sendToPlayer(b.peerId, 1, 'held');
    a.sendToGroup(-1, 3, 'after it');
    await a.echo('the script goes on');
    b.sendToGroup(-1, 4, 'of another');
    expect(await a.nextMessage(4)).toMatchObject({ text: 'of another' });
    await b.echo('barrier');
    expect(b.messages.map(message => message.text)).toEqual(['of another']);
    b.sendToScript(2, 'decide');
    const arrived = [];
    for (let i = 0; i < 2; i++) arrived.push((await b.next(({ sender }) => sender === a.peerId)).text);
    expect(arrived).toEqual(['held', 'after it']);
    await closeAll(a, b);
  });

  test('is not asked about its own messages', async () => {
    await host.play(
      scriptWith(`
      onSendToPlayer() { return false; },
      onSendToGroup() { return false; },
      onMessage(message) {
        session.sendReliableMessage(text(1, 'own'), message.sender);
        session.sendReliableGroupMessage(text(2, 'own'), -1);
      },`),
    );
    const a = await host.login();
    a.sendToScript(1, '');
    for (const opCode of [1, 2]) expect((await a.nextMessage(opCode)).text).toBe('own');
    await a.close();
  });

  test('and takes until the other has left delivers to nobody', async () => {
    await host.play(
      scriptWith(`
      onSendToPlayer(message) { return new Promise(resolve => { this.decide = resolve; }); },
      onPlayerDisconnect() { this.decide(true); session.sendReliableGroupMessage(text(2, 'gone'), -1); },`),
    );
    const [a, b] = await twoPlayers();
    a.sendToPlayer(b.peerId, 1, 'too late');
    await a.echo('asked');
    await b.close();
    await a.nextMessage(2);
    await a.echo('still here');
    expect([a.messages, b.messages]).toEqual([[], []]);
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
