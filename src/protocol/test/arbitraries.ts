import fc from 'fast-check';
import type { Packet, PacketMessage } from '../packet.ts';

/** Any 32-bit integer, the edges of every varint length among them. */
const int32 = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(
    0x7f,
    0x80,
    0x3fff,
    0x4000,
    0x1fffff,
    0x200000,
    0xfffffff,
    0x10000000,
    0x7fffffff,
    -0x80000000,
  ),
  fc.integer(),
);
const bytes = fc.uint8Array({ maxLength: 200 });
const text = fc.string({ unit: 'binary', maxLength: 50 });

/** Any member of the oneof. */
export const anyMessage: fc.Arbitrary<PacketMessage> = fc.oneof(
  fc.record({ kind: fc.constant('login' as const), playerSessionId: text, clientVersion: int32 }),
  fc.record({
    kind: fc.constant('loginResult' as const),
    success: fc.boolean(),
    reconnectToken: text,
    peerId: int32,
    fastPort: int32,
    caCert: bytes,
    connectToken: text,
  }),
  fc.record({ kind: fc.constantFrom('ping' as const, 'pingResult' as const, 'udpConnect' as const) }),
  fc.record({ kind: fc.constantFrom('playerConnect' as const, 'playerDisconnect' as const), peerId: int32 }),
  fc.record({ kind: fc.constant('verifyIdentity' as const), peerId: int32, connectToken: text }),
  fc.record({ kind: fc.constant('verifyIdentityResult' as const), success: fc.boolean(), peerId: int32 }),
  fc.record({
    kind: fc.constantFrom('joinGroup' as const, 'leaveGroup' as const, 'requestGroupMembership' as const),
    group: int32,
  }),
  fc.record({
    kind: fc.constant('groupMembershipUpdate' as const),
    group: int32,
    players: fc.array(int32, { maxLength: 40 }),
  }),
);

/** Any packet, well-formed text in all its strings. */
export const anyPacket: fc.Arbitrary<Packet> = fc.record({
  opCode: int32,
  sequenceNumber: int32,
  targetPlayer: int32,
  targetGroup: int32,
  sender: int32,
  reliable: fc.boolean(),
  clientVersion: int32,
  payload: bytes,
  message: fc.option(anyMessage, { nil: undefined }),
});
