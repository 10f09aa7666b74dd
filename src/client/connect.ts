import { type LoginOptions, logIn, type Platform } from './login.ts';
import { RealtimeClient } from './realtime-client.ts';
import { Reconnection, type ReconnectOptions } from './reconnection.ts';

export interface ConnectOptions extends LoginOptions {
  /** How to log in again when the connection breaks. Default: 10 attempts. `never`: the client is closed then. */
  readonly reconnect?: ReconnectOptions | 'never';
}

/** `connect` on a platform of the caller's choice; see there. */
export async function connectOn(platform: Platform, options: ConnectOptions): Promise<RealtimeClient> {
  const { reconnect = {}, signal: _onlyForTheFirst, ...again } = options;
  const connection = await logIn(platform, options);
  const reconnection =
    reconnect === 'never'
      ? undefined
      : new Reconnection(platform.limits, reconnect, signal => logIn(platform, { ...again, signal }));
  return new RealtimeClient(connection, reconnection, platform.limits);
}
