import { type CLIENT_ERRORS, ClientError } from '../client-errors.ts';

export type ConnectErrorCode = Exclude<keyof typeof CLIENT_ERRORS, 'malformed_packet'>;

/**
 * Why `connect` rejected: `connect_failed` where no connection came about or it broke, `connect_refused` where the server
 * closed it, `connect_timeout` where it said nothing. From a Playpen server the close reason is the code of an error,
 * `session_full` for one.
 */
export class ConnectError extends ClientError<ConnectErrorCode> {
  /** The WebSocket close code, where the connection had been open and has ended. */
  readonly closeCode: number | undefined;
  /** The WebSocket close reason; empty where there was none. */
  readonly closeReason: string;

  constructor(code: ConnectErrorCode, detail: string, close?: { code: number; reason: string }) {
    super(code, detail);
    this.name = 'ConnectError';
    this.closeCode = close?.code;
    this.closeReason = close?.reason ?? '';
  }
}
