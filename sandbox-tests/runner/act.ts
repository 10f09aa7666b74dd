import type { IsolateProfile } from '../../src/isolate/frames.ts';

/** What an act may cost at most: its own callback; its session; its worker, with all sessions in it. */
export const BLASTS = ['callback', 'session', 'worker'] as const;
export type Blast = (typeof BLASTS)[number];

/** Where the act's statements stand in a script. `script`: they are a whole script, with `ssExports` of their own. */
export const PLACES = [
  'onMessage',
  'timer',
  'promise',
  'module',
  'init',
  'onProcessStarted',
  'onStartGameSession',
  'onPlayerConnect',
  'onPlayerAccepted',
  'onPlayerDisconnect',
  'onSendToPlayer',
  'onSendToGroup',
  'onPlayerJoinGroup',
  'onPlayerLeaveGroup',
  'onHealthCheck',
  'onProcessTerminate',
  'onUpdateGameSession',
  'script',
] as const;
export type Place = (typeof PLACES)[number];

/** Statements that are run by themselves; an act's name and the call's lead to exactly one of them. */
export interface Call {
  readonly name: string;
  readonly code: string;
}

/** Something a hostile script does, and what it may cost. */
export interface Act {
  readonly family: string;
  readonly name: string;
  /** A sentence: what it tries. */
  readonly tries: string;
  readonly blast: Blast;
  /** What its session may end with; empty: it may not end. */
  readonly codes: readonly string[];
  readonly profile: IsolateProfile;
  readonly place: Place;
  /** Players in the act's session before it begins. */
  readonly players: number;
  /** How many messages, or updates, set it off, one after the other without waiting. */
  readonly messages: number;
  /** How long it is watched before it is asked whether it lives, in milliseconds. */
  readonly lastsMs: number;
  /** Each is done in a batch of its own, in one session for as long as that lives. One, unless generated. */
  readonly calls: readonly Call[];
}

/** Ends that come of the limits of an isolate, which only its own session pays for. */
export const LIMIT_CODES = ['script_timeout', 'script_memory'] as const;
/** Ends of a session whose worker had to be killed, or crashed. */
export const WORKER_CODES = [...LIMIT_CODES, 'script_crashed'] as const;

export function defaultCodes(blast: Blast): readonly string[] {
  if (blast === 'callback') return [];
  return blast === 'session' ? LIMIT_CODES : WORKER_CODES;
}

export const actPath = ({ family, name }: Pick<Act, 'family' | 'name'>): string => `${family}/${name}`;
