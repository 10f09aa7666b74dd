import { randomUUID } from 'node:crypto';
import type { Limits } from '../../../../limits/limits.ts';
import { writeMatchmakerData } from '../../../../matchmaking/matchmaker-data.ts';
import type { MatchmakingConfigurationRecord, MatchmakingTicketRecord } from '../../../../store/records.ts';
import type { Store } from '../../../../store/store.ts';
import type { GameSessionEngine } from '../../game-session-engine.ts';
import { type Arns, newId } from '../../identifiers.ts';
import { ServiceError } from '../../service-error.ts';
import { type ActiveMatch, type ActiveTicket, newcomersOf } from '../active-match.ts';
import { type PlacedMatch, sessionAddress } from '../placed-match.ts';
import { WatchedSessions } from './watched-sessions.ts';

/** What a script is told of a backfill ticket that ended so. */
const UPDATE_REASONS = {
  CANCELLED: 'BACKFILL_CANCELLED',
  TIMED_OUT: 'BACKFILL_TIMED_OUT',
  FAILED: 'BACKFILL_FAILED',
} as const;

export interface SessionBackfillsDeps {
  store: Store;
  arns: Arns;
  sessions: Pick<GameSessionEngine, 'updateMatchmakerData'>;
  limits: Limits;
  now(): number;
  onError(error: unknown): void;
}

/** Fills open slots of game sessions with those whom a backfill was matched with, and tells the scripts. */
export class SessionBackfills {
  /** Those that are backfilled by themselves. */
  readonly watched = new WatchedSessions();
  readonly #deps: SessionBackfillsDeps;
  /** The live backfill of each game session, by its ARN. */
  readonly #live = new Map<string, ActiveTicket>();

  constructor(deps: SessionBackfillsDeps) {
    this.#deps = deps;
  }

  /** Of the next automatic backfill of a game session; null where there is none. */
  nextTicketId({ backfillMode }: MatchmakingConfigurationRecord): string | null {
    return backfillMode === 'AUTOMATIC' ? `auto-backfill-${randomUUID()}` : null;
  }

  /** A match has got its game session. */
  placed({ configuration, backfill }: ActiveMatch, gameSessionArn: string): void {
    if (configuration.backfillMode !== 'AUTOMATIC' || backfill !== undefined) return;
    const { tenantId, id: configurationName } = configuration;
    this.watched.add({ tenantId, configurationName, gameSessionArn });
  }

  /** The ticket that looks for players for this game session. */
  liveOf(gameSessionArn: string): ActiveTicket | undefined {
    return this.#live.get(gameSessionArn);
  }

  /** All of them. */
  live(): ActiveTicket[] {
    return [...this.#live.values()];
  }

  begun(ticket: ActiveTicket): void {
    const arn = ticket.record.backfill?.gameSessionArn;
    if (arn !== undefined) this.#live.set(arn, ticket);
  }

  /** A ticket is over; of a backfill that came to nothing its script is told. */
  ended({ id, tenantId, status, backfill }: MatchmakingTicketRecord): void {
    const arn = backfill?.gameSessionArn;
    if (arn === undefined) return;
    if (this.#live.get(arn)?.record.id === id) this.#live.delete(arn);
    const reason = status in UPDATE_REASONS && UPDATE_REASONS[status as keyof typeof UPDATE_REASONS];
    if (!reason) return;
    this.#deps.sessions
      .updateMatchmakerData(tenantId, arn, { reason, backfillTicketId: id })
      .catch(error => this.#unlessOver(error));
  }

  /**
   * Reserves slots for those who come, rewrites the game session's matchmaker data, and tells its script.
   * @returns undefined when the game session cannot take them
   */
  async fill(match: ActiveMatch): Promise<PlacedMatch | undefined> {
    const { sessions, arns, limits } = this.#deps;
    const { configuration, teams, backfill } = match;
    const { id: backfillTicketId, backfill: target } = backfill!.record;
    const gameSessionId = target?.gameSessionArn ?? '';
    const nextId = this.watched.has(gameSessionId) ? this.nextTicketId(configuration) : null;
    const matchmakerData = writeMatchmakerData({
      matchId: match.id,
      matchmakingConfigurationArn: arns.named('matchmakingconfiguration', configuration.id),
      teams,
      autoBackfillMode: configuration.backfillMode ?? null,
      autoBackfillTicketId: nextId,
    });
    if (matchmakerData.length > limits.matchmakerDataCharacters) return undefined;
    const session = await this.#reserve(match, gameSessionId);
    if (session === undefined) return undefined;
    const update = { matchmakerData, reason: 'MATCHMAKING_DATA_UPDATED', backfillTicketId } as const;
    try {
      await sessions.updateMatchmakerData(configuration.tenantId, gameSessionId, update);
    } catch (error) {
      this.#unlessOver(error);
      return undefined;
    }
    return session;
  }

  async #reserve(match: ActiveMatch, gameSessionId: string): Promise<PlacedMatch | undefined> {
    const { store, limits, now } = this.#deps;
    const players = newcomersOf(match).flatMap(({ record }) =>
      record.players.map(({ PlayerId: playerId = '' }) => ({ playerSessionId: newId('psess'), playerId })),
    );
    const times = { nowMs: now(), expiresMs: now() + limits.reservationMs };
    const claim = await store.claimPlayerSessions(
      match.configuration.tenantId,
      gameSessionId,
      players,
      times,
    );
    if (claim.outcome !== 'reserved') return undefined;
    const ids = claim.players.map(({ playerId, playerSessionId }) => [playerId, playerSessionId] as const);
    return { ...sessionAddress(claim.session), playerSessions: new Map(ids) };
  }

  /** A game session that is over, or goes, needs to be told nothing. */
  #unlessOver(error: unknown): void {
    if (!(error instanceof ServiceError)) this.#deps.onError(error);
  }
}
