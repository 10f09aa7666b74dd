import { SafeMap } from '../kernel/primordials.ts';
import { createGameSession, type GameSessionConfig } from './game-session.ts';
import { Groups } from './groups.ts';
import type { Player } from './player.ts';

/** What the isolate knows of its game session's players and groups. */
export class SessionState {
  /** Accepted players by peer id. */
  readonly players = new SafeMap<number, Player>();
  /** Players whose login is being decided. */
  readonly connecting = new SafeMap<number, Player>();
  readonly groups = new Groups();
  gameSessionId = '';
  /** What the script is told of its game session; empty until it has begun. */
  gameSession: Record<string, unknown> = {};
  #config: GameSessionConfig | undefined;

  begin(config: GameSessionConfig): void {
    this.#config = config;
    this.gameSessionId = config.gameSessionId;
    this.gameSession = createGameSession(config);
  }

  /** Makes a new `gameSession`; one that the script has got before stays as it was. */
  setMatchmakerData(matchmakerData: string): void {
    if (this.#config === undefined) return;
    this.#config.matchmakerData = matchmakerData;
    this.gameSession = createGameSession(this.#config);
  }
}
