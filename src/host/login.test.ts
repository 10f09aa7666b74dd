import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { TestClient, TestLogin, TestPacket } from './test/test-client.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

const WELCOME_SCRIPT = scriptWith(`
  onPlayerConnect(connect) {
    session.sendReliableMessage(text(1, 'connecting ' + connect.getPayloadAsText()), connect.peerId);
    session.sendMessage(text(2, 'connecting, fast'), connect.peerId);
    return true;
  },
  onPlayerAccepted(player) {
    session.sendReliableMessage(text(3, 'accepted ' + player.playerSessionId), player.peerId);
  },`);

const REFUSING_SCRIPT = scriptWith('onPlayerConnect() { return false; },');

/** Logs in and gives back what the client was answered, whatever it is. */
async function answerTo(login: TestLogin): Promise<{ client: TestClient; response: TestPacket }> {
  const client = await host.open();
  client.sendLogin(login);
  return { client, response: await client.next(packet => packet.opCode === -1) };
}

async function refusal(login: TestLogin) {
  const { client, response } = await answerTo(login);
  return { success: response.loginResult?.success, ...(await client.closed) };
}

describe('a login that is accepted', () => {
  test('is answered with the peer id, the fast port and both tokens, and the peer id again as target', async () => {
    await host.play(ECHO_SCRIPT);
    const { client, response } = await answerTo({});
    expect(response).toMatchObject({ sender: -1, targetPlayer: 1, reliable: true, via: 'websocket' });
    expect(response.loginResult).toEqual({
      success: true,
      peerId: 1,
      fastPort: expect.any(Number),
      reconnectToken: expect.stringMatching(/./),
      connectToken: expect.stringMatching(/./),
      caCert: Buffer.alloc(0),
    });
    expect(response.loginResult?.fastPort).toBeGreaterThan(0);
    await client.close();
  });

  test('has tokens that no other login has', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = [await answerTo({}), await answerTo({})];
    const results = [a, b].map(({ response }) => response.loginResult!);
    const tokens = results.flatMap(({ reconnectToken, connectToken }) => [reconnectToken, connectToken]);
    expect(new Set(tokens).size).toBe(4);
    await Promise.all([a.client.close(), b.client.close()]);
  });

  test('gets what the script sends in onPlayerConnect and onPlayerAccepted before the response', async () => {
    await host.play(WELCOME_SCRIPT);
    const { client } = await answerTo({ payload: 'Ann', playerSessionId: 'psess-7' });
    expect(client.inbox.map(packet => packet.text)).toEqual([
      'connecting Ann',
      'connecting, fast',
      'accepted psess-7',
    ]);
    await client.close();
  });

  test('may come by any path', async () => {
    await host.play(ECHO_SCRIPT);
    for (const path of ['/', '/websocket', '/websocket/', '/some/where?x=1']) {
      const client = await host.login({}, { path });
      expect(client.peerId).toBeGreaterThan(0);
      await client.close();
    }
  });

  test('is answered once: a second LOGIN is ignored', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.login();
    client.sendLogin({ playerSessionId: 'another' });
    await client.echo('still here');
    expect(client.inbox).toEqual([]);
    await client.close();
  });
});

describe('a login that is refused', () => {
  test('is answered with the agreed bytes, then closed with a code and a reason', async () => {
    await host.play(REFUSING_SCRIPT);
    const { client, response } = await answerTo({});
    expect(response.bytes.toString('hex')).toBe('1408011801' + '28ffffffffffffffffff01' + '3001fa0100');
    expect(await client.closed).toEqual({ code: 4003, reason: 'login_refused' });
  });

  test('gets what the script sent in onPlayerConnect before the refusal', async () => {
    await host.play(
      scriptWith(`onPlayerConnect(connect) {
        session.sendReliableMessage(text(1, 'too young'), connect.peerId);
        return false;
      },`),
    );
    const { client, response } = await answerTo({});
    expect(response.loginResult?.success).toBe(false);
    expect(client.inbox.map(packet => packet.text)).toEqual(['too young']);
    await client.closed;
  });

  test.each([
    ['throws', 'onPlayerConnect() { throw new Error("no"); },'],
    ['returns nothing', 'onPlayerConnect() {},'],
    ['returns a promise of false', 'async onPlayerConnect() { return false; },'],
    ['returns a promise that rejects', 'async onPlayerConnect() { throw new Error("no"); },'],
  ])('is what becomes of it when onPlayerConnect %s', async (_how, members) => {
    await host.play(scriptWith(members));
    expect(await refusal({})).toEqual({ success: false, code: 4003, reason: 'login_refused' });
  });

  test('is what becomes of it in a session that denies all new players; those there stay', async () => {
    await host.play(
      scriptWith(`onMessage(message) {
        session.setPlayerSessionCreationPolicy('DENY_ALL');
        this.echo(message);
      },`),
    );
    const early = await host.login();
    await early.echo('close the door');
    expect(await refusal({})).toEqual({ success: false, code: 4006, reason: 'session_not_accepting' });
    await early.echo('still here');
    await early.close();
  });

  test('is what becomes of it in a session that has ended', async () => {
    const session = await host.play(ECHO_SCRIPT);
    await session.terminate('session_terminated');
    expect(await refusal({})).toEqual({ success: false, code: 4006, reason: 'session_not_accepting' });
  });

  test('tells the script of no disconnect, and leaves the player out of getPlayers', async () => {
    await host.play(
      scriptWith(`gone: [],
      onPlayerConnect(connect) { return connect.getPayloadAsText() !== 'no'; },
      onPlayerDisconnect(peerId) { this.gone.push(peerId); },
      onMessage(message) {
        const state = { players: session.getPlayers().map(player => player.peerId), gone: this.gone };
        session.sendReliableMessage(text(1, JSON.stringify(state)), message.sender);
      },`),
    );
    const client = await host.login();
    expect(await refusal({ payload: 'no' })).toMatchObject({ success: false });
    client.sendToScript(1, 'who is there?');
    expect(JSON.parse((await client.nextMessage(1)).text)).toEqual({ players: [1], gone: [] });
    await client.close();
  });
});

describe('a connection that does not log in', () => {
  test('is closed when its first packet is another', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.open();
    client.sendToScript(1, 'let me in');
    expect(await client.closed).toEqual({ code: 4000, reason: 'unexpected_packet' });
    expect(client.inbox).toEqual([]);
  });

  test('is closed when its first packet has the op code of a LOGIN and no login in it', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.open();
    client.sendReliable({ opCode: 0, targetPlayer: -1 });
    expect(await client.closed).toEqual({ code: 4000, reason: 'unexpected_packet' });
  });

  test('is closed when its first message is no packet', async () => {
    await host.play(ECHO_SCRIPT);
    const client = await host.open();
    client.socket.send(Buffer.from('hello'));
    expect(await client.closed).toEqual({ code: 1007, reason: 'malformed_packet' });
  });

  test('is closed with 1003 when it sends text, as is a player', async () => {
    await host.play(ECHO_SCRIPT);
    for (const client of [await host.open(), await host.login()]) {
      client.socket.send('{"opCode":0}');
      expect(await client.closed).toEqual({ code: 1003, reason: 'text_message' });
    }
  });

  test('closes by itself without anybody being told', async () => {
    await host.play(scriptWith('onPlayerConnect() { throw new Error("nobody logged in"); },'));
    const client = await host.open();
    await client.close();
    expect(await client.closed).toEqual({ code: 1000, reason: '' });
  });
});

describe('while a login waits for its UDP port', () => {
  afterEach(() => {
    host.afterLogin = undefined;
  });

  test('its session may end: the connection is closed', async () => {
    const session = await host.play(ECHO_SCRIPT);
    host.afterLogin = () => void session.terminate('session_terminated');
    const client = await host.open();
    client.sendLogin({});
    expect(await client.closed).toEqual({ code: 4020, reason: 'session_terminated' });
  });

  test('its connection may end: the script never hears of that player', async () => {
    await host.play(
      scriptWith(`
      heard: [],
      onPlayerConnect(connect) { this.heard.push('connect ' + connect.peerId); return true; },
      onPlayerDisconnect(peerId) { this.heard.push('disconnect ' + peerId); },
      onMessage(message) {
        const players = session.getPlayers().map(player => player.peerId);
        session.sendReliableMessage(text(1, JSON.stringify({ players, heard: this.heard })), message.sender);
      },`),
    );
    host.afterLogin = connection => connection.close('server_shutdown');
    const leaver = await host.open();
    leaver.sendLogin({});
    await leaver.closed;
    host.afterLogin = undefined;
    const witness = await host.login();
    witness.sendToScript(1, '');
    expect(JSON.parse((await witness.nextMessage(1)).text)).toEqual({ players: [2], heard: ['connect 2'] });
    await witness.close();
  });
});
