import type { Logger } from 'pino';
import type { BeginConfig } from '../../runtime-api/kernel/config.ts';
import type { PlayerSessionPolicy } from '../bridge/messages.ts';
import type { ScriptLink, ScriptListener, ScriptOptions } from '../isolate/script-link.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { ScriptMode, SessionScript } from './script-options.ts';

/** What a game session is made with. */
export interface GameSessionOptions {
  gameSessionId: string;
  script: SessionScript;
  /**
   * Starts the script somewhere.
   * @throws {PlaypenError} `no_capacity`, `script_refused`
   */
  openScript(options: ScriptOptions, config: BeginConfig, listener: ScriptListener): ScriptLink;
  limits: Limits;
  /** Counts each limit of `limits` that is reached. */
  hits: LimitHits;
  log: Logger;
  mode: ScriptMode;
  /** What the script is told of its session; the id is added, and a maximum of 0 stands for the script's own. */
  description: Omit<BeginConfig['gameSession'], 'gameSessionId'>;
  processArguments: string[];
  /**
   * Who counts its players: the session itself, which lets in as many as it is for while it accepts any; or whoever
   * reserved slots for them before, who are let in as long as it runs.
   */
  playerSlots: 'counted' | 'reserved';
  /** The last player has left. */
  onEmpty(): void;
  /** A player that had got as far as this session is gone, whether the script had accepted it or not. */
  onPlayerGone(playerSessionId: string): void;
  /** The script lets further players in, or none. */
  onPolicyChanged(policy: PlayerSessionPolicy): void;
  /** An error in a timer or a promise that nobody handled ends the session. */
  uncaughtErrors: 'log' | 'end-session';
}

/** Who logs in, once admission has let them. */
export interface PlayerIdentity {
  playerSessionId: string;
  playerId: string;
  playerData: string;
}
