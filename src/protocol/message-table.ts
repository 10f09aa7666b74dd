import type { PacketMessage } from './packet.ts';

export type MessageKind = PacketMessage['kind'];
export type FieldType = 'int32' | 'bool' | 'string' | 'bytes' | 'int32List';

type FieldsOf<K extends MessageKind> = Omit<Extract<PacketMessage, { kind: K }>, 'kind'>;
type TypeOf<V> = V extends boolean
  ? 'bool'
  : V extends number
    ? 'int32'
    : V extends string
      ? 'string'
      : V extends Uint8Array
        ? 'bytes'
        : 'int32List';
type MessageTable = {
  [K in MessageKind]: {
    number: number;
    fields: { [F in keyof FieldsOf<K>]: [number: number, type: TypeOf<FieldsOf<K>[F]>] };
  };
};

/**
 * The members of Packet's oneof, with the field numbers of `com.gamelift.rt.proto`; fields in ascending order of
 * number, which is the order they are written in. The type checker holds this to `PacketMessage`.
 */
const MESSAGES: MessageTable = {
  login: { number: 30, fields: { playerSessionId: [1, 'string'], clientVersion: [2, 'int32'] } },
  loginResult: {
    number: 31,
    fields: {
      success: [1, 'bool'],
      reconnectToken: [2, 'string'],
      peerId: [3, 'int32'],
      fastPort: [4, 'int32'],
      caCert: [5, 'bytes'],
      connectToken: [6, 'string'],
    },
  },
  ping: { number: 32, fields: {} },
  pingResult: { number: 33, fields: {} },
  udpConnect: { number: 34, fields: {} },
  playerConnect: { number: 35, fields: { peerId: [1, 'int32'] } },
  playerDisconnect: { number: 36, fields: { peerId: [1, 'int32'] } },
  verifyIdentity: { number: 37, fields: { peerId: [1, 'int32'], connectToken: [2, 'string'] } },
  verifyIdentityResult: { number: 38, fields: { success: [1, 'bool'], peerId: [2, 'int32'] } },
  joinGroup: { number: 40, fields: { group: [1, 'int32'] } },
  leaveGroup: { number: 41, fields: { group: [1, 'int32'] } },
  requestGroupMembership: { number: 42, fields: { group: [1, 'int32'] } },
  groupMembershipUpdate: { number: 43, fields: { group: [1, 'int32'], players: [2, 'int32List'] } },
};

/** One field of a message. */
export interface FieldDescription {
  readonly name: string;
  readonly number: number;
  readonly type: FieldType;
}

/** One member of the oneof. */
export interface MessageDescription {
  readonly kind: MessageKind;
  readonly number: number;
  readonly fields: readonly FieldDescription[];
}

const DESCRIPTIONS: readonly MessageDescription[] = Object.entries(MESSAGES).map(
  ([kind, { number, fields }]) => ({
    kind: kind as MessageKind,
    number,
    fields: Object.entries(fields as Record<string, [number, FieldType]>).map(
      ([name, [fieldNumber, type]]) => ({ name, number: fieldNumber, type }),
    ),
  }),
);

const BY_NUMBER: ReadonlyMap<number, MessageDescription> = new Map(DESCRIPTIONS.map(d => [d.number, d]));
const BY_KIND: ReadonlyMap<string, MessageDescription> = new Map(DESCRIPTIONS.map(d => [d.kind, d]));

/** The oneof member with this field number in Packet. */
export function messageByNumber(fieldNumber: number): MessageDescription | undefined {
  return BY_NUMBER.get(fieldNumber);
}

export function messageByKind(kind: MessageKind): MessageDescription {
  return BY_KIND.get(kind)!;
}
