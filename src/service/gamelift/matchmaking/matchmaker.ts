import { randomUUID } from 'node:crypto';
import type { AcceptanceType, Player } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { Match, TicketExplanation } from '../../../matchmaking/match.ts';
import type { RuleSet } from '../../../matchmaking/rule-set/rule-set.ts';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import { invalidRequest } from '../service-error.ts';
import { AcceptanceRound, type RoundOutcome } from './acceptance-round.ts';
import {
  type ActiveMatch,
  type ActiveTicket,
  eventMetrics,
  eventTicket,
  isOpen,
  withoutTeams,
  withTeams,
} from './active-match.ts';
import type { EnginePool } from './engine/engine-pool.ts';
import type { MatchEngine } from './engine/match-engine.ts';
import { MatchCompletion, type MatchCompletionDeps } from './match-completion.ts';
import type { MatchmakingHappening, MatchmakingListener } from './matchmaking-listener.ts';
import { poolTicket, preparedPlayers } from './pool-ticket.ts';
import { RecentWaits } from './recent-waits.ts';
import { CANCELLED, TIMED_OUT, type TicketEnd } from './ticket-ends.ts';

export interface MatchmakerDeps extends Omit<MatchCompletionDeps, 'tell' | 'waits' | 'return' | 'ended'> {
  engine: Pick<MatchEngine, 'open'>;
  listener: MatchmakingListener;
  limits: Limits;
  now(): number;
}

/** Makes matches of one configuration's tickets, and sees each of them to its end. */
export class Matchmaker {
  readonly completion: MatchCompletion;
  readonly #deps: MatchmakerDeps;
  readonly #tickets = new Set<ActiveTicket>();
  readonly #rounds = new Map<ActiveTicket, AcceptanceRound>();
  readonly #waits: RecentWaits;
  #configuration: MatchmakingConfigurationRecord;
  #ruleSet: RuleSet;
  #pool: EnginePool | undefined;

  constructor(configuration: MatchmakingConfigurationRecord, ruleSet: RuleSet, deps: MatchmakerDeps) {
    this.#configuration = configuration;
    this.#ruleSet = ruleSet;
    this.#deps = deps;
    this.#waits = new RecentWaits(deps.limits.recentWaits);
    this.completion = new MatchCompletion({
      ...deps,
      tell: happening => this.#tell(happening),
      waits: this.#waits,
      return: ticket => this.enter(ticket),
      ended: ticket => void this.#tickets.delete(ticket),
    });
  }

  get configuration(): MatchmakingConfigurationRecord {
    return this.#configuration;
  }

  get ruleSet(): RuleSet {
    return this.#ruleSet;
  }

  /** Those that have not ended. */
  get size(): number {
    return this.#tickets.size;
  }

  /** The configuration has changed: those who wait are searched for as it says now. */
  reconfigure(configuration: MatchmakingConfigurationRecord, ruleSet: RuleSet): void {
    const { ruleSetName, additionalPlayerCount } = this.#configuration;
    const isSame =
      configuration.ruleSetName === ruleSetName &&
      configuration.additionalPlayerCount === additionalPlayerCount;
    this.#configuration = configuration;
    if (isSame) return;
    this.#ruleSet = ruleSet;
    this.#pool?.close();
    this.#pool = undefined;
    for (const ticket of [...this.#tickets]) {
      if (ticket.record.status === 'SEARCHING') this.#search(ticket);
    }
  }

  /** A ticket that is there already, and not yet searched for. */
  hold(ticket: ActiveTicket): void {
    this.#tickets.add(ticket);
  }

  /** From here on a match is looked for; also after one came to nothing. */
  enter(ticket: ActiveTicket): void {
    this.hold(ticket);
    const { players, backfill } = ticket.record;
    const estimatedWaitSeconds = this.#waits.estimateSeconds;
    void this.#deps.book.change(ticket, {
      status: 'SEARCHING',
      matchId: undefined,
      players: backfill === undefined ? withoutTeams(players) : players,
      estimatedWaitSeconds,
    });
    this.#tell({
      type: 'MatchmakingSearching',
      tickets: [eventTicket(ticket.record)],
      ...(estimatedWaitSeconds !== undefined && { estimatedWaitSeconds }),
    });
    this.#search(ticket);
  }

  /** Others are in the game session that a backfill stands for. */
  renew(ticket: ActiveTicket, players: Player[]): void {
    if (ticket.record.status !== 'SEARCHING') return;
    void this.#deps.book.change(ticket, { players });
    this.#search(ticket);
  }

  /** Ends a ticket that has no match yet, or one that is only proposed. */
  withdraw(ticket: ActiveTicket, end: TicketEnd): void {
    const round = this.#rounds.get(ticket);
    if (round !== undefined) {
      this.#endRound(round, end.status === 'TIMED_OUT' ? 'TimedOut' : 'Rejected', { ticket, end });
      return;
    }
    const metrics = this.#pool?.leave(ticket.record.id) ?? Promise.resolve([]);
    this.#end(ticket, end);
    void metrics.then(ruleMetrics =>
      this.#tell({
        type: end.event,
        tickets: [eventTicket(ticket.record)],
        reason: end.reason,
        message: end.message,
        ruleEvaluationMetrics: eventMetrics(ruleMetrics),
      }),
    );
  }

  /** @throws {ServiceError} InvalidRequestException when its match is not being proposed, or for a strange player */
  answer(ticket: ActiveTicket, playerIds: readonly string[], answer: AcceptanceType): void {
    const round = this.#rounds.get(ticket);
    if (round === undefined || ticket === round.match.backfill) {
      throw invalidRequest(
        `ticket "${ticket.record.id}" is in ${ticket.record.status} status; only a match of tickets in REQUIRES_ACCEPTANCE can be accepted`,
      );
    }
    round.answer(ticket, playerIds, answer);
    this.#tellOfRound('AcceptMatch', round);
    this.#endRoundIfOver(round);
  }

  /** Ends what has waited too long, and has looked for what waiting makes possible. */
  tick(): void {
    const nowMs = this.#deps.now();
    for (const round of new Set(this.#rounds.values())) this.#endRoundIfOver(round);
    const timeoutMs = this.#configuration.requestTimeoutSeconds * 1_000;
    for (const ticket of this.#tickets) {
      const { createdMs, backfill } = ticket.record;
      const isDue = nowMs - createdMs >= timeoutMs && backfill?.kind !== 'automatic';
      if (isOpen(ticket) && isDue) this.withdraw(ticket, TIMED_OUT);
    }
    this.#pool?.tick();
    if (this.#tickets.size === 0 && this.#pool?.isIdle === true) this.close();
  }

  /** Undefined for one that is not being searched for. */
  async explain(ticketId: string): Promise<TicketExplanation | undefined> {
    return this.#pool?.explain(ticketId);
  }

  close(): void {
    this.#pool?.close();
    this.#pool = undefined;
  }

  #search(ticket: ActiveTicket): void {
    const prepared = preparedPlayers(this.#ruleSet, ticket.record);
    if (!prepared.ok) {
      const message = `The rule set takes this ticket no more: ${prepared.problems.join('; ')}.`;
      this.withdraw(ticket, { ...CANCELLED, message });
      return;
    }
    this.#pool ??= this.#deps.engine.open({
      owner: this.#configuration.tenantId,
      ruleSet: this.#ruleSet,
      additionalPlayerCount: this.#configuration.additionalPlayerCount,
      onMatches: matches => {
        for (const match of matches) this.#propose(match);
      },
    });
    this.#pool.add(poolTicket(ticket.record, prepared.players));
  }

  #propose({ tickets, teams, backfill, ruleMetrics }: Match): void {
    const { tenantId, acceptanceRequired, acceptanceTimeoutSeconds } = this.#configuration;
    const activeOf = (ticketId: string) => this.#deps.book.get(tenantId, ticketId);
    const match: ActiveMatch = {
      id: randomUUID(),
      configuration: this.#configuration,
      tickets: tickets.flatMap(({ ticketId }) => activeOf(ticketId) ?? []),
      teams,
      backfill: backfill && activeOf(backfill.ticketId),
      ruleMetrics,
    };
    const acceptance = acceptanceRequired ? { acceptanceTimeoutSeconds } : {};
    for (const ticket of match.tickets) {
      void this.#deps.book.change(ticket, {
        status: acceptanceRequired ? 'REQUIRES_ACCEPTANCE' : 'PLACING',
        matchId: match.id,
        players: withTeams(ticket.record.players, teams),
      });
    }
    this.#tell({
      type: 'PotentialMatchCreated',
      tickets: match.tickets.map(({ record }) => eventTicket(record)),
      matchId: match.id,
      acceptanceRequired,
      ...acceptance,
      ruleEvaluationMetrics: eventMetrics(ruleMetrics),
    });
    if (acceptanceRequired) this.#ask(match, (acceptanceTimeoutSeconds ?? 0) * 1_000);
    else this.completion.begin(match, this.#ruleSet);
  }

  #ask(match: ActiveMatch, timeoutMs: number): void {
    const round = new AcceptanceRound(match, this.#deps.now() + timeoutMs);
    for (const ticket of match.tickets) this.#rounds.set(ticket, round);
  }

  #endRoundIfOver(round: AcceptanceRound): void {
    const outcome = round.outcome(this.#deps.now());
    if (outcome !== undefined) this.#endRound(round, outcome);
  }

  /** @param left a ticket that goes for another reason than its answers */
  #endRound(
    round: AcceptanceRound,
    outcome: RoundOutcome,
    left?: { ticket: ActiveTicket; end: TicketEnd },
  ): void {
    const { match } = round;
    for (const ticket of match.tickets) this.#rounds.delete(ticket);
    this.#tellOfRound('AcceptMatchCompleted', round, outcome);
    if (outcome === 'Accepted') {
      this.completion.begin(match, this.#ruleSet);
      return;
    }
    const isAtFault = (ticket: ActiveTicket) =>
      left === undefined ? round.isAtFault(ticket, outcome) : ticket === left.ticket;
    for (const ticket of match.tickets.filter(isAtFault)) this.#leaveMatch(ticket, match, left?.end);
    for (const ticket of match.tickets) if (ticket.record.endedMs === undefined) this.enter(ticket);
  }

  #leaveMatch(ticket: ActiveTicket, match: ActiveMatch, end: TicketEnd = CANCELLED): void {
    this.#end(ticket, end);
    this.#tell({
      type: end.event,
      tickets: [eventTicket(ticket.record)],
      matchId: match.id,
      reason: end.reason,
      message: end.message,
      ruleEvaluationMetrics: eventMetrics(match.ruleMetrics),
    });
  }

  #end(ticket: ActiveTicket, { status, reason, message }: TicketEnd): void {
    this.#tickets.delete(ticket);
    void this.#deps.book.change(ticket, { status, statusReason: reason, statusMessage: message });
    this.#deps.backfills.ended(ticket.record);
  }

  #tellOfRound(type: 'AcceptMatch', round: AcceptanceRound): void;
  #tellOfRound(type: 'AcceptMatchCompleted', round: AcceptanceRound, acceptance: RoundOutcome): void;
  #tellOfRound(
    type: 'AcceptMatch' | 'AcceptMatchCompleted',
    round: AcceptanceRound,
    acceptance?: RoundOutcome,
  ) {
    const { match } = round;
    const tickets = match.tickets.map(({ record }) => eventTicket(record, id => round.detailOf(id)));
    const common = { tickets, matchId: match.id };
    if (type === 'AcceptMatch') this.#tell({ type, ...common });
    else this.#tell({ type, ...common, acceptance: acceptance! });
  }

  #tell(happening: MatchmakingHappening): void {
    this.#deps.listener.happened(this.#configuration, happening, this.#deps.now());
  }
}
