import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import type { TestClient } from '../../src/host/test/test-client.ts';
import { endSessions, Play } from './play.ts';

let host: TestHost;
/** Waits 50 ms for a decision, where others wait 10 s. */
let hasty: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
  hasty = await TestHost.start({ limits: { decisionMs: 50, connectDecisionMs: 50 } });
});
afterEach(() => Promise.all([endSessions(host), endSessions(hasty)]));
afterAll(() => Promise.all([host.stop(), hasty.stop()]));

const TRUTHY = [
  'true',
  '1',
  '"no"',
  '[]',
  '{}',
  'Promise.resolve(1)',
  '{ then(resolve) { resolve(true); } }',
];
const FALSY = ['false', '0', '""', 'null', 'NaN', 'undefined', 'Promise.resolve()', 'Promise.resolve(false)'];
const THROWS = ['(() => { throw new Error("no"); })()', 'Promise.reject(new Error("no"))'];

/** Two players of a script whose callback `name` says `value`, for what is sent with op code 1 alone. */
async function twoPlayers(name: string, value: string): Promise<[TestClient, TestClient, Play]> {
  const play = await Play.start(
    host,
    `${name}(got) { if (got.opCode === 2) return true; return (${value}); },
     onMessage(got) { say(got.sender, got.opCode, 'echo'); }`,
  );
  return [await play.login(), await play.login(), play];
}

describe('onPlayerConnect accepts the player', () => {
  test.each(TRUTHY)('with %s', async value => {
    const play = await Play.start(host, `onPlayerConnect() { return (${value}); }`);
    expect((await play.login()).peerId).toBe(1);
  });
});

describe('onPlayerConnect refuses the player', () => {
  test.each([...FALSY, ...THROWS])('with %s', async value => {
    const play = await Play.start(
      host,
      `onPlayerConnect() { return (${value}); }, onPlayerAccepted() { report('accepted'); },
       onPlayerDisconnect() { report('disconnect'); }, onProcessTerminate() { report('end'); }`,
    );
    await expect(play.login()).rejects.toThrow('login_refused');
    await play.session.terminate('session_terminated');
    expect(await play.report()).toBe('end');
  });
});

test('a missing callback allows', async () => {
  const play = await Play.start(host, '');
  const [ann, bob] = [await play.login(), await play.login()];
  ann.sendToPlayer(bob.peerId, 1, 'hello');
  expect(await bob.nextMessage(1)).toMatchObject({ text: 'hello', sender: ann.peerId });
  ann.joinGroup(3);
  expect(await ann.nextMembership(3)).toEqual([ann.peerId]);
  ann.sendToGroup(3, 2, 'group');
  expect((await ann.nextMessage(2)).text).toBe('group');
  ann.leaveGroup(3);
  expect(await ann.nextMembership(3)).toEqual([]);
});

test.each(['undefined', 'null', '5', '"onMessage"'])(
  'a callback that is %s counts as missing',
  async value => {
    const play = await Play.start(
      host,
      `onPlayerConnect: ${value}, onSendToPlayer: ${value}, onMessage: ${value}`,
    );
    const client = await play.login();
    client.sendToScript(1, 'to nobody');
    client.sendToPlayer(client.peerId, 2, 'to myself');
    expect((await client.nextMessage()).text).toBe('to myself');
  },
);

describe('onSendToPlayer', () => {
  test.each(TRUTHY)('delivers with %s', async value => {
    const [ann, bob] = await twoPlayers('onSendToPlayer', value);
    ann.sendToPlayer(bob.peerId, 1, 'hello');
    expect(await bob.nextMessage()).toMatchObject({ opCode: 1, text: 'hello', sender: ann.peerId });
  });

  test.each([...FALSY, ...THROWS])('delivers nothing with %s', async value => {
    const [ann, bob] = await twoPlayers('onSendToPlayer', value);
    ann.sendToPlayer(bob.peerId, 1, 'refused');
    ann.sendToPlayer(bob.peerId, 2, 'allowed');
    expect((await bob.nextMessage()).text).toBe('allowed');
  });
});

describe('onSendToGroup', () => {
  test.each(TRUTHY)('delivers to all members, the sender too, with %s', async value => {
    const [ann, bob] = await twoPlayers('onSendToGroup', value);
    ann.sendToGroup(-1, 1, 'hello');
    expect(await bob.nextMessage()).toMatchObject({ opCode: 1, text: 'hello', sender: ann.peerId });
    expect((await ann.nextMessage()).text).toBe('hello');
  });

  test.each([...FALSY, ...THROWS])('delivers nothing with %s', async value => {
    const [ann, bob] = await twoPlayers('onSendToGroup', value);
    ann.sendToGroup(-1, 1, 'refused');
    ann.sendToGroup(-1, 2, 'allowed');
    expect((await bob.nextMessage()).text).toBe('allowed');
    expect((await ann.nextMessage()).text).toBe('allowed');
  });
});

describe.each([
  ['onPlayerJoinGroup', 'joinGroup', [], [1]],
  ['onPlayerLeaveGroup', 'leaveGroup', [1], []],
] as const)('%s', (name, request, before, after) => {
  async function inGroup(value: string): Promise<[TestClient, Play]> {
    const play = await Play.start(
      host,
      `${name}(...args) { report(args); return (${value}); },
       onPlayerAccepted(player) { if (${before.length}) session.joinGroup(7, player); }`,
    );
    const client = await play.login();
    if (before.length > 0) expect(await client.nextMembership(7)).toEqual(before);
    return [client, play];
  }

  test.each(TRUTHY)('allows with %s', async value => {
    const [client, play] = await inGroup(value);
    client[request](7);
    expect(await client.nextMembership(7)).toEqual(after);
    expect(await play.report()).toEqual([7, 1]);
  });

  test.each([...FALSY, ...THROWS])(
    'denies with %s, and the requester is told who is in the group',
    async value => {
      const [client] = await inGroup(value);
      client[request](7);
      expect(await client.nextMembership(7)).toEqual(before);
      client.requestGroupMembership(7);
      expect(await client.nextMembership(7)).toEqual(before);
    },
  );
});

describe('a callback that returns undefined where a decision is asked', () => {
  test('is logged once per session, each by its own name', async () => {
    const play = await Play.start(
      host,
      `onSendToPlayer() {}, async onSendToGroup() {}, onMessage(got) { say(got.sender, 1, ''); console.log('that is all'); }`,
    );
    const client = await play.login();
    for (let i = 0; i < 3; i++) {
      client.sendToPlayer(1, 1, '');
      client.sendToGroup(-1, 1, '');
    }
    client.sendToScript(1, '');
    await client.nextMessage();
    const hints = (await play.linesUntil('that is all')).filter(line => line.includes('returned undefined'));
    expect(hints.map(hint => hint.split(' ')[0]).sort()).toEqual(['onSendToGroup', 'onSendToPlayer']);
  });

  test('one that returns null or false is no slip', async () => {
    const play = await Play.start(
      host,
      `onSendToPlayer(got) { return got.opCode === 1 ? null : false; }, onMessage() { console.log('that is all'); }`,
    );
    const client = await play.login();
    client.sendToPlayer(1, 1, '');
    client.sendToPlayer(1, 2, '');
    client.sendToScript(1, '');
    expect((await play.linesUntil('that is all')).filter(line => line.includes('undefined'))).toEqual([]);
  });

  test('undefined is no slip where nothing is decided', async () => {
    const play = await Play.start(
      host,
      `onStartGameSession() {}, onPlayerAccepted() {}, onMessage() { console.log('that is all'); }`,
    );
    (await play.login()).sendToScript(1, '');
    expect((await play.linesUntil('that is all')).filter(line => line.includes('undefined'))).toEqual([]);
  });
});

describe('while a promise is not settled', () => {
  const WAITING = `waiting: [],
    onSendToPlayer(got) { return got.opCode === 1 ? new Promise(resolve => { this.waiting.push(resolve); }) : true; },
    onMessage(got) {
      if (got.opCode === 9) this.waiting[Number(got.getPayloadAsText())](true);
      else if (got.opCode === 10) this.waiting[Number(got.getPayloadAsText())](false);
      say(got.sender, 8, 'seen ' + got.opCode);
    }`;

  test('later messages of that sender to others wait behind it, in order', async () => {
    const play = await Play.start(host, WAITING);
    const [ann, bob] = [await play.login(), await play.login()];
    ann.sendToPlayer(bob.peerId, 1, 'first');
    ann.sendToPlayer(bob.peerId, 2, 'second');
    ann.sendToPlayer(bob.peerId, 1, 'third');
    ann.sendToGroup(-1, 3, 'fourth');
    ann.sendToScript(5, '');
    await ann.nextMessage(8);
    expect(bob.inbox.filter(packet => packet.opCode > 0)).toEqual([]);
    // Decided in the other order, they still arrive in the order in which they were sent.
    bob.sendToScript(9, '1');
    await bob.nextMessage(8);
    bob.sendToScript(9, '0');
    const texts = [];
    for (let i = 0; i < 4; i++)
      texts.push((await bob.next(packet => [1, 2, 3].includes(packet.opCode))).text);
    expect(texts).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('what is denied leaves no gap', async () => {
    const play = await Play.start(host, WAITING);
    const [ann, bob] = [await play.login(), await play.login()];
    ann.sendToPlayer(bob.peerId, 1, 'denied');
    ann.sendToPlayer(bob.peerId, 2, 'behind it');
    ann.sendToScript(10, '0');
    expect((await bob.nextMessage()).text).toBe('behind it');
  });

  test('messages to the script and those of other senders go on', async () => {
    const play = await Play.start(host, WAITING);
    const [ann, bob] = [await play.login(), await play.login()];
    ann.sendToPlayer(bob.peerId, 1, 'held');
    ann.sendToScript(5, '');
    expect((await ann.nextMessage()).text).toBe('seen 5');
    bob.sendToPlayer(ann.peerId, 2, 'not held');
    expect((await ann.nextMessage()).text).toBe('not held');
  });

  test('what was held for a sender that has left is delivered once it is allowed', async () => {
    const play = await Play.start(host, WAITING);
    const [ann, bob] = [await play.login(), await play.login()];
    ann.sendToPlayer(bob.peerId, 1, 'last words');
    ann.sendToScript(5, '');
    await ann.nextMessage(8);
    await ann.close();
    await play.logged('player gone');
    bob.sendToScript(9, '0');
    expect(await bob.nextMessage(1)).toMatchObject({ text: 'last words', sender: 1 });
  });
});

describe('a promise that never settles', () => {
  test('denies when its time is up, and lets what waits behind it go', async () => {
    const play = await Play.start(
      hasty,
      'onSendToPlayer(got) { return got.opCode === 1 ? new Promise(() => {}) : true; }',
    );
    const client = await play.login();
    client.sendToPlayer(1, 1, 'never');
    client.sendToPlayer(1, 2, 'behind it');
    expect((await client.nextMessage()).text).toBe('behind it');
    await play.logged('onSendToPlayer did not answer in time');
  });

  test('keeps nobody in or out of a group', async () => {
    const play = await Play.start(hasty, 'onPlayerJoinGroup() { return new Promise(() => {}); }');
    const client = await play.login();
    client.joinGroup(4);
    expect(await client.nextMembership(4)).toEqual([]);
  });

  test('and that settles after its time changes nothing', async () => {
    const play = await Play.start(
      hasty,
      `onPlayerJoinGroup() { return new Promise(resolve => { this.resolve = resolve; }); },
       onMessage(got) { this.resolve(true); report(1); }`,
    );
    const client = await play.login();
    client.joinGroup(4);
    expect(await client.nextMembership(4)).toEqual([]);
    client.sendToScript(1, '');
    await play.report();
    client.requestGroupMembership(4);
    expect(await client.nextMembership(4)).toEqual([]);
  });
});
