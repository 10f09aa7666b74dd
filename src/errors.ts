import { CLIENT_ERRORS, CodedError } from './client-errors.ts';

/**
 * Every error a player, an operator or another part of Playpen can meet, in one table.
 * Callers match `code`, never `message`. `closeCode` is what a player's WebSocket is closed with
 * (RFC 6455; 4000-4999 are the application's own), and the code itself travels as the close reason.
 * `httpStatus` is what the HTTP API answers.
 */
export const ERRORS = {
  // What a client sent
  malformed_packet: CLIENT_ERRORS.malformed_packet,
  text_message: { message: 'text messages are not accepted; send binary packets', closeCode: 1003 },
  message_too_big: { message: 'the message is larger than this server accepts', closeCode: 1009 },
  too_many_messages: { message: 'more messages came than this server holds back', closeCode: 1008 },
  unexpected_packet: { message: 'a packet other than LOGIN came before the login', closeCode: 4000 },
  login_timeout: { message: 'no LOGIN came in time', closeCode: 4001 },
  too_many_connections: {
    message: 'too many connections, from this address or waiting to log in; try again later',
    closeCode: 1013,
  },
  // Why a login was refused
  too_many_logins: { message: 'too many logins from this address; try again later', closeCode: 1013 },
  player_session_invalid: {
    message: 'no slot is reserved under this player session id; reserve one, and connect within its time',
    closeCode: 4002,
  },
  login_refused: { message: 'the script refused the player', closeCode: 4003 },
  session_full: { message: 'the game session has no free player slot', closeCode: 4005 },
  session_not_accepting: { message: 'the game session accepts no new players', closeCode: 4006 },
  no_capacity: { message: 'this host cannot start another game session', closeCode: 1013 },
  internal_error: { message: 'the server failed', closeCode: 1011 },
  // Why a connection ended
  keep_alive_timeout: { message: 'nothing was heard from the client for too long', closeCode: 4008 },
  slow_reader: { message: 'the client reads too slowly; its outbox is full', closeCode: 4009 },
  kicked: { message: 'the script or an operator disconnected the player', closeCode: 4010 },
  server_shutdown: { message: 'the server is shutting down', closeCode: 1001 },
  // Why a game session ended
  session_ended: { message: 'the script ended the game session', closeCode: 1000 },
  script_exit: { message: 'the script called process.exit', closeCode: 1000 },
  session_terminated: { message: 'the game session was terminated by its operator', closeCode: 4020 },
  script_replaced: {
    message: 'a newer version of the script takes the place of this session',
    closeCode: 1012,
  },
  script_failed: { message: 'the script could not be started', closeCode: 4021 },
  start_refused: { message: 'onProcessStarted did not return true', closeCode: 4022 },
  start_timeout: { message: 'the script did not finish starting in time', closeCode: 4023 },
  script_uncaught_error: { message: 'an uncaught error ended the game session', closeCode: 4024 },
  script_timeout: { message: 'the script ran past its time limit', closeCode: 4025 },
  script_memory: { message: 'the script used more memory than its limit', closeCode: 4026 },
  script_unhealthy: { message: 'the script failed its health checks', closeCode: 4027 },
  script_overloaded: { message: 'the script cannot keep up with its events', closeCode: 4028 },
  bridge_violation: { message: 'the script runtime sent bytes that make no sense', closeCode: 4029 },
  worker_lost: { message: 'the worker process that ran the script died', closeCode: 4030 },
  script_refused: {
    message: 'the script has cost its worker process too often and is refused for a while',
    closeCode: 4032,
  },
  script_crashed: { message: 'the worker process died while it ran the script', closeCode: 4031 },
  // What a game meets that connects with the client
  connect_failed: CLIENT_ERRORS.connect_failed,
  connect_refused: CLIENT_ERRORS.connect_refused,
  connect_timeout: CLIENT_ERRORS.connect_timeout,
  // What an operator meets
  script_not_found: { message: 'there is no script at that path' },
  client_not_found: { message: 'there is no client at that path' },
  script_invalid: { message: 'the script cannot be bundled' },
  version_not_found: { message: 'there is no such version of the script', httpStatus: 404 },
  version_ambiguous: { message: 'more than one version of the script is meant', httpStatus: 409 },
  publish_busy: { message: 'too many publications are waiting', httpStatus: 503 },
  store_in_use: { message: 'another process uses this store' },
  store_failed: { message: 'the store cannot be read or written', httpStatus: 500 },
  port_in_use: { message: 'the port is already in use' },
  port_refused: { message: 'the operating system does not allow this port or address' },
  api_unreachable: { message: 'no server answers at that address' },
  api_refused: { message: 'the server refused' },
  open_access_refused: {
    message:
      'everybody who reaches that address could upload code; give --access-keys, or --allow-open-access if that is wanted',
  },
  access_keys_invalid: { message: 'the file of access keys cannot be used' },
  notifications_invalid: { message: 'the file of notification targets cannot be used' },
  limits_invalid: { message: 'the file of limits cannot be used' },
  session_not_found: { message: 'there is no such game session', httpStatus: 404 },
  session_ambiguous: { message: 'more than one game session is meant' },
  log_not_found: { message: 'there is no such log, or the address is good no longer', httpStatus: 404 },
  too_many_followers: { message: 'too many already follow this', httpStatus: 503 },
  ticket_not_found: { message: 'there is no such matchmaking ticket', httpStatus: 404 },
  ticket_ambiguous: { message: 'several tenants have a matchmaking ticket of this id', httpStatus: 409 },
  ticket_unexplained: { message: 'nothing can be said of the matchmaking ticket now', httpStatus: 409 },
  console_sign_in_required: { message: 'sign in with an access key first', httpStatus: 401 },
  console_sign_in_refused: {
    message: 'there is no such access key, or the secret is another',
    httpStatus: 403,
  },
  console_sign_in_busy: { message: 'too many failed to sign in; try again in a minute', httpStatus: 429 },
  console_forbidden: { message: 'the access key does not allow this in the console', httpStatus: 403 },
  console_elsewhere: { message: 'only the console’s own page may ask for this', httpStatus: 403 },
  console_busy: { message: 'too many pages of the console look at once', httpStatus: 429 },
  peer_not_found: { message: 'there is no such player in the game session', httpStatus: 404 },
  message_refused: { message: 'the message cannot be sent', httpStatus: 400 },
  playground_read_only: { message: 'the script cannot be edited in the page', httpStatus: 409 },
  playground_conflict: { message: 'the file is another by now; load it again', httpStatus: 409 },
  playground_too_large: { message: 'the text is longer than the playground takes', httpStatus: 413 },
  rule_set_invalid: { message: 'the rule set cannot be used' },
  tickets_invalid: { message: 'the file of tickets cannot be used' },
  bots_invalid: { message: 'the file of bots cannot be used' },
  sandbox_unavailable: { message: 'script workers cannot be locked in as asked' },
  runtime_unsupported: { message: 'this Node.js has no prebuilt isolated-vm' },
} as const satisfies Record<string, ErrorRow>;

export interface ErrorRow {
  message: string;
  closeCode?: number;
  httpStatus?: number;
}

export type ErrorCode = keyof typeof ERRORS;

/** The codes a player's connection can be closed with. */
export type CloseCode = {
  [C in ErrorCode]: (typeof ERRORS)[C] extends { closeCode: number } ? C : never;
}[ErrorCode];

/** An error with a stable code; `detail` says what exactly, where, and what to do about it. */
export class PlaypenError extends CodedError<ErrorCode> {
  constructor(code: ErrorCode, detail = '', options?: ErrorOptions) {
    super(code, ERRORS[code].message, detail, options);
    this.name = 'PlaypenError';
  }
}

/** The close code for whatever went wrong; errors that are not for players become `internal_error`. */
export function closeCodeOf(error: unknown): CloseCode {
  if (error instanceof PlaypenError && 'closeCode' in ERRORS[error.code]) return error.code as CloseCode;
  return 'internal_error';
}
