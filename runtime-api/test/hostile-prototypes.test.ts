import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, Play, scriptOf } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

/** `spoilAll(owners, how)` replaces every method and getter of some objects by one that throws, or gives undefined. */
const SPOIL = `
const { ownKeys, defineProperty, getOwnPropertyDescriptor } = Reflect, Err = Error, later = setTimeout, { log } = console;
const spoil = (owner, name, how) => {
  const descriptor = getOwnPropertyDescriptor(owner, name);
  const isMethod = typeof descriptor.value === 'function';
  // What reads a typed array's length reads this getter: who replaces it has no bytes any more, and no session.
  if (!isMethod && (descriptor.get === undefined || owner === TypedArray)) return;
  if (!descriptor.configurable || name === 'constructor') return;
  const bad = how === 'throw' ? () => { throw new Err('spoiled'); } : () => undefined;
  defineProperty(owner, name, isMethod ? { value: bad } : { get: bad });
};
const TypedArray = Reflect.getPrototypeOf(Uint8Array.prototype);
const spoilAll = (owners, how) => {
  const lists = [];
  for (let i = 0; i < owners.length; i++) lists[i] = ownKeys(owners[i]);
  for (let i = 0; i < owners.length; i++) for (let j = 0; j < lists[i].length; j++) spoil(owners[i], lists[i][j], how);
};
`;

/** A script that uses nothing but syntax and what it was given, so that only our own code meets what it has spoiled. */
const GAME = `
let session;
exports.ssExports = {
  configuration: { maxPlayers: 3 },
  init(given) { session = given; session.getLogger().info('started'); },
  onProcessStarted() { return true; },
  onStartGameSession(gameSession) { if (gameSession.GameProperties[0].Value === 'desert') session.getLogger().info('map is there'); },
  onPlayerConnect(got) { return got.getPayloadAsText() === 'let me in' && got.playerSessionId === session.getGameSessionId(); },
  onPlayerAccepted(player) { session.joinGroup(7, player); },
  onMessage(got) {
    if (got.opCode === 6) throw new Err('on purpose');
    session.sendReliableMessage(session.newTextGameMessage(5, -1, got.getPayloadAsText() + ' from ' + got.sender), got.sender);
    session.sendReliableGroupMessage(session.newBinaryGameMessage(4, -1, got.payload), 7);
    later(() => { session.sendReliableMessage(session.newTextGameMessage(3, -1, 'later'), 1); }, 1);
    const players = session.getPlayers();
    let count = 0;
    players.forEach(() => { count += 1; });
    session.getLogger().warn('count is ' + count);
    log('console too');
  },
  onSendToPlayer(got) { return got.targetPlayer === 1; },
  async onPlayerLeaveGroup(groupId) { return groupId === 7; },
  onUpdateGameSession({ MatchmakerData }, reason, ticketId) { session.getLogger().info(reason + ' ' + ticketId + ' ' + MatchmakerData); },
  onPlayerDisconnect(peerId) { if (session.getPlayers().has(peerId)) session.getLogger().info('gone is ' + peerId); },
};
`;

const OWNERS = [
  'Array.prototype',
  'Map.prototype, Set.prototype, WeakMap.prototype',
  'Promise.prototype',
  'Function.prototype',
  'Uint8Array.prototype, TypedArray',
  'Buffer.prototype',
  'Object.prototype',
  'String.prototype, Number.prototype',
  'Date.prototype, Symbol.prototype, RegExp.prototype, Error.prototype',
  'Object, Array, Function, String, Number, Promise, Map, ArrayBuffer, Uint8Array, Buffer, Date, Symbol, Error',
  'Reflect, JSON, Math',
];

describe.each(['throw', 'lie'])('a script that makes every method and getter %s of', how => {
  test.each(OWNERS)('%s has events, sends, timers and logs all the same', async owners => {
    const code = `${SPOIL}spoilAll([${owners}], '${how}');${GAME}`;
    const play = await Play.startCode(host, code, {
      description: { gameProperties: [{ key: 'map', value: 'desert' }] },
    });
    expect(play.session.maxPlayers).toBe(3);
    const client = await play.login({ payload: 'let me in' });
    expect(await client.nextMembership(7)).toEqual([1]);
    client.sendToScript(9, 'hello');
    expect((await client.nextMessage(5)).text).toBe('hello from 1');
    expect((await client.nextMessage(4)).text).toBe('hello');
    expect((await client.nextMessage(3)).text).toBe('later');
    client.sendToPlayer(1, 2, 'to me');
    expect((await client.nextMessage(2)).text).toBe('to me');
    client.sendToScript(6, '');
    await play.logged('onMessage threw');
    play.session.updateMatchmakerData('ü', 'MATCHMAKING_DATA_UPDATED', 'ticket');
    await play.logged('MATCHMAKING_DATA_UPDATED ticket ü');
    client.leaveGroup(7);
    expect(await client.nextMembership(7)).toEqual([]);
    await client.close();
    for (const text of ['started', 'map is there', 'count is 1', 'console too', 'gone is 1'])
      await play.logged(text);
    expect(play.session.uncaughtErrors).toBe(0);
  });
});

test('a script that replaces the globals has events, sends and logs all the same', async () => {
  const names = [
    'Array',
    'Object',
    'Map',
    'Set',
    'Promise',
    'Uint8Array',
    'ArrayBuffer',
    'String',
    'Number',
    'Symbol',
  ];
  names.push(
    'Reflect',
    'JSON',
    'Math',
    'Error',
    'TypeError',
    'RangeError',
    'Date',
    'Function',
    'Buffer',
    'DataView',
  );
  const code = `const later = setTimeout, { log } = console, Err = Error;
    const gone = () => { throw 'gone'; };\n${names.map(name => `globalThis.${name} = gone;`).join('')}${GAME}`;
  const play = await Play.startCode(host, code, {
    description: { gameProperties: [{ key: 'map', value: 'desert' }] },
  });
  const client = await play.login({ payload: 'let me in' });
  client.sendToScript(9, 'hello');
  expect((await client.nextMessage(5)).text).toBe('hello from 1');
  expect((await client.nextMessage(3)).text).toBe('later');
  await play.logged('count is 1');
});

describe('a script harms itself alone with', () => {
  test.each([
    [
      'setters on Array.prototype',
      'for (const i of [0, 1, 2]) Object.defineProperty(Array.prototype, i, { set() { throw 1; } });',
    ],
    [
      'setters on Object.prototype',
      "for (const k of ['get', 'set', 'value', 'opCode', 'payload', 'init']) Object.defineProperty(Object.prototype, k, { set() { throw 1; }, get() { throw 2; } });",
    ],
    [
      'an instanceof that lies',
      'Object.defineProperty(Error, Symbol.hasInstance, { value: () => true }); Object.defineProperty(Uint8Array, Symbol.hasInstance, { value: () => true });',
    ],
    [
      'an instanceof that throws',
      'Object.defineProperty(Error, Symbol.hasInstance, { value() { throw 1; } });',
    ],
    [
      'a length that lies',
      "Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'length', { get: () => 1e9 });",
    ],
    ['a prepareStackTrace that throws', 'Error.prepareStackTrace = () => { throw 1; };'],
    [
      'a species that throws',
      "Object.defineProperty(Promise, Symbol.species, { get() { throw 1; } }); Object.defineProperty(Promise.prototype, 'constructor', { get() { throw 2; } });",
    ],
    [
      'an array iterator that never ends',
      '(Object.getPrototypeOf([][Symbol.iterator]())).next = () => ({ done: false });',
    ],
  ])('%s', async (_, spoil) => {
    const other = await Play.start(host, 'onMessage(got) { say(got.sender, 4, "unharmed"); }');
    const code = scriptOf(
      `async onPlayerConnect() { return true; }, onMessage(got) { session.getLogger().info('x', {}); setTimeout(() => {}, 1); throw new Error('no'); }`,
      `${spoil}\n`,
    );
    const spoiled = await Play.startCode(host, code).catch(() => undefined);
    const client = await spoiled?.login().catch(() => undefined);
    client?.sendToScript(1, '');
    const neighbour = await other.login();
    for (let i = 0; i < 3; i++) {
      neighbour.sendToScript(1, '');
      expect((await neighbour.nextMessage()).text).toBe('unharmed');
    }
    expect(other.session.state).toBe('active');
  });

  test.each([
    [
      'a proxy that throws at every touch',
      'new Proxy(function () {}, new Proxy({}, { get() { throw 1; } }))',
    ],
    [
      'a revoked proxy',
      '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
    ],
    ['a then that throws', '{ get then() { throw 1; } }'],
    ['a then that calls back twice', '{ then(yes, no) { yes(true); no(1); yes(false); throw 2; } }'],
    ['a then that never calls back', '{ then() {} }'],
    ['a promise of its own kind', 'new (class extends Promise { then() { throw 1; } })(() => {})'],
  ])('what it returns from a callback and throws: %s', async (_, value) => {
    const play = await Play.start(
      host,
      `onSendToPlayer() { return ${value}; }, onPlayerJoinGroup() { throw ${value}; },
       onMessage(got) { if (got.opCode === 2) say(got.sender, 4, 'on'); else if (got.opCode === 1) throw ${value}; else return ${value}; }`,
      { profile: 'standard' },
    );
    const client = await play.login();
    client.sendToPlayer(1, 1, '');
    client.joinGroup(3);
    expect(await client.nextMembership(3)).toEqual([]);
    client.sendToScript(1, '');
    client.sendToScript(3, '');
    client.sendToScript(2, '');
    expect((await client.nextMessage(4)).text).toBe('on');
  });
});
