import type { AcceptanceType } from '@aws-sdk/client-gamelift';
import { invalidRequest } from '../service-error.ts';
import { type ActiveMatch, type ActiveTicket, newcomersOf, type PlayerDetail } from './active-match.ts';

export type RoundOutcome = 'Accepted' | 'Rejected' | 'TimedOut';

/** Asks the players of a proposed match whether they want it. Those who are in the game session already are not asked. */
export class AcceptanceRound {
  readonly match: ActiveMatch;
  readonly deadlineMs: number;
  readonly #answers = new Map<string, AcceptanceType>();

  constructor(match: ActiveMatch, deadlineMs: number) {
    this.match = match;
    this.deadlineMs = deadlineMs;
  }

  /**
   * Notes what players of one ticket say; what they said before counts no more.
   * @throws {ServiceError} InvalidRequestException for a player who is not in the ticket
   */
  answer(ticket: ActiveTicket, playerIds: readonly string[], answer: AcceptanceType): void {
    const here = new Set(ticket.record.players.map(({ PlayerId }) => PlayerId));
    const stranger = playerIds.find(playerId => !here.has(playerId));
    if (stranger !== undefined) {
      throw invalidRequest(`player "${stranger}" is not in ticket "${ticket.record.id}"`);
    }
    for (const playerId of playerIds) this.#answers.set(playerId, answer);
  }

  /** Undefined while it goes on. */
  outcome(nowMs: number): RoundOutcome | undefined {
    const answers = newcomersOf(this.match).flatMap(ticket => this.#answersOf(ticket));
    if (answers.includes('REJECT')) return 'Rejected';
    if (answers.every(answer => answer === 'ACCEPT')) return 'Accepted';
    return nowMs >= this.deadlineMs ? 'TimedOut' : undefined;
  }

  /** Whether it is because of this ticket that the round ended so. */
  isAtFault(ticket: ActiveTicket, outcome: RoundOutcome): boolean {
    if (ticket === this.match.backfill || outcome === 'Accepted') return false;
    const answers = this.#answersOf(ticket);
    return answers.includes('REJECT') || (outcome === 'TimedOut' && answers.includes(undefined));
  }

  /** What events say of a player's answer. */
  detailOf(playerId: string): PlayerDetail {
    const answer = this.#answers.get(playerId);
    return answer === undefined ? {} : { accepted: answer === 'ACCEPT' };
  }

  #answersOf({ record: { players } }: ActiveTicket): (AcceptanceType | undefined)[] {
    return players.map(({ PlayerId = '' }) => this.#answers.get(PlayerId));
  }
}
