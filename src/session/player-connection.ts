import type { CloseCode } from '../errors.ts';
import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { Packet } from '../protocol/packet.ts';

/** What a login brings: the LOGIN packet's fields. */
export interface LoginRequest {
  readonly playerSessionId: string;
  readonly clientVersion: number;
  /** The developer's connection payload; a copy of its own. */
  readonly payload: Uint8Array;
}

/** One player's two channels, as a game session sees them. Implemented by `src/transport`. */
export interface PlayerConnection {
  /** The WebSocket's remote IP address. */
  readonly remoteAddress: string;
  /** True once the socket is closed or closing; everything sent from then on is dropped. */
  readonly closed: boolean;
  /** Whether what is fast goes by UDP now. */
  readonly isFastChannelUp: boolean;
  /**
   * From now on `receiver` gets this connection's packets and its end (at once, in a microtask, if the
   * connection is already closed). Until then packets are dropped.
   */
  attach(receiver: PacketReceiver): void;
  /** Starts WebSocket pings at this interval (milliseconds), and the watch for silence. */
  startKeepAlive(pingIntervalMs: number): void;
  /**
   * Leases a UDP port on which (remote address, `peerId`) is unique, and opens it. Never fails: where no port
   * is left, the port returned is one that answers nobody, and the player stays on the reliable channel.
   */
  openFastChannel(peerId: number): Promise<number>;
  sendReliable(packet: OutgoingPacket): void;
  /** Goes by UDP where the fast channel is up and the payload fits, by WebSocket otherwise. */
  sendFast(packet: OutgoingPacket): void;
  /** Stops reading from the WebSocket (and drops datagrams) until `resume`; calls do not nest. */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then closes with the code's close code and the code itself as reason. Idempotent. */
  close(code: CloseCode): void;
}

/** The receiving half: implemented by the session's players. */
export interface PacketReceiver {
  /** A decoded packet after the login, from either channel; `payload` is valid during the call only. */
  onPacket(packet: Packet): void;
  /** Called exactly once. */
  onClosed(): void;
}
