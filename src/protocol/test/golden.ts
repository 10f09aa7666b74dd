import { OpCode } from '../op-codes.ts';
import type { Packet, PacketMessage } from '../packet.ts';

/** One packet and its bytes, which two encoders written apart from each other agree on. */
export interface Golden {
  readonly name: string;
  readonly packet: Packet;
  readonly hex: string;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const EMPTY: Packet = {
  opCode: 0,
  sequenceNumber: 0,
  targetPlayer: 0,
  targetGroup: 0,
  sender: 0,
  reliable: false,
  clientVersion: 0,
  payload: new Uint8Array(0),
  message: undefined,
};

const REFUSED: PacketMessage = {
  kind: 'loginResult',
  success: false,
  reconnectToken: '',
  peerId: 0,
  fastPort: 0,
  caCert: new Uint8Array(0),
  connectToken: '',
};

const ACCEPTED: PacketMessage = {
  ...REFUSED,
  success: true,
  reconnectToken: 'r',
  peerId: 1,
  fastPort: 7777,
  connectToken: 'c',
};

export const GOLDEN: readonly Golden[] = [
  {
    name: 'LOGIN with a connection payload',
    packet: {
      ...EMPTY,
      opCode: OpCode.LOGIN,
      targetPlayer: -1,
      reliable: true,
      payload: text('hi'),
      message: { kind: 'login', playerSessionId: 'psess-1', clientVersion: 2 },
    },
    hex: '1f 18 ff ff ff ff ff ff ff ff ff 01 30 01 7a 02 68 69 f2 01 0b 0a 07 70 73 65 73 73 2d 31 10 02',
  },
  {
    name: 'LOGIN_RESPONSE that accepts',
    packet: {
      ...EMPTY,
      opCode: OpCode.LOGIN_RESPONSE,
      targetPlayer: 1,
      sender: -1,
      reliable: true,
      message: ACCEPTED,
    },
    hex: '21 08 01 18 01 28 ff ff ff ff ff ff ff ff ff 01 30 01 fa 01 0d 08 01 12 01 72 18 01 20 e1 3c 32 01 63',
  },
  {
    name: 'LOGIN_RESPONSE that refuses',
    packet: {
      ...EMPTY,
      opCode: OpCode.LOGIN_RESPONSE,
      targetPlayer: 1,
      sender: -1,
      reliable: true,
      message: REFUSED,
    },
    hex: '14 08 01 18 01 28 ff ff ff ff ff ff ff ff ff 01 30 01 fa 01 00',
  },
  {
    name: 'UDP_CONNECT',
    packet: {
      ...EMPTY,
      opCode: OpCode.UDP_CONNECT,
      targetPlayer: -1,
      sender: 1,
      message: { kind: 'udpConnect' },
    },
    hex: '12 08 09 18 ff ff ff ff ff ff ff ff ff 01 28 01 92 02 00',
  },
  {
    name: 'UDP_CONNECT_SERVER_ACK',
    packet: {
      ...EMPTY,
      opCode: OpCode.UDP_CONNECT_SERVER_ACK,
      targetPlayer: 1,
      sender: -1,
      message: { kind: 'udpConnect' },
    },
    hex: '12 08 0b 18 01 28 ff ff ff ff ff ff ff ff ff 01 92 02 00',
  },
  {
    name: 'a fast message to the server',
    packet: {
      ...EMPTY,
      opCode: 10,
      sequenceNumber: 2,
      targetPlayer: -1,
      sender: 1,
      payload: text('hello'),
    },
    hex: '18 08 14 10 02 18 ff ff ff ff ff ff ff ff ff 01 28 01 7a 05 68 65 6c 6c 6f',
  },
  {
    name: 'a reliable message to everybody',
    packet: { ...EMPTY, opCode: 111, targetGroup: -1, sender: 1, reliable: true, payload: text('x') },
    hex: '15 08 de 01 20 ff ff ff ff ff ff ff ff ff 01 28 01 30 01 7a 01 78',
  },
  {
    name: 'JOIN_GROUP by the fast channel',
    packet: {
      ...EMPTY,
      opCode: OpCode.JOIN_GROUP,
      sequenceNumber: 3,
      targetPlayer: -1,
      sender: 1,
      message: { kind: 'joinGroup', group: 1 },
    },
    hex: '16 08 13 10 03 18 ff ff ff ff ff ff ff ff ff 01 28 01 c2 02 02 08 01',
  },
  {
    name: 'GROUP_MEMBERSHIP_UPDATE',
    packet: {
      ...EMPTY,
      opCode: OpCode.GROUP_MEMBERSHIP_UPDATE,
      targetPlayer: 1,
      sender: -1,
      reliable: true,
      message: { kind: 'groupMembershipUpdate', group: 1, players: [1, 2] },
    },
    hex: '1a 08 19 18 01 28 ff ff ff ff ff ff ff ff ff 01 30 01 da 02 06 08 01 12 02 01 02',
  },
];
