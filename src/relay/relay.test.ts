import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { resolveLimits } from '../limits/limits.ts';
import { OpCode } from '../protocol/op-codes.ts';
import type { Packet } from '../protocol/packet.ts';
import { Groups } from './groups.ts';
import { OrderedDeliveries } from './ordered-deliveries.ts';
import { Peers } from './peers.ts';
import { routePacket } from './routing.ts';

const LIMITS = resolveLimits({ groupsPerPlayer: 2, groupsPerSession: 3 });

/** Peers 1 to `count`, accepted, and their groups. */
function acceptedPeers(count: number): { peers: Peers; groups: Groups } {
  const peers = new Peers();
  for (let i = 0; i < count; i++) peers.accept(peers.add());
  return { peers, groups: new Groups(peers, LIMITS, new LimitHits()) };
}

function packet(fields: Partial<Packet>): Packet {
  return {
    opCode: 1,
    sequenceNumber: 0,
    targetPlayer: 0,
    targetGroup: 0,
    sender: 0,
    reliable: true,
    clientVersion: 0,
    payload: new Uint8Array(0),
    message: undefined,
    ...fields,
  };
}

describe('peers', () => {
  test('ids count from 1 and are not used again', () => {
    const peers = new Peers();
    expect([peers.add(), peers.add()]).toEqual([1, 2]);
    peers.remove(2);
    expect(peers.add()).toBe(3);
  });

  test('a connecting peer counts, but is not accepted until it is', () => {
    const peers = new Peers();
    const peerId = peers.add();
    expect([peers.count, peers.isAccepted(peerId), peers.accepted()]).toEqual([1, false, []]);
    expect(peers.accept(peerId)).toBe(true);
    expect([peers.isAccepted(peerId), peers.accepted()]).toEqual([true, [peerId]]);
  });

  test('nobody is accepted twice, nor who has left', () => {
    const peers = new Peers();
    const peerId = peers.add();
    peers.accept(peerId);
    expect(peers.accept(peerId)).toBe(false);
    peers.remove(peerId);
    expect(peers.accept(peerId)).toBe(false);
    expect(peers.count).toBe(0);
  });

  test('the accepted are listed oldest first, whatever the order in which they were accepted or leave', () => {
    const peers = new Peers();
    for (let i = 0; i < 3; i++) peers.add();
    for (const peerId of [3, 1, 2]) peers.accept(peerId);
    expect(peers.accepted()).toEqual([1, 2, 3]);
    peers.remove(2);
    expect(peers.accepted()).toEqual([1, 3]);
  });
});

describe('groups', () => {
  test('a group exists while it has members, in the order in which they joined', () => {
    const { groups } = acceptedPeers(3);
    expect(groups.members(7)).toEqual([]);
    expect([groups.join(7, 3), groups.join(7, 1)]).toEqual(['changed', 'changed']);
    expect(groups.members(7)).toEqual([3, 1]);
    groups.leave(7, 3);
    groups.leave(7, 1);
    expect(groups.members(7)).toEqual([]);
  });

  test('joining or leaving again changes nothing', () => {
    const { groups } = acceptedPeers(1);
    groups.join(7, 1);
    expect(groups.join(7, 1)).toBe('unchanged');
    groups.leave(7, 1);
    expect(groups.leave(7, 1)).toBe('unchanged');
  });

  test('group -1 is every accepted peer, and is neither joined nor left', () => {
    const { peers, groups } = acceptedPeers(2);
    peers.add();
    expect(groups.members(-1)).toEqual([1, 2]);
    expect([groups.isMember(-1, 1), groups.isMember(-1, 3)]).toEqual([true, false]);
    expect([groups.join(-1, 1), groups.leave(-1, 1)]).toEqual(['refused', 'unchanged']);
  });

  test('only accepted peers join, and only positive groups', () => {
    const { peers, groups } = acceptedPeers(1);
    const connecting = peers.add();
    expect([groups.join(7, connecting), groups.join(7, 99), groups.join(0, 1)]).toEqual([
      'refused',
      'refused',
      'refused',
    ]);
  });

  test('a peer past its number of groups, and a session past its own, are refused', () => {
    const { groups } = acceptedPeers(3);
    groups.join(1, 1);
    groups.join(2, 1);
    expect(groups.join(3, 1)).toBe('refused');
    groups.join(3, 2);
    expect(groups.join(4, 2)).toBe('refused');
    expect(groups.join(1, 2)).toBe('changed');
  });

  test('a peer that is removed leaves all its groups', () => {
    const { groups } = acceptedPeers(2);
    groups.join(1, 1);
    groups.join(2, 1);
    groups.join(2, 2);
    expect(groups.removePeer(1)).toEqual([1, 2]);
    expect([groups.members(1), groups.members(2), groups.removePeer(1)]).toEqual([[], [2], []]);
  });

  test('whatever is joined and left, both directions agree', () => {
    const change = fc.record({
      join: fc.boolean(),
      groupId: fc.integer({ min: -1, max: 4 }),
      peerId: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), changes => {
        const { groups } = acceptedPeers(3);
        for (const { join, groupId, peerId } of changes) {
          if (join) groups.join(groupId, peerId);
          else groups.leave(groupId, peerId);
        }
        for (const groupId of [1, 2, 3, 4]) {
          const members = groups.members(groupId);
          expect(members.every(peerId => groups.isMember(groupId, peerId))).toBe(true);
          expect(new Set(members).size).toBe(members.length);
        }
        const left = [1, 2, 3].map(peerId => groups.removePeer(peerId).length);
        expect(Math.max(...left)).toBeLessThanOrEqual(LIMITS.groupsPerPlayer);
        expect([1, 2, 3, 4].flatMap(groupId => groups.members(groupId))).toEqual([]);
      }),
    );
  });
});

describe('routing of a message', () => {
  const { peers, groups } = acceptedPeers(3);
  groups.join(5, 1);
  const connecting = peers.add();
  const route = (fields: Partial<Packet>) => routePacket(packet(fields), 1, peers, groups);

  test.each<[string, Partial<Packet>, object]>([
    ['to the script', { targetPlayer: -1 }, { to: 'script' }],
    ['with both targets -1 to the script alone', { targetPlayer: -1, targetGroup: -1 }, { to: 'script' }],
    ['to a peer', { targetPlayer: 2 }, { to: 'peer', peerId: 2 }],
    ['to a peer, whatever the group', { targetPlayer: 2, targetGroup: 5 }, { to: 'peer', peerId: 2 }],
    ['to its own sender', { targetPlayer: 1 }, { to: 'peer', peerId: 1 }],
    ['to a group of the sender', { targetGroup: 5 }, { to: 'group', groupId: 5 }],
    ['to all players', { targetGroup: -1 }, { to: 'group', groupId: -1 }],
  ])('%s', (_, fields, expected) => {
    expect(route(fields)).toEqual(expected);
  });

  test.each<[string, Partial<Packet>]>([
    ['to nobody', {}],
    ['to a peer that is not there', { targetPlayer: 99 }],
    ['to a peer that is not accepted yet', { targetPlayer: connecting }],
    ['to a group the sender is not in', { targetGroup: 6 }],
  ])('%s is dropped with a reason', (_, fields) => {
    expect(route(fields)).toEqual({ to: 'log', why: expect.stringMatching(/./) });
  });

  test('the sender a packet claims plays no part', () => {
    expect(routePacket(packet({ targetGroup: 5, sender: 1 }), 2, peers, groups)).toMatchObject({ to: 'log' });
  });
});

describe('routing of a command', () => {
  const { peers, groups } = acceptedPeers(1);
  const route = (fields: Partial<Packet>) => routePacket(packet(fields), 1, peers, groups);

  test('group commands go by their message', () => {
    const join = { opCode: OpCode.JOIN_GROUP, message: { kind: 'joinGroup', group: 3 } } as const;
    const leave = { opCode: OpCode.LEAVE_GROUP, message: { kind: 'leaveGroup', group: 3 } } as const;
    const request = {
      opCode: OpCode.REQUEST_GROUP_MEMBERSHIP,
      message: { kind: 'requestGroupMembership', group: -1 },
    } as const;
    expect([route(join), route(leave), route(request)]).toEqual([
      { to: 'join', groupId: 3 },
      { to: 'leave', groupId: 3 },
      { to: 'membership', groupId: -1 },
    ]);
  });

  test('what clients send by themselves is taken silently', () => {
    expect(route({ opCode: OpCode.PLAYER_READY })).toEqual({ to: 'nobody' });
    expect(route({ opCode: OpCode.PING_RESULT })).toEqual({ to: 'nobody' });
  });

  test('a command without its message, and any other op code that is not positive, is dropped', () => {
    expect(route({ opCode: OpCode.JOIN_GROUP })).toMatchObject({ to: 'log' });
    expect(route({ opCode: OpCode.JOIN_GROUP, message: { kind: 'ping' } })).toMatchObject({ to: 'log' });
    expect(route({ opCode: OpCode.GAME_START, targetPlayer: -1 })).toMatchObject({ to: 'log' });
  });
});

describe('ordered deliveries', () => {
  function deliveries(maxWaiting = 10) {
    const delivered: string[] = [];
    return { delivered, queue: new OrderedDeliveries<string>(maxWaiting, text => delivered.push(text)) };
  }

  test('what waits for nothing is delivered at once', () => {
    const { delivered, queue } = deliveries();
    expect(queue.send('a')).toBe(true);
    expect(delivered).toEqual(['a']);
  });

  test('a message that waits holds back those after it', () => {
    const { delivered, queue } = deliveries();
    const decide = queue.hold('a');
    queue.send('b');
    expect(delivered).toEqual([]);
    decide(true);
    expect(delivered).toEqual(['a', 'b']);
  });

  test('answers may come in any order', () => {
    const { delivered, queue } = deliveries();
    const [first, second, third] = [queue.hold('a'), queue.hold('b'), queue.hold('c')];
    third(true);
    second(false);
    expect(delivered).toEqual([]);
    first(true);
    expect(delivered).toEqual(['a', 'c']);
  });

  test('past the bound nothing more waits', () => {
    const { delivered, queue } = deliveries(1);
    const decide = queue.hold('a');
    expect([queue.isFull, queue.send('b')]).toEqual([true, false]);
    decide(true);
    expect([queue.isFull, queue.send('c')]).toEqual([false, true]);
    expect(delivered).toEqual(['a', 'c']);
  });
});
