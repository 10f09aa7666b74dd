import type { Channel } from '../bridge/messages.ts';
import type { HostFigures, SessionFigures, WorkerFigures } from '../metrics/figures.ts';
import type { PostMortem } from '../session/post-mortem.ts';

/**
 * What the console's page and its server say to each other: JSON over HTTP under `CONSOLE_API_PATH`, and streams of
 * server-sent events. Errors are `{"code", "message"}` with a code of the table of errors. Ids in paths are
 * percent-encoded. A request that acts has the header `CONSOLE_HEADER`, which no other site's page can send.
 */
export const CONSOLE_API_PATH = '/console/api/';
export const CONSOLE_HEADER = 'x-playpen-console';

/** Seeing, and changing what is seen. */
export type ConsolePermission = 'read' | 'act';

/** `GET me`; 401 `console_sign_in_required` where a key is needed and nobody signed in. */
export interface ConsoleUser {
  /** `open`: whoever reaches the page may use it. */
  access: 'open' | 'key';
  /** Whose resources are shown; undefined: all there are. */
  tenantId?: string;
  permissions: ConsolePermission[];
  /** Where players connect. */
  players: { port: number };
  /** Whether a script can be edited in the page: in development. */
  hasPlayground: boolean;
  /** Where the game's own page is, if it has one: a path on this port. */
  clientPagePath?: string;
  /** Of the server. */
  version: string;
}

/** `POST sign-in`, answered with `ConsoleUser` and a cookie. `POST sign-out` has no body. */
export interface SignInRequest {
  accessKeyId: string;
  secretAccessKey: string;
}

/** `GET live`: a stream with one event `snapshot` a second. */
export interface ConsoleSnapshot {
  /** Milliseconds since the epoch. */
  at: number;
  /** Absent for one tenant among others. */
  host?: HostFigures;
  workers?: WorkerFigures[];
  sessions: ConsoleSessionRow[];
  /** How many more game sessions there are than are shown. */
  sessionsLeftOut: number;
  /** Those that are over, the latest first. */
  ended: EndedSessionRow[];
  fleets: FleetRow[];
}

export interface ConsoleSessionRow extends SessionFigures {
  /** Of the script's version, where it has one. */
  versionLabel?: string;
  createdAt: number;
}

export interface EndedSessionRow {
  id: string;
  scriptHash: string;
  /** Without its recent events, and with the beginning of its detail; `GET sessions/:id` has the whole. */
  postMortem: PostMortem;
}

export interface FleetRow {
  id: string;
  name: string;
  status: string;
  scriptId: string;
  locations: { name: string; status: string; desired: number }[];
  sessions: number;
  players: number;
}

/** `GET sessions/:id`; `session_not_found`. */
export interface SessionDetail {
  id: string;
  state: string;
  scriptHash: string;
  versionLabel?: string;
  tenantId: string;
  fleetId: string;
  name: string;
  workerPid?: number;
  players: SessionPlayer[];
  groups: { groupId: number; peerIds: number[] }[];
  /** Of a session that is over. */
  postMortem?: PostMortem;
}

export interface SessionPlayer {
  peerId: number;
  playerId: string;
  playerSessionId: string;
  hasFastChannel: boolean;
  connectedAt: number;
}

/** `GET sessions/:id/log`: a stream of events `lines`: what is written already, then what is written; `end` when it is over. */
export interface LogLines {
  lines: ConsoleLogLine[];
}

export interface ConsoleLogLine {
  /** Milliseconds since the epoch. */
  at: number;
  level: string;
  /** `script`, or who else wrote it. */
  source: string;
  text: string;
}

/** `GET sessions/:id/messages?…`: a stream of events `messages`; the query chooses, and every `sample`th is sent; `end` when it is over. */
export interface MessageQuery {
  opCode?: number;
  /** As sender or target. */
  peerId?: number;
  /** 1: every message. */
  sample?: number;
}

export interface InspectedMessages {
  messages: InspectedMessage[];
  /** Left out since the last event: there were more than are shown in a second. */
  skipped: number;
}

export interface InspectedMessage {
  at: number;
  /** `received`: from a player, whoever it is for; `sent`: by the server or its script to players. */
  direction: 'received' | 'sent';
  opCode: number;
  sender: number;
  /** One of them; neither: the server. */
  targetPeer?: number;
  targetGroup?: number;
  channel: Channel;
  payloadBytes: number;
  /** Base64; the beginning of what is long. */
  payload: string;
  isCut: boolean;
}

/** `POST sessions/:id/kick`; `peer_not_found`. */
export interface KickRequest {
  peerId: number;
}

/** `POST sessions/:id/terminate`. `graceful`: its script is told. */
export interface TerminateRequest {
  mode: 'graceful' | 'force';
}

/** `POST sessions/:id/send`: a message as from the server; to everybody where no target is given. */
export interface SendRequest {
  opCode: number;
  /** Base64. */
  payload: string;
  targetPeer?: number;
  targetGroup?: number;
  channel: Channel;
}

/** `GET playground`; `playground_read_only` where there is no text to show, as of a zip file. */
export interface PlaygroundScript {
  /** The file that is edited: a name, without folders. */
  file: string;
  text: string;
  /** `PUT` would answer `playground_read_only`. */
  isReadOnly: boolean;
  currentHash: string;
  versions: PlaygroundVersion[];
}

export interface PlaygroundVersion {
  hash: string;
  label: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Game sessions that run it. */
  sessions: number;
}

/** `PUT playground`: writes the file and publishes it; `playground_read_only`, `playground_too_large`. */
export interface PublishRequest {
  text: string;
  /** What the text was made from; `playground_conflict` when the file is another by now. */
  baseText: string;
}

/** Answer to `PUT playground`: published, or why not; the file is written either way. */
export type PublishResult =
  | { outcome: 'published' | 'unchanged'; hash: string; label: string; warnings: ScriptMarker[] }
  | { outcome: 'refused'; code: string; message: string; markers: ScriptMarker[] };

/** A place in the edited file; lines and columns from 1. */
export interface ScriptMarker {
  line: number;
  column: number;
  message: string;
}
