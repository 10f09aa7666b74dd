import { randomUUID } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Player } from '@aws-sdk/client-gamelift';
import { readMatchmakerData } from '../../../../matchmaking/matchmaker-data.ts';
import type { CountedGameSession, MatchmakingTicketRecord } from '../../../../store/records.ts';
import type { Store } from '../../../../store/store.ts';
import { wholeList } from '../../pages.ts';
import { type ActiveTicket, isOpen } from '../active-match.ts';
import { CANCELLED, SESSION_OVER, type TicketEnd } from '../ticket-ends.ts';
import type { SessionBackfills } from './session-backfills.ts';
import type { WatchedSession } from './watched-sessions.ts';

/** Game sessions that are looked at before other work has its turn. */
const SESSIONS_AT_ONCE = 50;

export interface AutomaticBackfillsDeps {
  store: Store;
  backfills: SessionBackfills;
  now(): number;
  /** Begins to look for players. @returns false when its id was used before */
  begin(record: MatchmakingTicketRecord): Promise<boolean>;
  /** Others are there now. */
  renew(ticket: ActiveTicket, players: Player[]): void;
  withdraw(ticket: ActiveTicket, end: TicketEnd): void;
}

/** Looks for players as long as a game session has open slots, and ends backfills of those that are over. */
export class AutomaticBackfills {
  readonly #deps: AutomaticBackfillsDeps;

  constructor(deps: AutomaticBackfillsDeps) {
    this.#deps = deps;
  }

  /** Looks at all game sessions with a backfill, or that want one. */
  async look(): Promise<void> {
    const { store, backfills, withdraw } = this.#deps;
    let looked = 0;
    for (const ticket of backfills.live()) {
      const { tenantId, backfill } = ticket.record;
      const session = await store.getGameSession(tenantId, backfill?.gameSessionArn ?? '');
      if (!runs(session) && isOpen(ticket)) withdraw(ticket, SESSION_OVER);
      looked += 1;
      if (looked % SESSIONS_AT_ONCE === 0) await otherWork();
    }
    for (const watched of backfills.watched.all()) {
      await this.#serve(watched);
      looked += 1;
      if (looked % SESSIONS_AT_ONCE === 0) await otherWork();
    }
  }

  /** Ends the automatic backfill whose next ticket has this id. @returns false when there is none */
  async stop(tenantId: string, ticketId: string): Promise<boolean> {
    const { store, backfills } = this.#deps;
    for (const watched of backfills.watched.all()) {
      if (watched.tenantId !== tenantId) continue;
      const session = await store.getGameSession(tenantId, watched.gameSessionArn);
      if (readMatchmakerData(session?.matchmakerData ?? '')?.autoBackfillTicketId !== ticketId) continue;
      backfills.watched.remove(watched.gameSessionArn);
      return true;
    }
    return false;
  }

  async #serve(watched: WatchedSession): Promise<void> {
    const { store, backfills, withdraw, renew } = this.#deps;
    const { tenantId, gameSessionArn } = watched;
    const session = await store.getGameSession(tenantId, gameSessionArn);
    if (!runs(session)) {
      backfills.watched.remove(gameSessionArn);
      return;
    }
    const live = backfills.liveOf(gameSessionArn);
    if (live !== undefined && live.record.backfill?.kind !== 'automatic') return;
    const players = await this.#playersToFillUp(session);
    // Between here and the last look at it nothing is waited for
    if (live !== undefined) {
      if (!isOpen(live)) return;
      if (players.length === 0) withdraw(live, CANCELLED);
      else if (!isDeepStrictEqual(playerIds(players), playerIds(live.record.players))) renew(live, players);
      return;
    }
    if (players.length > 0 && backfills.liveOf(gameSessionArn) === undefined) {
      await this.#begin(watched, session, players);
    }
  }

  async #begin(
    { tenantId, configurationName, gameSessionArn }: WatchedSession,
    { location, matchmakerData = '' }: CountedGameSession,
    players: Player[],
  ): Promise<void> {
    const record = (id: string): MatchmakingTicketRecord => ({
      tenantId,
      id,
      createdMs: this.#deps.now(),
      configurationName,
      status: 'QUEUED',
      players,
      backfill: { kind: 'automatic', gameSessionArn, region: location },
    });
    const announced = readMatchmakerData(matchmakerData)?.autoBackfillTicketId;
    const isBegun = announced != null && (await this.#deps.begin(record(announced)));
    if (!isBegun) await this.#deps.begin(record(`auto-backfill-${randomUUID()}`));
  }

  /**
   * Those of its match who are still there, with their teams and attributes. Nobody where no one is wanted: it is full,
   * empty, or has players of no match, who have no team.
   */
  async #playersToFillUp(session: CountedGameSession): Promise<Player[]> {
    const { tenantId, gameSessionId, matchmakerData = '', currentPlayerSessionCount: count } = session;
    if (count >= session.maximumPlayerSessionCount) return [];
    const here = await this.#playerIdsIn(tenantId, gameSessionId);
    const byId = new Map<string, Player>();
    for (const team of readMatchmakerData(matchmakerData)?.teams ?? []) {
      for (const { playerId, attributes } of team.players) {
        const PlayerAttributes = attributes as Player['PlayerAttributes'];
        // Who left and came back is there twice, and now in the later team
        if (here.has(playerId)) byId.set(playerId, { PlayerId: playerId, PlayerAttributes, Team: team.name });
      }
    }
    return byId.size === count ? [...byId.values()] : [];
  }

  async #playerIdsIn(tenantId: string, gameSessionId: string): Promise<Set<string>> {
    const withStatus = (status: 'RESERVED' | 'ACTIVE') =>
      wholeList(page => this.#deps.store.listPlayerSessions(tenantId, { gameSessionId, status }, page));
    const live = [...(await withStatus('RESERVED')), ...(await withStatus('ACTIVE'))];
    return new Set(live.map(({ playerId }) => playerId));
  }
}

function runs(session: CountedGameSession | undefined): session is CountedGameSession {
  return session?.status === 'ACTIVE' || session?.status === 'ACTIVATING';
}

function playerIds(players: readonly Player[]): string[] {
  return players.map(({ PlayerId = '' }) => PlayerId).sort();
}
