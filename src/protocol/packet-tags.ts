import { tagOf, WireType } from './wire-type.ts';

/** The tags of Packet's own fields; every one but the payload's is a varint. All take one byte. */
export const PacketTag = {
  opCode: tagOf(1, WireType.VARINT),
  sequenceNumber: tagOf(2, WireType.VARINT),
  targetPlayer: tagOf(3, WireType.VARINT),
  targetGroup: tagOf(4, WireType.VARINT),
  sender: tagOf(5, WireType.VARINT),
  reliable: tagOf(6, WireType.VARINT),
  clientVersion: tagOf(7, WireType.VARINT),
  payload: tagOf(15, WireType.LENGTH_DELIMITED),
} as const;
