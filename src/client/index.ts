import { CLIENT_LIMITS } from './client-limits.ts';
import { type ConnectOptions, connectOn } from './connect.ts';
import { findDatagramSockets } from './datagram-socket.ts';
import type { RealtimeClient } from './realtime-client.ts';
import { findWebSocket } from './web-socket.ts';

/**
 * Connects a player to a game session, in Node.js (20.16 and above) or a browser, and logs in.
 *
 * @throws ConnectError where the server cannot be reached, refuses the player or does not answer; the signal's reason
 * where that aborts; a SyntaxError where endpoint and port make no URL.
 */
export async function connect(options: ConnectOptions): Promise<RealtimeClient> {
  const WebSocket = await findWebSocket();
  return connectOn({ WebSocket, openDatagramSocket: findDatagramSockets(), limits: CLIENT_LIMITS }, options);
}

export { ALL_PLAYERS_GROUP_ID, SERVER_PEER_ID } from '../protocol/op-codes.ts';
export type {
  ClientClose,
  ClientEvents,
  GroupMembership,
  Message,
  Reconnected,
  Reconnecting,
  Undecodable,
} from './client-events.ts';
export type { ConnectOptions } from './connect.ts';
export { ConnectError, type ConnectErrorCode } from './connect-error.ts';
export type { FastChannelState } from './fast-channel.ts';
export { bytes, json, opCode, type PayloadCodec, type TypedOpCode, text } from './op-code.ts';
export type { Payload } from './payload.ts';
export type { ConnectionStatus, RealtimeClient, SendOptions } from './realtime-client.ts';
export type { ReconnectOptions } from './reconnection.ts';
export type { CloseInfo } from './reliable-channel.ts';
export { DeliveryIntent, RTMessage } from './rt-message.ts';
