import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { closeAll, expectNothingMore, joinAll, logInAll } from './test/players.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { TestClient, TestPacket } from './test/test-client.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({ limits: { groupsPerPlayer: 3 } });
});
afterAll(() => host.stop());

async function membersOf(group: number, asked: TestClient): Promise<number[]> {
  asked.requestGroupMembership(group);
  return asked.nextMembership(group);
}

describe('joining and leaving', () => {
  test('tells the members, the one who did it included, and nobody else', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b, c] = (await logInAll(host, 3)) as [TestClient, TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
    await a.bringUpFast();
    await joinAll(5, a);
    b.joinGroup(5);
    const update = await a.next(packet => packet.opCode === -13);
    expect(update).toMatchObject({ via: 'websocket', reliable: true, sender: -1, targetPlayer: 1 });
    await closeAll(a, b);
  });

  test('works by the fast channel, where requests may be repeated', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
    await joinAll(5, b);
    await a.bringUpFast();
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a] = (await logInAll(host, 1)) as [TestClient];
    for (const opCode of [-10, -11, -12]) a.sendReliable({ opCode, targetPlayer: -1 });
    await expectNothingMore(a);
    await closeAll(a);
  });

  test('past the limit of groups for a player is refused: the list that comes back is the true one', async () => {
    await host.play(ECHO_SCRIPT);
    const [a] = (await logInAll(host, 1)) as [TestClient];
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
    const [a, b, c] = (await logInAll(host, 3)) as [TestClient, TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a] = (await logInAll(host, 1)) as [TestClient];
    a.joinGroup(5);
    expect(await a.nextMembership(5)).toEqual([]);
    await closeAll(a);
  });

  test('and promises true allows', async () => {
    await host.play(
      scriptWith(`onPlayerJoinGroup() { return new Promise(resolve => setTimeout(resolve, 1, true)); },`),
    );
    const [a] = (await logInAll(host, 1)) as [TestClient];
    await joinAll(5, a);
    await closeAll(a);
  });
});
