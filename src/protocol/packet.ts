/** The message a packet carries in its `message` oneof, told apart by `kind` (the field's name in the schema). */
export type PacketMessage =
  | { kind: 'login'; playerSessionId: string; clientVersion: number }
  | {
      kind: 'loginResult';
      success: boolean;
      reconnectToken: string;
      peerId: number;
      fastPort: number;
      caCert: Uint8Array;
      connectToken: string;
    }
  | { kind: 'ping' }
  | { kind: 'pingResult' }
  | { kind: 'udpConnect' }
  | { kind: 'playerConnect'; peerId: number }
  | { kind: 'playerDisconnect'; peerId: number }
  | { kind: 'verifyIdentity'; peerId: number; connectToken: string }
  | { kind: 'verifyIdentityResult'; success: boolean; peerId: number }
  | { kind: 'joinGroup'; group: number }
  | { kind: 'leaveGroup'; group: number }
  | { kind: 'requestGroupMembership'; group: number }
  | { kind: 'groupMembershipUpdate'; group: number; players: readonly number[] };

/** One Realtime packet (proto3 `com.gamelift.rt.proto.Packet`); all numbers are 32-bit signed integers. */
export interface Packet {
  opCode: number;
  sequenceNumber: number;
  targetPlayer: number;
  targetGroup: number;
  sender: number;
  reliable: boolean;
  clientVersion: number;
  /** In a decoded packet: a view into the received bytes, valid as long as those are. */
  payload: Uint8Array;
  message: PacketMessage | undefined;
}
