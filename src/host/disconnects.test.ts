import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import { TestClient } from './test/test-client.ts';

/** Tells all who are left of each disconnect, and who was in `getPlayers` and in group 5 at that moment. */
const FAREWELL_SCRIPT = scriptWith(`
  onPlayerDisconnect(peerId) {
    const players = session.getPlayers().map(player => player.peerId);
    const farewell = { peerId, players, group: session.getGroupMembers(5) };
    session.sendReliableGroupMessage(text(1, JSON.stringify(farewell)), -1);
    session.sendReliableMessage(text(2, 'goodbye'), peerId);
  },
  onMessage(message) {
    if (message.opCode === 999) return this.echo(message);
    if (message.opCode === 3) session.disconnectPlayer(Number(message.getPayloadAsText()), 'cheating');
    const players = session.getPlayers().map(player => player.peerId);
    session.sendReliableMessage(text(4, JSON.stringify(players)), message.sender);
  },`);

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

async function twoPlayers(): Promise<[TestClient, TestClient]> {
  return [await host.login(), await host.login()];
}

async function farewell(to: TestClient): Promise<unknown> {
  return JSON.parse((await to.nextMessage(1)).text);
}

async function playersBy(client: TestClient): Promise<unknown> {
  client.sendToScript(4, '');
  return JSON.parse((await client.nextMessage(4)).text);
}

describe('a player who leaves', () => {
  test.each([
    ['closes its WebSocket', (client: TestClient) => client.close()],
    ['is cut off', (client: TestClient) => client.terminate()],
    [
      'sends nonsense',
      (client: TestClient) => {
        client.socket.send(Buffer.from([1, 2, 3]));
        return client.closed;
      },
    ],
  ] as const)(
    'because it %s is still in getPlayers and its groups in onPlayerDisconnect, and not after',
    async (_how, leave) => {
      await host.play(FAREWELL_SCRIPT);
      const [a, b] = await twoPlayers();
      a.joinGroup(5);
      b.joinGroup(5);
      for (const members of [[1], [1, 2]]) expect(await a.nextMembership(5)).toEqual(members);
      await leave(b);
      expect(await farewell(a)).toEqual({ peerId: 2, players: [1, 2], group: [1, 2] });
      expect(await playersBy(a)).toEqual([1]);
      expect(await a.nextMembership(5)).toEqual([1]);
      a.requestGroupMembership(-1);
      expect(await a.nextMembership(-1)).toEqual([1]);
      await a.echo('no second farewell');
      expect(a.inbox).toEqual([]);
      await a.close();
    },
  );

  test('because the script disconnects it is told so', async () => {
    await host.play(FAREWELL_SCRIPT);
    const [a, b] = await twoPlayers();
    a.sendToScript(3, String(b.peerId));
    expect(await b.closed).toEqual({ code: 4010, reason: 'kicked' });
    expect(await farewell(a)).toMatchObject({ peerId: 2, players: [1, 2] });
    await a.close();
  });

  test('gets its close answered with 1000', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.login();
    await client.close();
    expect(await client.closed).toMatchObject({ code: 1000 });
  });

  test('while its login is being decided is no player, and the script hears nothing more of it', async () => {
    await host.play(
      scriptWith(`
      onPlayerConnect(connect) {
        if (connect.getPayloadAsText() !== 'slow') return true;
        session.sendReliableMessage(text(1, 'wait'), connect.peerId);
        return new Promise(resolve => { this.decide = resolve; });
      },
      onPlayerAccepted(player) { session.getLogger().info('accepted ' + player.peerId); },
      onPlayerDisconnect(peerId) { session.getLogger().info('gone ' + peerId); },
      onMessage(message) {
        if (message.opCode === 1) this.decide(true);
        const players = session.getPlayers().map(player => player.peerId);
        session.sendReliableMessage(text(4, JSON.stringify(players)), message.sender);
      },`),
    );
    const session = [...host.host.sessions.values()].at(-1)!;
    const witness = await host.login();
    const leaver = await host.open();
    leaver.sendLogin({ payload: 'slow' });
    await leaver.nextMessage(1);
    await leaver.close();
    await expect.poll(() => session.playerCount).toBe(1);
    witness.sendToScript(1, 'decide');
    expect(JSON.parse((await witness.nextMessage(4)).text)).toEqual([1]);
    expect(await playersBy(witness)).toEqual([1]);
    const heard = host.lines.filter(line => line.gameSessionId === session.id && line.source === 'script');
    expect(heard.map(line => line.msg)).toEqual(['accepted 1']);
    await witness.close();
  });
});

test('peer ids are never used again in a session', async () => {
  await host.play(scriptWith("onPlayerConnect(connect) { return connect.getPayloadAsText() !== 'no'; },"));
  const peerIds = [];
  for (let i = 0; i < 3; i++) {
    const client = await host.login();
    peerIds.push(client.peerId);
    await client.close();
  }
  await expect(host.login({ payload: 'no' })).rejects.toThrow();
  const [a, b] = await twoPlayers();
  expect(peerIds).toEqual([1, 2, 3]);
  expect(a.peerId).toBeGreaterThan(3);
  expect(b.peerId).toBeGreaterThan(a.peerId);
  await Promise.all([a.close(), b.close()]);
});

describe('maxPlayers', () => {
  const withMaxPlayers = (source: string) => scriptWith(`configuration: { maxPlayers: ${source} },`);

  async function expectFull(): Promise<void> {
    const client = await TestClient.open(host.port);
    client.sendLogin({});
    const response = await client.next(packet => packet.opCode === -1);
    expect(response.loginResult?.success).toBe(false);
    expect(await client.closed).toEqual({ code: 4005, reason: 'session_full' });
  }

  test('of the configuration bounds the players; who leaves makes room', async () => {
    await host.play(withMaxPlayers('2'));
    const session = [...host.host.sessions.values()].at(-1)!;
    const [a, b] = await twoPlayers();
    await expectFull();
    await a.close();
    await expect.poll(() => session.playerCount).toBe(1);
    const c = await host.login();
    await expectFull();
    await Promise.all([b.close(), c.close()]);
  });

  test('lets exactly one in when two log in at once for the last place', async () => {
    await host.play(withMaxPlayers('1'));
    const clients = [await host.open(), await host.open()];
    for (const client of clients) client.sendLogin({});
    const responses = await Promise.all(clients.map(client => client.next(packet => packet.opCode === -1)));
    expect(responses.map(packet => packet.loginResult?.success).sort()).toEqual([false, true]);
    await Promise.all(clients.map(client => client.close()));
  });

  test('is 32 where the script says nothing', async () => {
    await host.play(ECHO_SCRIPT);
    const clients = await Promise.all(Array.from({ length: 32 }, () => host.login()));
    await expectFull();
    await Promise.all(clients.map(client => client.close()));
  });

  test.each(['0', '-1', 'NaN', 'Infinity', '1.5', '"two"', 'null', '{}'])('is 32 for %s', async source => {
    const session = await host.play(withMaxPlayers(source));
    expect(session.maxPlayers).toBe(32);
  });

  test('of the one who creates the session goes before that of the script', async () => {
    await host.play(withMaxPlayers('5'), { description: { maximumPlayerSessionCount: 1 } });
    const a = await host.login();
    await expectFull();
    await a.close();
  });
});

describe('a session that ends', () => {
  const ENDING_SCRIPT = scriptWith(`
    onMessage(message) {
      for (let i = 0; i < 3; i++) session.sendReliableGroupMessage(text(1, 'last words ' + i), -1);
      if (message.opCode === 2) process.exit(7);
      session.processEnding();
      session.processEnding();
      session.sendReliableGroupMessage(text(1, 'after the end'), -1);
    },
    onProcessTerminate() { session.sendReliableGroupMessage(text(1, 'terminated'), -1); },`);
  const LAST_WORDS = ['last words 0', 'last words 1', 'last words 2'];

  test.each([
    ['processEnding', 1, { code: 1000, reason: 'session_ended' }],
    ['process.exit', 2, { code: 1000, reason: 'script_exit' }],
  ] as const)('by %s sends what was sent before it, then closes every player', async (_how, opCode, end) => {
    const session = await host.play(ENDING_SCRIPT);
    const [a, b] = await twoPlayers();
    a.sendToScript(opCode, '');
    for (const client of [a, b]) {
      expect(await client.closed).toEqual(end);
      expect(client.messages.map(message => message.text)).toEqual(LAST_WORDS);
    }
    expect((await session.ended).code).toBe(end.reason);
    expect(host.host.sessions.has(session.id)).toBe(false);
  });

  test("by its operator's hand tells the script first, then closes every player", async () => {
    const session = await host.play(ENDING_SCRIPT);
    const [a, b] = await twoPlayers();
    await session.terminate('session_terminated');
    for (const client of [a, b]) {
      expect(await client.closed).toEqual({ code: 4020, reason: 'session_terminated' });
      expect(client.messages.map(message => message.text)).toEqual(['terminated']);
    }
  });

  test('leaves the other sessions of the host alone', async () => {
    const other = await host.play(ECHO_SCRIPT);
    const ending = await host.play(ENDING_SCRIPT);
    const [witness, leaver] = [await host.join(other), await host.join(ending)];
    leaver.sendToScript(1, '');
    await leaver.closed;
    await witness.echo('still here');
    await witness.close();
  });

  test('closes players whose login is not answered yet', async () => {
    const session = await host.play(
      scriptWith(`onPlayerConnect(connect) {
        session.sendReliableMessage(text(1, 'wait'), connect.peerId);
        return new Promise(() => {});
      },`),
    );
    const client = await host.open();
    client.sendLogin({});
    await client.nextMessage(1);
    await session.terminate('session_terminated');
    expect(await client.closed).toEqual({ code: 4020, reason: 'session_terminated' });
  });
});
