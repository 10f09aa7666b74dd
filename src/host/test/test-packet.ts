import protobuf from 'protobufjs';
import { SCHEMA } from '../../protocol/test/schema.ts';

/** The codec of test clients is protobufjs: they share nothing with the server but the published schema. */
const PacketType = protobuf.parse(SCHEMA).root.lookupType('com.gamelift.rt.proto.Packet');

/** A packet as plain values, as protobufjs gives and takes them; absent fields have their default. */
export interface TestPacket {
  opCode: number;
  sequenceNumber: number;
  targetPlayer: number;
  targetGroup: number;
  sender: number;
  reliable: boolean;
  payload: Buffer;
  /** How it came. */
  via: 'websocket' | 'udp';
  /** The payload as text. */
  text: string;
  /** The whole datagram or WebSocket message. */
  bytes: Buffer;
  loginResult?: {
    success: boolean;
    peerId: number;
    fastPort: number;
    reconnectToken: string;
    connectToken: string;
    caCert: Buffer;
  };
  groupMembershipUpdate?: { group: number; players: number[] };
  udpConnect?: object;
}

export type PacketFields = Record<string, unknown> & { opCode: number };

export function encodeTestPacket(fields: PacketFields): Buffer {
  return Buffer.from(PacketType.encodeDelimited(PacketType.fromObject(fields)).finish());
}

export function decodeTestPacket(bytes: Buffer, via: TestPacket['via']): TestPacket {
  const packet = PacketType.toObject(PacketType.decodeDelimited(bytes), {
    defaults: true,
    oneofs: true,
    bytes: Buffer,
  }) as Omit<TestPacket, 'via' | 'text' | 'bytes'>;
  return {
    ...packet,
    payload: Buffer.from(packet.payload),
    via,
    text: Buffer.from(packet.payload).toString(),
    bytes,
  };
}
