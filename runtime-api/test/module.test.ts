import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, Play } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

describe('ssExports may be', () => {
  test.each([
    ['an object with init alone', 'exports.ssExports = { init() {} };'],
    ['set on module.exports', 'module.exports = { ssExports: { init() {} } };'],
    ['added to module.exports', 'module.exports.ssExports = { init() {} };'],
    ['an instance, its callbacks inherited', 'class Game { init() {} } exports.ssExports = new Game();'],
    ['a class with static callbacks', 'exports.ssExports = class { static init() {} };'],
    ['without a prototype', 'exports.ssExports = Object.assign(Object.create(null), { init() {} });'],
    ['frozen', 'exports.ssExports = Object.freeze({ init() {} });'],
    [
      'what an ES module becomes',
      'Object.defineProperty(exports, "ssExports", { get: () => x }); const x = { init() {} };',
    ],
    [
      'beside other exports',
      'exports.helper = 1; exports.ssExports = { init() {}, other: [1], onWhatever: 3 };',
    ],
  ])('%s', async (_, code) => {
    const session = await host.play(code);
    expect(session.state).toBe('active');
  });
});

describe('the creator is told what is wrong with', () => {
  test.each([
    ['an empty module', '', 'exports no ssExports'],
    ['another export', 'exports.ssexports = { init() {} };', 'exports no ssExports'],
    ['ssExports that is null', 'exports.ssExports = null;', 'exports no ssExports'],
    ['ssExports that is no object', 'exports.ssExports = "init";', 'exports no ssExports'],
    ['module.exports that is null', 'module.exports = null;', 'exports no ssExports'],
    ['no init', 'exports.ssExports = { onMessage() {} };', 'init'],
    ['an init that is no function', 'exports.ssExports = { init: true };', 'init'],
    ['a module that throws', 'const a = 1;\nnull.x;', 'playpen-script.js:3'],
    ['a module that throws something else', 'throw { why: "because" };', "thrown: { why: 'because' }"],
    ['source that is no JavaScript', 'exports.ssExports = {', 'SyntaxError'],
    ['a module that is not there', 'require("left-pad");', "Cannot find module 'left-pad'"],
  ])('%s', async (_, code, why) => {
    await expect(host.play(code)).rejects.toMatchObject({
      code: 'script_failed',
      detail: expect.stringContaining(why),
    });
  });
});

test('every callback is called as a method of ssExports', async () => {
  const names = ['onProcessStarted', 'onStartGameSession', 'onPlayerConnect', 'onPlayerAccepted'];
  names.push('onMessage', 'onSendToPlayer', 'onSendToGroup', 'onPlayerJoinGroup', 'onPlayerLeaveGroup');
  names.push('onPlayerDisconnect', 'onProcessTerminate');
  const members = names.map(
    name => `${name}() { return this.note('${name}', this === exports.ssExports); },`,
  );
  const play = await Play.start(
    host,
    `heard: {}, note(name, isThis) { this.heard[name] = isThis; return true; }, ${members.join('\n')}
    onProcessTerminate() { this.note('onProcessTerminate', this === exports.ssExports); report(this.heard); }`,
  );
  const client = await play.login();
  client.sendToScript(1, '');
  client.sendToPlayer(client.peerId, 2, '');
  await client.nextMessage(2);
  client.joinGroup(5);
  await client.nextMembership(5);
  client.sendToGroup(5, 3, '');
  await client.nextMessage(3);
  client.leaveGroup(5);
  await client.nextMembership(5);
  const other = await play.login();
  await other.close();
  await play.logged('player gone');
  await play.session.terminate('session_terminated');
  expect(await play.report()).toEqual(Object.fromEntries(names.map(name => [name, true])));
});

test('a callback that is added while the script starts counts', async () => {
  const play = await Play.start(
    host,
    `ready() { this.onMessage = got => report(got.opCode); },
     onStartGameSession() { this.onPlayerConnect = () => { report('connect'); return true; }; }`,
  );
  const client = await play.login();
  client.sendToScript(9, '');
  expect(await play.report()).toBe('connect');
  expect(await play.report()).toBe(9);
});

describe('configuration', () => {
  test.each([
    ['is missing', '', 32],
    ['is undefined', 'configuration: undefined,', 32],
    ['is null', 'configuration: null,', 32],
    ['is no object', 'configuration: 5,', 32],
    ['is empty', 'configuration: {},', 32],
    ['has unknown keys', 'configuration: { colour: "red", maxPlayer: 3 },', 32],
    ['gives a number', 'configuration: { maxPlayers: 4 },', 4],
    ['gives a numeric string', 'configuration: { maxPlayers: "4" },', 4],
    ['gives zero', 'configuration: { maxPlayers: 0 },', 32],
    ['gives a negative number', 'configuration: { maxPlayers: -3 },', 32],
    ['gives a fraction', 'configuration: { maxPlayers: 2.5 },', 32],
    ['gives NaN', 'configuration: { maxPlayers: NaN },', 32],
    ['gives a word', 'configuration: { maxPlayers: "many" },', 32],
    ['gives an object', 'configuration: { maxPlayers: { valueOf() { return 7; } } },', 32],
    ['gives more than the hard limit', 'configuration: { maxPlayers: 1e6 },', 200],
  ])('that %s: players at most', async (_, member, maxPlayers) => {
    const session = await host.play(`exports.ssExports = { ${member} init() {} };`);
    expect(session.maxPlayers).toBe(maxPlayers);
  });

  test('the creator of the session may ask for another maximum', async () => {
    const code = 'exports.ssExports = { configuration: { maxPlayers: 4 }, init() {} };';
    const session = await host.play(code, { description: { maximumPlayerSessionCount: 3 } });
    expect(session.maxPlayers).toBe(3);
  });

  test('a full session refuses the next player', async () => {
    const play = await Play.start(host, 'configuration: { maxPlayers: 1 }');
    const client = await play.login();
    await expect(play.login()).rejects.toThrow('session_full');
    await client.close();
    await play.logged('player gone');
    expect((await play.login()).peerId).toBe(2);
  });

  test.each([
    ['pings come at the interval it gives', '{ pingIntervalTime: 500 }'],
    ['an interval below the least allowed is raised to it', '{ pingIntervalTime: 1 }'],
  ])('%s', async (_, configuration) => {
    const play = await Play.start(host, `configuration: ${configuration}`);
    const client = await play.login();
    const pinged = new Promise<Buffer>(resolve => client.socket.once('ping', resolve));
    expect((await pinged).length).toBe(0);
  });

  test.each(['0', '-5', 'null', '"soon"', 'NaN', '{}'])(
    'pingIntervalTime %s does not keep anybody from playing',
    async value => {
      const play = await Play.start(
        host,
        `configuration: { pingIntervalTime: ${value} }, onMessage() { report(1); }`,
      );
      const client = await play.login();
      client.sendToScript(1, '');
      expect(await play.report()).toBe(1);
    },
  );
});
