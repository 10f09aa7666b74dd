import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { TestClient, TestPacket } from './test/test-client.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({ limits: { groupsPerPlayer: 3 } });
});
afterAll(() => host.stop());

async function logIn(count: number): Promise<TestClient[]> {
  const clients: TestClient[] = [];
  for (let i = 0; i < count; i++) clients.push(await host.login());
  return clients;
}

/** Joins one after the other, and takes all updates that come of it. */
async function joinAll(group: number, ...clients: TestClient[]): Promise<void> {
  for (const [at, client] of clients.entries()) {
    client.joinGroup(group);
    const expected = clients.slice(0, at + 1).map(member => member.peerId);
    for (const member of clients.slice(0, at + 1))
      expect(await member.nextMembership(group)).toEqual(expected);
  }
}

async function membersOf(group: number, asked: TestClient): Promise<number[]> {
  asked.requestGroupMembership(group);
  return asked.nextMembership(group);
}

async function expectNothingMore(...clients: TestClient[]): Promise<void> {
  for (const client of clients) {
    await client.echo('barrier');
    expect(client.inbox).toEqual([]);
  }
}

const closeAll = (...clients: TestClient[]) => Promise.all(clients.map(client => client.close()));

describe('joining and leaving', () => {
  test('tells the members, the one who did it included, and nobody else', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b, c] = (await logIn(3)) as [TestClient, TestClient, TestClient];
    a.joinGroup(5);
    expect(await a.nextMembership(5)).toEqual([1]);
    b.joinGroup(5);
    expect(await a.nextMembership(5)).toEqual([1, 2]);
    expect(await b.nextMembership(5)).toEqual([1, 2]);
    a.leaveGroup(5);
    expect(await a.nextMembership(5)).toEqual([2]);
    expect(await b.nextMembership(5)).toEqual([2]);
    await expectNothingMore(a, b, c);
    await closeAll(a, b, c);
  });

  test('is told reliably, by the server, to each by name', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await a.connectFast();
    await a.echo('up', 'fast');
    await joinAll(5, a);
    b.joinGroup(5);
    const update = await a.next(packet => packet.opCode === -13);
    expect(update).toMatchObject({ via: 'websocket', reliable: true, sender: -1, targetPlayer: 1 });
    await closeAll(a, b);
  });

  test('works by the fast channel, where requests may be repeated', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await joinAll(5, b);
    await a.connectFast();
    for (let i = 0; i < 3; i++) await a.sendFast({ opCode: -10, targetPlayer: -1, joinGroup: { group: 5 } });
    expect(await b.nextMembership(5)).toEqual([2, 1]);
    await a.sendFast({ opCode: -12, targetPlayer: -1, requestGroupMembership: { group: 5 } });
    const answer = await a.next(packet => packet.opCode === -13 && packet.sender === a.peerId);
    expect(answer.groupMembershipUpdate?.players).toEqual([2, 1]);
    for (let i = 0; i < 3; i++) await a.sendFast({ opCode: -11, targetPlayer: -1, leaveGroup: { group: 5 } });
    expect(await b.nextMembership(5)).toEqual([2]);
    await a.echo('all three have been taken', 'fast');
    await expectNothingMore(b);
    await closeAll(a, b);
  });

  test('a second time changes nothing, and the other members hear nothing of it', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await joinAll(5, a, b);
    b.joinGroup(5);
    expect(await membersOf(5, b)).toEqual([1, 2]);
    await expectNothingMore(a);
    b.leaveGroup(5);
    expect(await a.nextMembership(5)).toEqual([1]);
    b.leaveGroup(5);
    await b.echo('barrier');
    await expectNothingMore(a);
    await closeAll(a, b);
  });

  test('is possible in many groups at once, each with its own members', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await joinAll(5, a, b);
    await joinAll(2 ** 31 - 1, b);
    await joinAll(7, a);
    expect(await membersOf(5, a)).toEqual([1, 2]);
    expect(await membersOf(2 ** 31 - 1, a)).toEqual([2]);
    expect(await membersOf(7, a)).toEqual([1]);
    await closeAll(a, b);
  });

  test.each([0, -1, -2, -(2 ** 31)])('is not possible for group %d', async group => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    const before = await membersOf(group, b);
    a.joinGroup(group);
    a.leaveGroup(group);
    a.joinGroup(group);
    await a.echo('barrier');
    expect(await membersOf(group, b)).toEqual(before);
    await expectNothingMore(b);
    await closeAll(a, b);
  });

  test('without a group in the packet is no request', async () => {
    await host.play(ECHO_SCRIPT);
    const [a] = (await logIn(1)) as [TestClient];
    for (const opCode of [-10, -11, -12]) a.sendReliable({ opCode, targetPlayer: -1 });
    await expectNothingMore(a);
    await closeAll(a);
  });

  test('past the limit of groups for a player is refused: the list that comes back is the true one', async () => {
    await host.play(ECHO_SCRIPT);
    const [a] = (await logIn(1)) as [TestClient];
    for (const group of [1, 2, 3]) await joinAll(group, a);
    a.joinGroup(4);
    expect(await a.nextMembership(4)).toEqual([]);
    a.leaveGroup(1);
    expect(await a.nextMembership(1)).toEqual([]);
    await joinAll(4, a);
    await closeAll(a);
  });

  test('is undone by leaving the session: the members who remain are told', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b, c] = (await logIn(3)) as [TestClient, TestClient, TestClient];
    await joinAll(5, a, b);
    await joinAll(6, b, c);
    await b.close();
    expect(await a.nextMembership(5)).toEqual([1]);
    expect(await c.nextMembership(6)).toEqual([3]);
    await a.terminate();
    // Nobody is left to be told of group 5, so c has to ask until the server has noticed.
    await expect.poll(() => membersOf(-1, c)).toEqual([3]);
    expect(await membersOf(5, c)).toEqual([]);
    await expectNothingMore(c);
    await closeAll(c);
  });
});

describe('a request for the members of a group', () => {
  const answer = (client: TestClient, group: number): Promise<TestPacket> => {
    client.requestGroupMembership(group);
    return client.next(packet => packet.opCode === -13);
  };

  test("is answered to the requester alone, in the requester's own name", async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await joinAll(5, a);
    for (const requester of [a, b]) {
      expect(await answer(requester, 5)).toMatchObject({
        sender: requester.peerId,
        targetPlayer: requester.peerId,
        groupMembershipUpdate: { group: 5, players: [1] },
      });
    }
    await expectNothingMore(a, b);
    await closeAll(a, b);
  });

  test('is answered for a group that nobody is in, and for all players', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    expect(await answer(a, 77)).toMatchObject({ groupMembershipUpdate: { group: 77, players: [] } });
    expect(await answer(a, -1)).toMatchObject({ groupMembershipUpdate: { group: -1, players: [1, 2] } });
    await expectNothingMore(b);
    await closeAll(a, b);
  });
});

describe('a script that decides who joins and leaves', () => {
  const ODD_GROUPS_ONLY = scriptWith(`
    asked: [],
    onPlayerJoinGroup(groupId, peerId) { this.asked.push(['join', groupId, peerId]); return groupId % 2 === 1; },
    onPlayerLeaveGroup(groupId, peerId) { this.asked.push(['leave', groupId, peerId]); return groupId > 10; },
    onMessage(message) {
      if (message.opCode === 999) return this.echo(message);
      session.sendReliableMessage(text(1, JSON.stringify(this.asked)), message.sender);
    },`);

  test('is asked with the group and the player, and obeyed', async () => {
    await host.play(ODD_GROUPS_ONLY);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await joinAll(5, b);
    await joinAll(11, b, a);
    a.leaveGroup(11);
    expect(await b.nextMembership(11)).toEqual([2]);
    expect(await a.nextMembership(11)).toEqual([2]);
    a.sendToScript(1, '');
    expect(JSON.parse((await a.nextMessage(1)).text)).toEqual([
      ['join', 5, 2],
      ['join', 11, 2],
      ['join', 11, 1],
      ['leave', 11, 1],
    ]);
    await closeAll(a, b);
  });

  test('and refuses: the requester gets the true list, the others hear nothing', async () => {
    await host.play(ODD_GROUPS_ONLY);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    a.joinGroup(4);
    expect(await a.nextMembership(4)).toEqual([]);
    await joinAll(5, a, b);
    b.leaveGroup(5);
    expect(await b.nextMembership(5)).toEqual([1, 2]);
    expect(await membersOf(5, a)).toEqual([1, 2]);
    await expectNothingMore(a, b);
    await closeAll(a, b);
  });

  test.each([
    ['returns nothing', 'onPlayerJoinGroup() {},'],
    ['throws', 'onPlayerJoinGroup() { throw new Error("no"); },'],
    ['promises false', 'async onPlayerJoinGroup() { return false; },'],
    ['promises and fails', 'async onPlayerJoinGroup() { throw new Error("no"); },'],
  ])('and %s refuses', async (_how, members) => {
    await host.play(scriptWith(members));
    const [a] = (await logIn(1)) as [TestClient];
    a.joinGroup(5);
    expect(await a.nextMembership(5)).toEqual([]);
    await closeAll(a);
  });

  test('and promises true allows', async () => {
    await host.play(
      scriptWith(`onPlayerJoinGroup() { return new Promise(resolve => setTimeout(resolve, 1, true)); },`),
    );
    const [a] = (await logIn(1)) as [TestClient];
    await joinAll(5, a);
    await closeAll(a);
  });
});

describe('a group changed or shown by the script', () => {
  test('joinGroup and leaveGroup are told as if the player had asked', async () => {
    await host.play(
      scriptWith(`onMessage(message) {
        if (message.opCode === 999) return this.echo(message);
        if (message.opCode === 1) session.joinGroup(5, message.sender);
        else session.leaveGroup(5, message.sender);
        session.sendReliableMessage(text(3, session.getGroupMembers(5).join()), message.sender);
      },`),
    );
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await joinAll(5, a);
    b.sendToScript(1, '');
    expect(await a.nextMembership(5)).toEqual([1, 2]);
    expect(await b.nextMembership(5)).toEqual([1, 2]);
    expect((await b.nextMessage(3)).text).toBe('1,2');
    b.sendToScript(2, '');
    expect(await a.nextMembership(5)).toEqual([1]);
    expect(await b.nextMembership(5)).toEqual([1]);
    expect((await b.nextMessage(3)).text).toBe('1');
    await expectNothingMore(a, b);
    await closeAll(a, b);
  });

  test('broadcastGroupMembershipUpdate shows one group to the members of another', async () => {
    await host.play(
      scriptWith(`onMessage(message) {
        if (message.opCode === 999) return this.echo(message);
        const [shown, to] = JSON.parse(message.getPayloadAsText());
        session.broadcastGroupMembershipUpdate(shown, to);
      },`),
    );
    const [a, b, c] = (await logIn(3)) as [TestClient, TestClient, TestClient];
    await joinAll(5, a);
    await joinAll(6, b);
    const broadcast = (shown: number, to: number) => a.sendToScript(1, JSON.stringify([shown, to]));
    broadcast(5, 6);
    expect(await b.nextMembership(5)).toEqual([1]);
    broadcast(5, -1);
    for (const client of [a, b, c]) expect(await client.nextMembership(5)).toEqual([1]);
    broadcast(-1, 5);
    expect(await a.nextMembership(-1)).toEqual([1, 2, 3]);
    broadcast(77, 5);
    expect(await a.nextMembership(77)).toEqual([]);
    broadcast(5, 77);
    await expectNothingMore(a, b, c);
    await closeAll(a, b, c);
  });
});

describe('a message to a group', () => {
  test.each(['reliable', 'fast'] as const)(
    'reaches every member, its sender too, by the %s channel, and nobody else',
    async channel => {
      await host.play(ECHO_SCRIPT);
      const [a, b, c] = (await logIn(3)) as [TestClient, TestClient, TestClient];
      for (const client of [a, b, c]) {
        await client.connectFast();
        await client.echo('up', 'fast');
      }
      await joinAll(5, a, b);
      a.sendToGroup(5, 1, 'to group 5', channel);
      for (const client of [a, b]) {
        expect(await client.nextMessage(1)).toMatchObject({
          text: 'to group 5',
          sender: 1,
          targetGroup: 5,
          reliable: channel === 'reliable',
          via: channel === 'reliable' ? 'websocket' : 'udp',
        });
      }
      await c.echo('barrier', channel);
      expect(c.inbox).toEqual([]);
      await closeAll(a, b, c);
    },
  );

  test('of all players reaches all players', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    a.sendToGroup(-1, 1, 'to all');
    for (const client of [a, b])
      expect(await client.nextMessage(1)).toMatchObject({ text: 'to all', sender: 1 });
    await closeAll(a, b);
  });

  test('that its sender is not in, or that does not exist, is dropped', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await joinAll(5, b);
    for (const group of [5, 6, -2]) a.sendToGroup(group, 1, 'let me in');
    a.joinGroup(5);
    await a.nextMembership(5);
    a.leaveGroup(5);
    await a.nextMembership(5);
    a.sendToGroup(5, 1, 'one more thing');
    await a.echo('barrier');
    for (let i = 0; i < 2; i++) await b.nextMembership(5);
    await expectNothingMore(a, b);
    await closeAll(a, b);
  });

  test('that the script sends reaches its members; an empty group is no error', async () => {
    await host.play(
      scriptWith(`onMessage(message) {
        if (message.opCode === 999) return this.echo(message);
        session.sendGroupMessage(text(1, 'nobody'), 77);
        session.sendGroupMessage(text(1, 'fast'), 5);
        session.sendReliableGroupMessage(text(2, 'reliable'), 5);
        session.sendReliableGroupMessage(text(3, 'all'), session.getAllPlayersGroupId());
      },`),
    );
    const [a, b] = (await logIn(2)) as [TestClient, TestClient];
    await a.connectFast();
    await a.echo('up', 'fast');
    await joinAll(5, a);
    b.sendToScript(1, 'go');
    expect(await a.nextMessage(1)).toMatchObject({ text: 'fast', via: 'udp', sender: -1 });
    expect(await a.nextMessage(2)).toMatchObject({ text: 'reliable', via: 'websocket', sender: -1 });
    for (const client of [a, b]) expect((await client.nextMessage(3)).text).toBe('all');
    await expectNothingMore(a, b);
    await closeAll(a, b);
  });
});
