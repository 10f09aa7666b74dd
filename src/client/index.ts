import { CLIENT_LIMITS } from './client-limits.ts';
import { type ConnectOptions, connectOn } from './connect.ts';
import { findDatagramSockets } from './datagram-socket.ts';
import type { RealtimeClient } from './realtime-client.ts';

/**
 * Connects a player to a game session, in Node.js (22.3 and above) or a browser, and logs in.
 *
 * @throws ConnectError where the server cannot be reached, refuses the player or does not answer; the signal's reason
 * where that aborts; a SyntaxError where endpoint and port make no URL.
 */
export function connect(options: ConnectOptions): Promise<RealtimeClient> {
  return connectOn({ WebSocket, openDatagramSocket: findDatagramSockets(), limits: CLIENT_LIMITS }, options);
}

export type { ClientEvents, GroupMembership, Message } from './client-events.ts';
export type { ConnectOptions } from './connect.ts';
export { ConnectError, type ConnectErrorCode } from './connect-error.ts';
export type { FastChannelState } from './fast-channel.ts';
export type { Payload } from './payload.ts';
export type { RealtimeClient, SendOptions } from './realtime-client.ts';
export type { CloseInfo } from './reliable-channel.ts';
