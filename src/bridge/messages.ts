/**
 * What crosses between the relay host and a session's isolate, as record kinds.
 * A batch of events goes in as one buffer: a head (see `batch-head.ts`), then records.
 * A batch of commands comes out as one buffer of records. Every record is its kind (u8) and its fields in the
 * order in which the reader's handler takes them; integers are little-endian, text is UTF-8 behind its length.
 */

/** Host to isolate. */
export const EventKind = {
  call: 1,
  playerConnect: 2,
  playerGone: 3,
  message: 4,
  messageQuestion: 5,
  groupQuestion: 6,
  membership: 7,
  start: 8,
  matchmakerData: 9,
  gameSessionUpdate: 10,
} as const;

/** Isolate to host. */
export const CommandKind = {
  loaded: 1,
  decision: 2,
  accepted: 3,
  message: 4,
  sendToPeer: 5,
  sendToGroup: 6,
  broadcastMembership: 7,
  changeMembership: 8,
  disconnect: 9,
  playerSessionPolicy: 10,
  end: 11,
  log: 12,
  uncaughtError: 13,
  nextTimer: 14,
  limitHits: 15,
} as const;

/** The callbacks of a Realtime script; the index is the bit in `loaded`'s mask and the value in `call`. */
export const CALLBACKS = [
  'init',
  'onProcessStarted',
  'onStartGameSession',
  'onPlayerConnect',
  'onPlayerAccepted',
  'onPlayerDisconnect',
  'onMessage',
  'onSendToPlayer',
  'onSendToGroup',
  'onPlayerJoinGroup',
  'onPlayerLeaveGroup',
  'onHealthCheck',
  'onProcessTerminate',
  'onUpdateGameSession',
] as const;

/** What starts a game session, in this order; each waits for the answer to the one before it. */
export const START_CALLBACKS = ['init', 'onProcessStarted', 'onStartGameSession'] as const;

export type CallbackName = (typeof CALLBACKS)[number];

/** What a callback that was asked for a decision answered. */
export const VERDICTS = ['denied', 'allowed', 'threw', 'undefined'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
export type ScriptLogLevel = (typeof LOG_LEVELS)[number];

export const PLAYER_SESSION_POLICIES = ['ACCEPT_ALL', 'DENY_ALL'] as const;
export type PlayerSessionPolicy = (typeof PLAYER_SESSION_POLICIES)[number];

/** How the script asked for the end: `rtSession.processEnding()` or `process.exit()`. */
export const END_KINDS = ['processEnding', 'exit'] as const;
export type EndKind = (typeof END_KINDS)[number];

export const GROUP_ACTIONS = ['join', 'leave'] as const;
export type GroupAction = (typeof GROUP_ACTIONS)[number];

/** What `onUpdateGameSession` is told: new matchmaker data, or what became of a backfill. Named as the service names them. */
export const UPDATE_REASONS = [
  'MATCHMAKING_DATA_UPDATED',
  'BACKFILL_FAILED',
  'BACKFILL_TIMED_OUT',
  'BACKFILL_CANCELLED',
] as const;
export type UpdateReason = (typeof UPDATE_REASONS)[number];

export const CHANNELS = ['fast', 'reliable'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Limits that are reached inside an isolate; the index is the value in `limitHits`. */
export const ISOLATE_LIMITS = [
  'timersPerSession',
  'commandBytesPerBatch',
  'logBytesPerBatch',
  'logLineBytes',
  'scriptPayloadBytes',
] as const;
export type IsolateLimit = (typeof ISOLATE_LIMITS)[number];

/** A client's message as both sides of the bridge see it. */
export interface BridgeMessage {
  opCode: number;
  sender: number;
  channel: Channel;
  targetPlayer: number;
  targetGroup: number;
  payload: Uint8Array;
}

/** A login that passed admission, for `onPlayerConnect`. */
export interface BridgePlayer {
  peerId: number;
  playerSessionId: string;
  playerId: string;
  playerData: string;
}

/** What the script's module turned out to be, read after it was evaluated. Numbers are 0 where it gave none. */
export interface LoadedScript {
  /** Bit n set: `CALLBACKS[n]` is a function. */
  callbackMask: number;
  maxPlayers: number;
  pingIntervalMs: number;
}
