import type { RuleSet } from '../../../matchmaking/rule-set/rule-set.ts';
import { ServiceError } from '../service-error.ts';
import {
  type ActiveMatch,
  type ActiveTicket,
  eventTicket,
  newcomersOf,
  type PlayerDetail,
} from './active-match.ts';
import type { SessionBackfills } from './backfill/session-backfills.ts';
import type { MatchPlacement } from './match-placement.ts';
import type { MatchmakingHappening } from './matchmaking-listener.ts';
import { addressOf, type PlacedMatch } from './placed-match.ts';
import type { RecentWaits } from './recent-waits.ts';
import type { TicketBook } from './ticket-book.ts';
import { PLACING_FAILED } from './ticket-ends.ts';

export interface MatchCompletionDeps {
  book: TicketBook;
  placement: Pick<MatchPlacement, 'start'>;
  backfills: SessionBackfills;
  waits: RecentWaits;
  tell(happening: MatchmakingHappening): void;
  /** Looks for another match for a ticket. */
  return(ticket: ActiveTicket): void;
  /** The ticket is over. */
  ended(ticket: ActiveTicket): void;
  now(): number;
  /** Told of what goes wrong where nobody waits. */
  onError(error: unknown): void;
}

/** Sees matches that are agreed on to their game sessions. */
export class MatchCompletion {
  readonly #deps: MatchCompletionDeps;
  readonly #placing = new Map<string, ActiveMatch>();

  constructor(deps: MatchCompletionDeps) {
    this.#deps = deps;
  }

  begin(match: ActiveMatch, ruleSet: RuleSet): void {
    this.#begin(match, ruleSet).catch(error => {
      // What the tenant has done, such as deleting the queue, is told by the tickets
      if (!(error instanceof ServiceError)) this.#deps.onError(error);
      this.failed(match.id);
    });
  }

  /** A match whose placement was begun before this service was. */
  adopt(match: ActiveMatch): void {
    this.#placing.set(match.id, match);
  }

  /** A match's placement has come to its end. Without effect for one that is none of these. */
  placed(matchId: string, placed: PlacedMatch): void {
    const match = this.#placing.get(matchId);
    if (!this.#placing.delete(matchId) || match === undefined) return;
    this.#complete(match, placed);
    this.#deps.backfills.placed(match, placed.gameSessionArn);
  }

  /** @returns false for one that is none of these */
  failed(matchId: string): boolean {
    const match = this.#placing.get(matchId);
    if (!this.#placing.delete(matchId) || match === undefined) return false;
    this.#fail(match, match.tickets);
    return true;
  }

  async #begin(match: ActiveMatch, ruleSet: RuleSet): Promise<void> {
    const { book, placement, backfills } = this.#deps;
    if (match.configuration.flexMatchMode === 'STANDALONE') {
      this.#complete(match);
      return;
    }
    this.#placing.set(match.id, match);
    // Written down before the game session is begun, so that a restart finds out what has become of it
    await Promise.all(match.tickets.map(ticket => book.change(ticket, { status: 'PLACING' })));
    if (match.backfill === undefined) {
      await placement.start(match, ruleSet, backfills.nextTicketId(match.configuration));
      return;
    }
    const filled = await backfills.fill(match);
    this.#placing.delete(match.id);
    if (filled !== undefined) {
      this.#complete(match, filled);
      return;
    }
    // It is not the newcomers' fault that the game session cannot take them
    this.#fail(match, [match.backfill]);
    for (const ticket of newcomersOf(match)) this.#deps.return(ticket);
  }

  #complete(match: ActiveMatch, placed?: PlacedMatch): void {
    const { book, tell, waits, now, ended } = this.#deps;
    const nowMs = now();
    for (const ticket of newcomersOf(match)) waits.add(nowMs - ticket.record.createdMs);
    const written = match.tickets.map(ticket =>
      book.change(ticket, {
        status: 'COMPLETED',
        ...(placed !== undefined && { connection: connectionOf(ticket, placed) }),
      }),
    );
    for (const ticket of match.tickets) {
      ended(ticket);
      this.#deps.backfills.ended(ticket.record);
    }
    const detailOf = (playerId: string): PlayerDetail => {
      const playerSessionId = placed?.playerSessions.get(playerId);
      return playerSessionId === undefined ? {} : { playerSessionId };
    };
    const happening: MatchmakingHappening = {
      type: 'MatchmakingSucceeded',
      tickets: match.tickets.map(({ record }) => eventTicket(record, detailOf)),
      matchId: match.id,
      ...(placed !== undefined && { gameSession: addressOf(placed) }),
    };
    // Whoever hears of it may ask at once
    void Promise.allSettled(written).then(() => tell(happening));
  }

  #fail(match: ActiveMatch, tickets: readonly ActiveTicket[]): void {
    const { book, tell, ended, backfills } = this.#deps;
    const { reason, message } = PLACING_FAILED;
    for (const ticket of tickets) {
      void book.change(ticket, { status: 'FAILED', statusReason: reason, statusMessage: message });
      ended(ticket);
      backfills.ended(ticket.record);
    }
    tell({
      type: 'MatchmakingFailed',
      tickets: tickets.map(({ record }) => eventTicket(record)),
      matchId: match.id,
      reason,
      message,
    });
  }
}

function connectionOf({ record }: ActiveTicket, placed: PlacedMatch) {
  return {
    GameSessionArn: placed.gameSessionArn,
    IpAddress: placed.ipAddress,
    DnsName: placed.dnsName,
    Port: placed.port,
    MatchedPlayerSessions: record.players.flatMap(({ PlayerId = '' }) => {
      const PlayerSessionId = placed.playerSessions.get(PlayerId);
      return PlayerSessionId === undefined ? [] : [{ PlayerId, PlayerSessionId }];
    }),
  };
}
