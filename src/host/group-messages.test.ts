import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { closeAll, expectNothingMore, joinAll, logInAll } from './test/players.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { TestClient } from './test/test-client.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a, b, c] = (await logInAll(host, 3)) as [TestClient, TestClient, TestClient];
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
      const [a, b, c] = (await logInAll(host, 3)) as [TestClient, TestClient, TestClient];
      for (const client of [a, b, c]) {
        await client.bringUpFast();
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
    a.sendToGroup(-1, 1, 'to all');
    for (const client of [a, b])
      expect(await client.nextMessage(1)).toMatchObject({ text: 'to all', sender: 1 });
    await closeAll(a, b);
  });

  test('that its sender is not in, or that does not exist, is dropped', async () => {
    await host.play(ECHO_SCRIPT);
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
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
    const [a, b] = (await logInAll(host, 2)) as [TestClient, TestClient];
    await a.bringUpFast();
    await joinAll(5, a);
    b.sendToScript(1, 'go');
    expect(await a.nextMessage(1)).toMatchObject({ text: 'fast', via: 'udp', sender: -1 });
    expect(await a.nextMessage(2)).toMatchObject({ text: 'reliable', via: 'websocket', sender: -1 });
    for (const client of [a, b]) expect((await client.nextMessage(3)).text).toBe('all');
    await expectNothingMore(a, b);
    await closeAll(a, b);
  });
});
