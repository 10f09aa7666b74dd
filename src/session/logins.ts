import type { Logger } from 'pino';
import type { CloseCode } from '../errors.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { Answer } from './decisions.ts';
import { Player, type PlayerEvents } from './player.ts';
import type { LoginRequest, PlayerConnection } from './player-connection.ts';
import { loginAccepted, loginRefused } from './player-packets.ts';
import type { Roster } from './roster.ts';
import type { ScriptPort } from './script-port.ts';
import type { SessionCounters } from './session-counters.ts';
import type { PlayerIdentity } from './session-options.ts';

/** Answers a login with a refusal the client can read. */
export function refuseLogin(connection: PlayerConnection, code: CloseCode, peerId = 0): void {
  connection.sendReliable(loginRefused(peerId));
  connection.close(code);
}

export interface LoginsOptions {
  roster: Roster;
  port: ScriptPort;
  limits: Limits;
  hits: LimitHits;
  log: Logger;
  counters: SessionCounters;
  playerEvents: PlayerEvents;
}

/**
 * Players on their way in: peer id, fast channel, `onPlayerConnect`, acceptance, `onPlayerAccepted`, login
 * response. What the script sends them meanwhile reaches them before the response.
 */
export class Logins {
  #options: LoginsOptions;

  constructor(options: LoginsOptions) {
    this.#options = options;
  }

  /** The caller has seen to it that there is room. The peer id is taken at once, so rooms are counted right. */
  async begin(connection: PlayerConnection, identity: PlayerIdentity, request: LoginRequest): Promise<void> {
    const { roster, port, limits, hits, counters, playerEvents } = this.#options;
    const peerId = roster.peers.add();
    const { playerId, playerSessionId } = identity;
    const player = new Player(
      { peerId, playerId, playerSessionId, connection, limits, hits, counters },
      playerEvents,
    );
    roster.add(player);
    connection.attach(player);
    player.fastPort = await connection.openFastChannel(peerId);
    // Meanwhile the player may have gone, or the session may have ended and closed it.
    if (roster.get(peerId) !== player || connection.closed) return;
    port.askConnect({ peerId, ...identity }, request.payload, answer => this.#decide(player, answer));
  }

  /** `onPlayerAccepted` has run. */
  complete(peerId: number, pingIntervalMs: number): void {
    const { roster, log } = this.#options;
    const player = roster.get(peerId);
    if (player === undefined || player.isPlaying || !roster.peers.isAccepted(peerId)) return;
    player.startPlaying();
    player.send(loginAccepted(peerId, player.fastPort), 'reliable');
    player.connection.startKeepAlive(pingIntervalMs);
    log.info({ peerId, playerSessionId: player.playerSessionId }, 'player connected');
  }

  #decide(player: Player, answer: Answer): void {
    const { roster, log } = this.#options;
    if (answer === 'allowed') {
      roster.peers.accept(player.peerId);
      return;
    }
    log.info({ peerId: player.peerId, answer }, 'player refused by the script');
    refuseLogin(player.connection, 'login_refused', player.peerId);
  }
}
