import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, Play } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

describe('a throw is logged with its file and line, and the session goes on:', () => {
  const NOTICES = [
    'onPlayerAccepted',
    'onMessage',
    'onPlayerDisconnect',
    'onProcessTerminate',
    'onUpdateGameSession',
  ];
  const DECISIONS = [
    'onPlayerConnect',
    'onSendToPlayer',
    'onSendToGroup',
    'onPlayerJoinGroup',
    'onPlayerLeaveGroup',
  ];

  test.each([...NOTICES, ...DECISIONS])('%s', async name => {
    // The wrapper the script is evaluated in adds one line.
    const code = `exports.ssExports = {
      init() {}, ${name}(got) {
        throw new RangeError('in ${name}');
      } };`;
    const play = await Play.startCode(host, code);
    const client = await play.login().catch(() => undefined);
    client?.sendToScript(1, '');
    client?.sendToPlayer(1, 1, '');
    client?.sendToGroup(-1, 1, '');
    client?.joinGroup(1);
    if (name === 'onUpdateGameSession')
      play.session.updateMatchmakerData('{}', 'MATCHMAKING_DATA_UPDATED', '');
    if (name === 'onPlayerLeaveGroup') {
      expect(await client?.nextMembership(1)).toEqual([1]);
      client?.leaveGroup(1);
      expect(await client?.nextMembership(1)).toEqual([1]);
    }
    expect(play.session.state).toBe('active');
    if (name === 'onPlayerDisconnect') await client?.close();
    if (name === 'onProcessTerminate') await play.session.terminate('session_terminated');
    const { msg } = await play.logged(`${name} threw`);
    expect(msg).toMatch(/^\w+ threw RangeError: in \w+\n.*playpen-script\.js:4:15/);
    expect(msg).not.toContain('playpen-runtime.js');
    expect(play.session.uncaughtErrors).toBe(0);
  });

  test('and so it is when the promise of a callback is rejected', async () => {
    const play = await Play.start(
      host,
      'async onMessage(got) { await 1; if (got.opCode === 1) throw new Error("later"); say(got.sender, 2, "on"); }',
    );
    const client = await play.login();
    client.sendToScript(1, '');
    client.sendToScript(2, '');
    expect((await client.nextMessage(2)).text).toBe('on');
    expect((await play.logged('onMessage threw')).msg).toMatch(/Error: later\n.*playpen-script\.js:\d+:\d+/);
  });

  test.each([
    ['"just text"', "thrown: 'just text'"],
    ['undefined', 'thrown: undefined'],
    ['{ code: 5 }', 'thrown: { code: 5 }'],
    ['Object.assign(new Error("odd"), { stack: 5 })', 'Error: odd'],
    ['{ get stack() { throw 1; }, get message() { throw 2; } }', 'thrown: '],
    [
      'new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } })',
      'thrown: something that cannot be',
    ],
  ])('whatever is thrown is described: %s', async (thrown, text) => {
    const play = await Play.start(
      host,
      `onMessage(got) { if (got.opCode === 1) throw ${thrown}; say(got.sender, 2, 'on'); }`,
      { profile: 'standard' },
    );
    const client = await play.login();
    client.sendToScript(1, '');
    client.sendToScript(2, '');
    await client.nextMessage(2);
    expect((await play.logged('onMessage threw')).msg).toContain(text);
  });
});

test('a player whose onPlayerAccepted throws plays all the same', async () => {
  const play = await Play.start(
    host,
    'onPlayerAccepted() { throw new Error("no"); }, onMessage(got) { say(got.sender, 2, "on"); }',
  );
  const client = await play.login();
  client.sendToScript(1, '');
  expect((await client.nextMessage(2)).text).toBe('on');
});

test('a player whose onPlayerDisconnect throws is gone all the same', async () => {
  const play = await Play.start(
    host,
    'onPlayerDisconnect() { throw new Error("no"); }, onMessage() { report(session.getPlayers().size); }',
  );
  await (await play.login()).close();
  await play.logged('onPlayerDisconnect threw');
  (await play.login()).sendToScript(1, '');
  expect(await play.report()).toBe(1);
});
