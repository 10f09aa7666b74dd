import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, inScript, Play } from './play.ts';

let host: TestHost;
let small: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
  small = await TestHost.start({ limits: { groupsPerPlayer: 2 } });
});
afterEach(() => Promise.all([endSessions(host), endSessions(small)]));
afterAll(() => Promise.all([host.stop(), small.stop()]));

/** For the profile that lets scripts make code. */
const STANDARD = { profile: 'standard' } as const;

/** Runs the text of each message as code, which sees `session`, `got` and `groups()`. */
const REMOTE = `onMessage(got) {
  const groups = () => Object.fromEntries(session.getGroups().map(id => [id, session.getGroupMembers(id)]));
  const run = new Function('session', 'got', 'groups', 'message', 'return (' + got.getPayloadAsText() + ')');
  try { report(run(session, got, groups, message)); } catch (error) { report('threw ' + error); }
}`;

test('before any player is there, there are no groups', async () => {
  expect(
    await inScript(
      host,
      'return [session.getGroups(), session.getGroupMembers(-1), session.getGroupMembers(3)];',
    ),
  ).toEqual([[], [], []]);
});

describe('joinGroup and leaveGroup', () => {
  test('show at once in getGroups and getGroupMembers, and the members are told', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const [ann, bob] = [await play.login(), await play.login()];
    ann.sendToScript(1, '(session.joinGroup(7, 1), groups())');
    expect(await play.report()).toEqual({ 7: [1] });
    expect(await ann.nextMembership(7)).toEqual([1]);
    ann.sendToScript(1, '(session.joinGroup("7", session.getPlayers().get(2)), groups())');
    expect(await play.report()).toEqual({ 7: [1, 2] });
    expect(await ann.nextMembership(7)).toEqual([1, 2]);
    expect(await bob.nextMembership(7)).toEqual([1, 2]);
    ann.sendToScript(1, '(session.leaveGroup(7, "1"), groups())');
    expect(await play.report()).toEqual({ 7: [2] });
    // The leaver is told as well.
    expect(await ann.nextMembership(7)).toEqual([2]);
    expect(await bob.nextMembership(7)).toEqual([2]);
    ann.sendToScript(1, '(session.leaveGroup(7, 2), groups())');
    expect(await play.report()).toEqual({});
  });

  test('twice is as good as once', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const client = await play.login();
    client.sendToScript(1, '(session.joinGroup(7, 1), session.joinGroup(7, 1), groups())');
    expect(await play.report()).toEqual({ 7: [1] });
    client.sendToScript(
      1,
      '(session.leaveGroup(7, 1), session.leaveGroup(7, 1), session.leaveGroup(8, 1), groups())',
    );
    expect(await play.report()).toEqual({});
    client.requestGroupMembership(7);
    expect(await client.nextMembership(7)).toEqual([1]);
    expect(await client.nextMembership(7)).toEqual([]);
    expect(await client.nextMembership(7)).toEqual([]);
  });

  test.each([
    [
      'a group id that is none',
      'for (const id of [0, -1, -5, 1.5, NaN, "x", null, undefined, {}])',
      'session.joinGroup(id, 1)',
      'not a group id',
    ],
    [
      'a player that is none',
      'for (const id of [0, -1, 9, "x", null, undefined, {}, { peerId: 9 }])',
      'session.joinGroup(7, id)',
      'not a connected player',
    ],
    [
      'leaving a group id that is none',
      'for (const id of [0, -1, "x", undefined])',
      'session.leaveGroup(id, 1)',
      'not a group id',
    ],
    [
      'leaving of a player that is none',
      'for (const id of [0, 9, undefined])',
      'session.leaveGroup(7, id)',
      'not a connected player',
    ],
  ])('%s is logged and dropped', async (_, loop, call, why) => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const client = await play.login();
    client.sendToScript(1, `(() => { ${loop} ${call}; return groups(); })()`);
    expect(await play.report()).toEqual({});
    await play.logged(why);
  });

  test('a player can be in many groups, and leaves them all with its connection', async () => {
    const play = await Play.start(
      host,
      `${REMOTE}, onPlayerDisconnect(peerId) { report(session.getGroupMembers(7).includes(peerId)); setTimeout(() => report(session.getGroups()), 1); }`,
      STANDARD,
    );
    const [ann, bob] = [await play.login(), await play.login()];
    bob.sendToScript(1, '([7, 8, 9].map(id => session.joinGroup(id, 1)), session.joinGroup(8, 2), groups())');
    expect(await play.report()).toEqual({ 7: [1], 8: [1, 2], 9: [1] });
    await ann.close();
    expect(await play.report()).toBe(true);
    expect(await play.report()).toEqual([8]);
  });

  test('past the limit of groups it is refused, logged, and taken back from what the script sees', async () => {
    const play = await Play.start(small, REMOTE, STANDARD);
    const client = await play.login();
    client.sendToScript(1, '[7, 8, 9].map(id => session.joinGroup(id, 1)).length');
    expect(await play.report()).toBe(3);
    await play.logged('player 1 cannot join group 9');
    client.sendToScript(1, 'groups()');
    expect(await play.report()).toEqual({ 7: [1], 8: [1] });
  });

  test('in onPlayerAccepted reach the player before its login response', async () => {
    const play = await Play.start(host, 'onPlayerAccepted(player) { session.joinGroup(7, player); }');
    const client = await play.login();
    expect(client.inbox[0]?.groupMembershipUpdate).toMatchObject({ group: 7, players: [1] });
  });
});

describe('what the script sees', () => {
  test('follows what clients join and leave', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const [ann, bob] = [await play.login(), await play.login()];
    ann.joinGroup(3);
    await ann.nextMembership(3);
    bob.joinGroup(3);
    await ann.nextMembership(3);
    ann.sendToScript(1, 'groups()');
    expect(await play.report()).toEqual({ 3: [1, 2] });
    ann.leaveGroup(3);
    await ann.nextMembership(3);
    ann.sendToScript(1, 'groups()');
    expect(await play.report()).toEqual({ 3: [2] });
  });

  test('agrees with the clients after many changes by script and clients at once', async () => {
    const play = await Play.start(
      host,
      `${REMOTE}, ready() { setInterval(() => {
         const players = session.getPlayers();
         if (players.size < 3 || this.changes > 60) return;
         this.changes = (this.changes ?? 0) + 1;
         const peerId = 1 + Math.floor(Math.random() * 3), groupId = 1 + Math.floor(Math.random() * 4);
         if (Math.random() < 0.5) session.joinGroup(groupId, peerId); else session.leaveGroup(groupId, peerId);
         if (this.changes > 60) report('done');
       }, 1); }`,
      STANDARD,
    );
    const clients = [await play.login(), await play.login(), await play.login()];
    for (let i = 0; i < 90; i++) {
      const client = clients[i % 3]!;
      if ((i * 7) % 5 < 3) client.joinGroup(1 + (i % 4));
      else client.leaveGroup(1 + (i % 4));
    }
    expect(await play.report()).toBe('done');
    // Everything a client asked for has been done when the script has its next message.
    for (const client of clients) {
      client.sendToScript(1, '0');
      await play.report();
    }
    clients[0]!.sendToScript(1, '[1, 2, 3, 4].map(id => session.getGroupMembers(id).sort())');
    const seen: number[][] = await play.report();
    for (const [index, members] of seen.entries()) {
      const group = index + 1;
      clients[0]!.inbox.length = 0;
      clients[0]!.requestGroupMembership(group);
      // What is asked for carries the requester as its sender; changes carry the server.
      const answer = await clients[0]!.next(p => p.groupMembershipUpdate?.group === group && p.sender === 1);
      expect([group, [...answer.groupMembershipUpdate!.players].sort()]).toEqual([group, members]);
    }
  });

  test('of group -1 is every accepted player', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const [ann] = [await play.login(), await play.login()];
    ann!.sendToScript(1, '[session.getGroupMembers(-1), session.getGroupMembers("-1"), session.getGroups()]');
    expect(await play.report()).toEqual([[1, 2], [1, 2], []]);
  });

  test.each(['undefined', 'null', '"x"', '{}', '0', '99', '-2'])('of group %s is nobody', async group => {
    expect(await inScript(host, `return session.getGroupMembers(${group});`)).toEqual([]);
  });
});

describe('broadcastGroupMembershipUpdate', () => {
  test('tells the members of one group who is in another, -1 standing for all', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const [ann, bob] = [await play.login(), await play.login()];
    ann.sendToScript(1, 'session.joinGroup(7, 1)');
    await ann.nextMembership(7);
    ann.sendToScript(1, 'session.broadcastGroupMembershipUpdate(7, -1)');
    expect(await ann.nextMembership(7)).toEqual([1]);
    expect(await bob.nextMembership(7)).toEqual([1]);
    ann.sendToScript(1, 'session.broadcastGroupMembershipUpdate(-1, 7)');
    expect(await ann.nextMembership(-1)).toEqual([1, 2]);
    ann.sendToScript(1, 'session.broadcastGroupMembershipUpdate("-1", "-1")');
    expect(await bob.nextMembership(-1)).toEqual([1, 2]);
    // Bob is not in group 7: the one before was not for him.
    expect(bob.inbox.filter(packet => packet.groupMembershipUpdate !== undefined)).toEqual([]);
  });

  test('of a group with nobody in it tells an empty list', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const client = await play.login();
    client.sendToScript(1, 'session.broadcastGroupMembershipUpdate(12, -1)');
    expect(await client.nextMembership(12)).toEqual([]);
  });

  test('with what is no group is logged and dropped', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const client = await play.login();
    client.sendToScript(
      1,
      '[[], ["x", -1], [-1], [{}, null]].map(args => session.broadcastGroupMembershipUpdate(...args)).length',
    );
    expect(await play.report()).toBe(4);
    await play.logged('broadcastGroupMembershipUpdate: takes two group ids');
  });
});

describe('disconnectPlayer', () => {
  test.each(['1', '"1"', 'session.getPlayers().get(1)'])(
    'by %s closes the connection, after what was sent before',
    async peer => {
      const play = await Play.start(
        host,
        `${REMOTE}, onPlayerDisconnect(peerId) { report('gone ' + peerId); }`,
        STANDARD,
      );
      const client = await play.login();
      client.sendToScript(
        1,
        `(session.sendReliableMessage(message(4, 'bye'), 1), session.disconnectPlayer(${peer}, 'cheating'))`,
      );
      await play.report();
      expect((await client.nextMessage(4)).text).toBe('bye');
      expect(await client.closed).toEqual({ code: 4010, reason: 'kicked' });
      expect(await play.report()).toBe('gone 1');
      await play.logged('player disconnected by the script');
    },
  );

  test.each(['9', '0', '-1', 'undefined', 'null', '"x"', '{}', 'Symbol()'])(
    'of %s does nothing',
    async peer => {
      const play = await Play.start(host, REMOTE, STANDARD);
      const client = await play.login();
      client.sendToScript(1, `typeof session.disconnectPlayer(${peer})`);
      expect(await play.report()).toBe('undefined');
      client.sendToScript(1, 'session.getPlayers().size');
      expect(await play.report()).toBe(1);
    },
  );

  test.each(['undefined', 'null', '5', '{}', 'Symbol()', 'Object.create(null)', '"é".repeat(10_000)'])(
    'takes any reason: %s',
    async reason => {
      const play = await Play.start(host, REMOTE, STANDARD);
      const client = await play.login();
      client.sendToScript(1, `session.disconnectPlayer(1, ${reason})`);
      expect((await client.closed).reason).toBe('kicked');
    },
  );

  test('of the player that is asking to connect refuses it', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect(got) { session.disconnectPlayer(got.peerId); return true; }, onPlayerAccepted() {},
       onProcessTerminate() { report(session.getPlayers().size); }`,
    );
    await expect(play.login()).rejects.toThrow('kicked');
    await play.logged('player gone');
    await play.session.terminate('session_terminated');
    expect(await play.report()).toBe(0);
  });
});

describe('setPlayerSessionCreationPolicy', () => {
  test('DENY_ALL keeps new players out, those who are there stay; ACCEPT_ALL lets them in again', async () => {
    const play = await Play.start(host, REMOTE, STANDARD);
    const client = await play.login();
    client.sendToScript(1, 'session.setPlayerSessionCreationPolicy("DENY_ALL")');
    await play.report();
    await expect(play.login()).rejects.toThrow('session_not_accepting');
    client.sendToScript(1, 'session.setPlayerSessionCreationPolicy("ACCEPT_ALL")');
    await play.report();
    expect((await play.login()).peerId).toBe(2);
  });

  test('in init keeps players out from the beginning', async () => {
    const play = await Play.start(host, 'ready() { session.setPlayerSessionCreationPolicy("DENY_ALL"); }');
    await expect(play.login()).rejects.toThrow('session_not_accepting');
  });

  test.each(['undefined', '"deny_all"', 'true', '{}', 'Symbol()'])(
    'of %s changes nothing and is logged',
    async policy => {
      const play = await Play.start(host, `ready() { session.setPlayerSessionCreationPolicy(${policy}); }`);
      await play.logged('setPlayerSessionCreationPolicy: takes');
      expect((await play.login()).peerId).toBe(1);
    },
  );
});
