/**
 * The Realtime script API of Playpen: types for the authors of scripts. There is nothing here at run time.
 *
 * In TypeScript:
 * ```ts
 * import type { RealtimeScript } from 'playpen/script';
 * export const ssExports = { init(session) { … } } satisfies RealtimeScript;
 * ```
 * In JavaScript, put `// @ts-check` at the top of the file and a JSDoc comment above `exports.ssExports` with
 * `@type {import('playpen/script').RealtimeScript}`. An editor then marks names that do not exist.
 */

/** An answer now or later. */
type MaybePromise<T> = T | PromiseLike<T>;

/** An answer to a question: true allows. Returning nothing denies, and is logged once as a likely slip. */
export type Decision = MaybePromise<boolean>;

/** Node's `Buffer` where the types of Node.js are loaded, otherwise the part of it declared here. */
export type Bytes = typeof globalThis extends { Buffer: { alloc(size: number): infer B extends Uint8Array } }
  ? B
  : BufferLike;

/** What scripts use of a `Buffer` most; at run time all of it is there. */
export interface BufferLike extends Uint8Array {
  toString(
    encoding?: 'utf8' | 'utf-8' | 'hex' | 'base64' | 'base64url' | 'latin1' | 'ascii' | 'utf16le',
    start?: number,
    end?: number,
  ): string;
  toJSON(): { type: 'Buffer'; data: number[] };
  equals(other: Uint8Array): boolean;
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
  readUInt8(offset?: number): number;
  readInt8(offset?: number): number;
  readUInt16LE(offset?: number): number;
  readUInt16BE(offset?: number): number;
  readInt16LE(offset?: number): number;
  readInt16BE(offset?: number): number;
  readUInt32LE(offset?: number): number;
  readUInt32BE(offset?: number): number;
  readInt32LE(offset?: number): number;
  readInt32BE(offset?: number): number;
  readFloatLE(offset?: number): number;
  readFloatBE(offset?: number): number;
  readDoubleLE(offset?: number): number;
  readDoubleBE(offset?: number): number;
}

/** Content of a message: text is sent as UTF-8, bytes as they are. */
export type MessageContent = string | ArrayBufferView | ArrayBuffer;

/** A number, or the same number as text: keys of objects are text, and are accepted. */
export type NumberLike = number | `${number}`;

/** Whom a message goes to: a peer id, or a player (anything with a `peerId`). */
export type PeerTarget = NumberLike | { readonly peerId: number };

/**
 * What a script exports as `ssExports`. Callbacks are called as its methods. Only `init` is needed: a callback
 * that is missing allows, and a message that no callback asks for is relayed without the script.
 */
export interface RealtimeScript {
  configuration?: ScriptConfiguration;

  /** Called first, once. Keep the session: it is what everything else is done with. A throw fails the session. */
  init(session: RealtimeSession): MaybePromise<void>;

  /**
   * Called once after `init`.
   * @param args what the operator starts scripts with
   * @returns true to go on; otherwise the session never starts, and whoever created it is told why
   */
  onProcessStarted?(args: string[]): Decision;

  /** Called once, before players can connect. A throw fails the session. */
  onStartGameSession?(gameSession: GameSession): MaybePromise<void>;

  /**
   * A player wants to connect. What is sent to the player from here on arrives before the login's response.
   * @returns true to accept; a throw, or no answer within 10 seconds, rejects
   */
  onPlayerConnect?(message: ConnectMessage): Decision;

  /** The player has been accepted: it is in `getPlayers()` and in the group of all players. */
  onPlayerAccepted?(player: Player): MaybePromise<void>;

  /** An accepted player has left, by whatever means. It is still in `getPlayers()` during this call. */
  onPlayerDisconnect?(peerId: number): MaybePromise<void>;

  /** A client's message to the server. A throw is logged; the session goes on. */
  onMessage?(message: GameMessage): MaybePromise<void>;

  /** A client's message to another player. @returns true to deliver it */
  onSendToPlayer?(message: GameMessage): Decision;

  /** A client's message to a group that it is a member of. @returns true to deliver it, to the sender as well */
  onSendToGroup?(message: GameMessage): Decision;

  /** A client asks to join a group. @returns true to let it */
  onPlayerJoinGroup?(groupId: number, peerId: number): Decision;

  /** A client asks to leave a group. @returns true to let it */
  onPlayerLeaveGroup?(groupId: number, peerId: number): Decision;

  /** Asked every 60 seconds. @returns true when all is well; three other answers in a row end the session */
  onHealthCheck?(): Decision;

  /** The service ends the session: the last chance to send something. */
  onProcessTerminate?(): MaybePromise<void>;

  /**
   * Matchmaking has found players for slots that were free, or has not. A throw is logged; the session goes on.
   * Added by Playpen.
   * @param gameSession as it is now, with the new `matchmakerData`; `getGameSession()` gives the same. What
   * `onStartGameSession` got stays as it was
   * @param reason new matchmaker data, or why there is none
   * @param backfillTicketId the ticket this came of; empty where there was none
   */
  onUpdateGameSession?(
    gameSession: GameSession,
    reason: UpdateReason,
    backfillTicketId: string,
  ): MaybePromise<void>;
}

/** Why a game session is updated. After any but the first, its matchmaker data is as it was. */
export type UpdateReason =
  | 'MATCHMAKING_DATA_UPDATED'
  | 'BACKFILL_FAILED'
  | 'BACKFILL_TIMED_OUT'
  | 'BACKFILL_CANCELLED';

export interface ScriptConfiguration {
  /** Players at most. 32 unless given. */
  maxPlayers?: number;
  /** Milliseconds between keep-alive pings to each client. 3000 unless given. */
  pingIntervalTime?: number;
}

/** What a session may use up, and what is left of it. */
export interface Budget {
  /** CPU time, milliseconds. Below 0, turns are skipped until it is paid back. */
  cpu: { availableMs: number; perSecondMs: number; burstMs: number };
  /** Wall time that one batch of events may take. */
  batch: { limitMs: number };
  /** What the script holds, as of a short while ago. */
  heap: { usedBytes: number; limitBytes: number };
  /** Messages to players; one to a group counts once for each member. */
  sentMessages: { available: number; perSecond: number };
  sentBytes: { available: number; perSecond: number };
  timers: { active: number; limit: number };
}

/**
 * The session, as `init` gets it. Nothing here throws for a target that does not exist, a message that is none or
 * a payload too large: it is logged and dropped. Methods may be taken off the object and called alone.
 */
export interface RealtimeSession {
  /** The players connected now. The list does not change; the player objects in it are always the same ones. */
  getPlayers(): PlayerList;
  /** The peer id that stands for the server: -1. */
  getServerId(): -1;
  /** The id of the group every accepted player is in: -1. */
  getAllPlayersGroupId(): -1;
  getGameSessionId(): string;
  /** What `onStartGameSession` gets, or since then `onUpdateGameSession`. Added by Playpen. */
  getGameSession(): GameSession;
  getLogger(): Logger;
  /** What the session may use up, and what was left of it when this batch of events began. Added by Playpen. */
  getBudget(): Budget;

  /**
   * A message to send, as often as you like.
   * @param opCode a positive integer of your own choosing
   * @param sender what clients see as the message's sender: a peer id, or `getServerId()`
   */
  newTextGameMessage(opCode: NumberLike, sender: NumberLike, text: MessageContent): GameMessage;
  /** As `newTextGameMessage`; the name tells readers that the content is binary. */
  newBinaryGameMessage(opCode: NumberLike, sender: NumberLike, bytes: MessageContent): GameMessage;

  /** Sends by the fast channel, which may lose it; by the reliable one where that is not up, or above 1200 bytes. */
  sendMessage(message: GameMessage, peer: PeerTarget): void;
  /** Sends by the reliable channel, in order. */
  sendReliableMessage(message: GameMessage, peer: PeerTarget): void;
  /** `sendMessage` to every member of a group. */
  sendGroupMessage(message: GameMessage, group: NumberLike): void;
  /** `sendReliableMessage` to every member of a group. */
  sendReliableGroupMessage(message: GameMessage, group: NumberLike): void;

  /** Tells the members of `targetGroup` who is in `groupToBroadcast`; -1 stands for all players. */
  broadcastGroupMembershipUpdate(groupToBroadcast: NumberLike, targetGroup: NumberLike): void;
  /** The ids of the groups that have members, without that of all players. Added by Playpen. */
  getGroups(): number[];
  /** The peer ids in a group. Added by Playpen. */
  getGroupMembers(group: NumberLike): number[];
  /** Puts a player into a group of yours (a positive id) and tells its members. Added by Playpen. */
  joinGroup(group: NumberLike, peer: PeerTarget): void;
  /** Takes a player out of a group of yours, and tells its members and the player. Added by Playpen. */
  leaveGroup(group: NumberLike, peer: PeerTarget): void;

  /** Closes a player's connection: the client reads `kicked`, the session's log gets the reason. Added by Playpen. */
  disconnectPlayer(peer: PeerTarget, reason?: string): void;
  /** Opens or closes the session to new players. Added by Playpen. */
  setPlayerSessionCreationPolicy(policy: 'ACCEPT_ALL' | 'DENY_ALL'): void;
  /** Ends the session: what was sent before is delivered, then every client is closed. May be called again. */
  processEnding(): Promise<void>;
}

/** A connected player: the same object for as long as the player is connected. */
export interface Player {
  /** Counts from 1 in each session; never used again. */
  readonly peerId: number;
  readonly playerSessionId: string;
  /** Whom the player session was created for. Added by Playpen. */
  readonly playerId: string;
  /** What the backend passed when it created the player session. Added by Playpen. */
  readonly playerData: string;
}

/**
 * Players by peer id, as they were when `getPlayers()` was called; usable like a Map and like an array.
 * It iterates over the players; `entries()` over pairs of peer id and player.
 */
export interface PlayerList extends Iterable<Player> {
  readonly size: number;
  readonly length: number;
  get(peerId: NumberLike): Player | undefined;
  has(peerId: NumberLike): boolean;
  /** Whether a player, or the player with a peer id, is in the list. */
  includes(player: Player | NumberLike): boolean;
  forEach(visit: PlayerVisitor<unknown>, thisArg?: unknown): void;
  map<T>(convert: PlayerVisitor<T>): T[];
  filter(test: PlayerVisitor<unknown>): Player[];
  find(test: PlayerVisitor<unknown>): Player | undefined;
  some(test: PlayerVisitor<unknown>): boolean;
  every(test: PlayerVisitor<unknown>): boolean;
  reduce<T>(combine: (result: T, player: Player, peerId: number, list: PlayerList) => T, initial: T): T;
  reduce(combine: (result: Player, player: Player, peerId: number, list: PlayerList) => Player): Player;
  keys(): IterableIterator<number>;
  values(): IterableIterator<Player>;
  entries(): IterableIterator<[peerId: number, player: Player]>;
}

type PlayerVisitor<T> = (player: Player, peerId: number, list: PlayerList) => T;

/** A message: a client's, or one of the script's own. */
export interface GameMessage {
  opCode: number;
  /** The peer id of the sender; -1 for the server. */
  sender: number;
  /** Bytes of the script's own: keep them for as long as you like. */
  payload: Bytes;
  /** Whether the client sent it by the reliable channel. */
  reliable: boolean;
  /** The peer id it is for; -1 for the server, 0 for nobody in particular. */
  targetPlayer: number;
  /** The group it is for; 0 for none. */
  targetGroup: number;
  /** The payload read as UTF-8. */
  getPayloadAsText(): string;
}

/** Who wants to connect, and what the client sent along. */
export interface ConnectMessage {
  readonly payload: Bytes;
  readonly peerId: number;
  readonly playerSessionId: string;
  readonly player: Player;
  /** The payload read as UTF-8. */
  getPayloadAsText(): string;
}

/** A property of the game session, as its creator set it. */
export interface GameProperty {
  readonly key: string;
  readonly value: string;
  readonly Key: string;
  readonly Value: string;
}

interface GameSessionFields {
  readonly gameSessionId: string;
  readonly name: string;
  readonly fleetId: string;
  readonly maximumPlayerSessionCount: number;
  /** The same as `maximumPlayerSessionCount`. */
  readonly maxPlayers: number;
  readonly gameProperties: readonly GameProperty[];
  readonly gameSessionData: string;
  /** What matchmaking knows of the players: JSON, or empty. */
  readonly matchmakerData: string;
  readonly ipAddress: string;
  readonly dnsName: string;
  readonly port: number;
}

/** The game session's description. Every field is there with a capital first letter too. */
export type GameSession = GameSessionFields & {
  readonly [K in keyof GameSessionFields as Capitalize<K>]: GameSessionFields[K];
};

/** Writes to the session's log. Arguments that are not text are shown as `util.inspect` shows them. */
export interface Logger {
  debug(...args: unknown[]): void;
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
  fatal(...args: unknown[]): void;
  /** The same as `fatal`. */
  cxfatal(...args: unknown[]): void;
}
