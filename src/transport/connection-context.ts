import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import type { ClientAddress, Evictable } from './client-address.ts';
import type { TransportTotals } from './counters.ts';
import type { TurnFlusher } from './turn-flusher.ts';
import type { UdpPorts } from './udp-ports.ts';
import type { FrameCache } from './websocket-frame.ts';

/** A player's connection, as its transport sees it. */
export interface TransportConnection extends PlayerConnection, Evictable {
  readonly clientAddress: ClientAddress;
  /** True when fast messages go by UDP. */
  readonly isFastChannelUp: boolean;
}

/** What the connections of one transport share. */
export interface ConnectionContext {
  readonly limits: Limits;
  readonly log: Logger;
  readonly totals: TransportTotals;
  readonly hits: LimitHits;
  readonly frames: FrameCache;
  readonly flusher: TurnFlusher;
  readonly ports: UdpPorts;
  now(): number;
  onLogin(connection: PlayerConnection, request: LoginRequest): void;
  /** No LOGIN is awaited any more: it came, or the connection is closing. */
  onLoginSettled(connection: TransportConnection): void;
  /** The socket is gone. */
  onGone(connection: TransportConnection): void;
}

/** What one accepted WebSocket consists of. */
export interface AcceptedSocket {
  readonly webSocket: WebSocket;
  /** The socket under it, to write whole frames to. */
  readonly socket: Socket;
  /** Normalized. */
  readonly remoteAddress: string;
  /** What it has in common with others that come from there. */
  readonly clientAddress: ClientAddress;
}
