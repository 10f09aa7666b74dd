import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { closeAll } from './test/players.ts';
import { scriptWith } from './test/scripts.ts';
import type { TestClient } from './test/test-client.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

async function twoPlayers(): Promise<[TestClient, TestClient]> {
  return [await host.login(), await host.login()];
}

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
