import type { AcceptanceType } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { TicketExplanation } from '../../../matchmaking/match.ts';
import type { MatchmakingConfigurationRecord, MatchmakingTicketRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import type { PlacementEventDetail } from '../placement/placement-events.ts';
import { invalidRequest, notFound, ServiceError } from '../service-error.ts';
import { type ActiveTicket, isOpen } from './active-match.ts';
import { AutomaticBackfills } from './backfill/automatic-backfills.ts';
import { SessionBackfills, type SessionBackfillsDeps } from './backfill/session-backfills.ts';
import { MatchEngine, type MatchEngineDeps } from './engine/match-engine.ts';
import { MatchPlacement, type MatchPlacementDeps } from './match-placement.ts';
import { configurationNotFound, Matchmakers } from './matchmakers.ts';
import type { MatchmakingListener } from './matchmaking-listener.ts';
import { placedMatch } from './placed-match.ts';
import { preparedPlayers } from './pool-ticket.ts';
import { resumeTickets } from './resume-tickets.ts';
import { TicketBook } from './ticket-book.ts';
import type { StatusCounts } from './ticket-counts.ts';
import { CANCELLED, type TicketEnd } from './ticket-ends.ts';

const FORGET_INTERVAL_MS = 60_000;

export interface MatchmakingDeps extends SessionBackfillsDeps, MatchPlacementDeps {
  store: Store;
  listener: MatchmakingListener;
  limits: Limits;
  now(): number;
  /** Told of what goes wrong where nobody waits. */
  onError(error: unknown): void;
  /** Default: a worker thread. */
  startEngine?: MatchEngineDeps['start'];
}

/**
 * The tickets of all configurations, and what becomes of them. Matches are looked for when a ticket comes, and when
 * one has waited long enough for a step of an expansion; what has a time-out is looked at every
 * `matchmakingIntervalMs`, or whenever `tick` is called.
 */
export class Matchmaking {
  readonly #deps: MatchmakingDeps;
  readonly #book: TicketBook;
  readonly #engine: MatchEngine;
  readonly #backfills: SessionBackfills;
  readonly #automatic: AutomaticBackfills;
  readonly #matchmakers: Matchmakers;
  #timer: NodeJS.Timeout | undefined;
  #lookedAtMs = 0;
  #forgottenAtMs = 0;
  /** What `tick` set going, one after the other. */
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;
  #isClosed = false;

  constructor(deps: MatchmakingDeps) {
    const { store, limits, now, onError, startEngine: start } = deps;
    this.#deps = deps;
    this.#book = new TicketBook({ store, limits, now, onError });
    this.#engine = new MatchEngine({ limits, now, onError, ...(start && { start }) });
    this.#backfills = new SessionBackfills(deps);
    this.#matchmakers = new Matchmakers({
      ...deps,
      book: this.#book,
      engine: this.#engine,
      placement: new MatchPlacement(deps),
      backfills: this.#backfills,
    });
    this.#automatic = new AutomaticBackfills({
      ...{ store, now },
      backfills: this.#backfills,
      begin: record => this.#beginAutomatic(record),
      renew: (ticket, players) => this.#matchmakers.existing(ticket)?.renew(ticket, players),
      withdraw: (ticket, end) => this.#matchmakers.existing(ticket)?.withdraw(ticket, end),
    });
  }

  /** Takes up the tickets that the process before this one left. Before placements are taken up. */
  async resume(): Promise<void> {
    const { store } = this.#deps;
    if ((await store.listAll('matchmakingConfiguration')).length > 0) this.#engine.warm();
    await resumeTickets(await this.#book.load(), {
      store,
      book: this.#book,
      matchmakerOf: (tenantId, name) => this.#matchmakers.of(tenantId, name).catch(unlessUsable),
    });
    this.#timer = setInterval(() => this.tick(), this.#deps.limits.matchmakingIntervalMs).unref();
  }

  /** Looks for matches no more. Tickets wait on, until `resume` of another one. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#work;
    await this.#engine.close();
    await this.#book.settled();
  }

  /**
   * Begins to look for a match. An older ticket with one of its players is cancelled, if it still can be.
   * @param record QUEUED
   * @throws {ServiceError} NotFoundException without the configuration, InvalidRequestException
   */
  async start(record: MatchmakingTicketRecord): Promise<void> {
    const matchmaker = await this.#matchmakers.of(record.tenantId, record.configurationName);
    const prepared = preparedPlayers(matchmaker.ruleSet, record);
    if (!prepared.ok) throw invalidRequest(`Players: ${prepared.problems.join('; ')}`);
    const ticket = await this.#book.add(record);
    // Deleted, or stopped, while the ticket was written down
    if (this.#matchmakers.existing(ticket) !== matchmaker) {
      await this.#book.change(ticket, { status: 'CANCELLED' });
      throw configurationNotFound(record.configurationName);
    }
    if (ticket.record.endedMs !== undefined) return;
    if (record.backfill === undefined) this.#replaceOlder(ticket);
    else this.#replaceBackfill(ticket);
    const newPlayers = record.backfill === undefined ? record.players.length : 0;
    this.#deps.listener.started?.(matchmaker.configuration, newPlayers);
    matchmaker.enter(ticket);
  }

  /** @throws {ServiceError} NotFoundException, InvalidRequestException when it is too late */
  async stop(tenantId: string, id: string): Promise<void> {
    const ticket = this.#book.get(tenantId, id);
    const isWithdrawn = ticket !== undefined && this.#withdraw(ticket, CANCELLED);
    const arn = ticket?.record.backfill?.gameSessionArn;
    if (isWithdrawn) {
      if (arn !== undefined) this.#backfills.watched.remove(arn);
      await ticket.written;
      return;
    }
    const record = await this.#book.find(tenantId, id);
    if (record === undefined && (await this.#automatic.stop(tenantId, id))) return;
    if (record === undefined) throw ticketNotFound();
    throw invalidRequest(`Matchmaking ticket is in ${record.status} status and cannot be canceled.`);
  }

  /** @throws {ServiceError} NotFoundException; InvalidRequestException when nothing is to be accepted */
  async accept(
    tenantId: string,
    id: string,
    playerIds: readonly string[],
    answer: AcceptanceType,
  ): Promise<void> {
    const ticket = this.#book.get(tenantId, id);
    const matchmaker = ticket && this.#matchmakers.existing(ticket);
    if (matchmaker !== undefined && ticket !== undefined) {
      matchmaker.answer(ticket, playerIds, answer);
      return;
    }
    const record = await this.#book.find(tenantId, id);
    if (record === undefined) throw ticketNotFound();
    throw invalidRequest(`Matchmaking ticket is in ${record.status} status and cannot be accepted.`);
  }

  find(tenantId: string, id: string): Promise<MatchmakingTicketRecord | undefined> {
    return this.#book.find(tenantId, id);
  }

  /**
   * Why a ticket has no match yet.
   * @throws {ServiceError} NotFoundException; InvalidRequestException for one that is not SEARCHING
   */
  async explain(tenantId: string, id: string): Promise<TicketExplanation> {
    const ticket = this.#book.get(tenantId, id);
    const explanation = ticket && (await this.#matchmakers.existing(ticket)?.explain(id));
    if (explanation !== undefined) return explanation;
    const record = await this.#book.find(tenantId, id);
    if (record === undefined) throw ticketNotFound();
    throw invalidRequest(`Matchmaking ticket is in ${record.status} status; only one in SEARCHING waits.`);
  }

  /** Of one configuration. */
  activeTickets(tenantId: string, configurationName: string): number {
    return this.#matchmakers.get(tenantId, configurationName)?.size ?? 0;
  }

  /** Of one configuration, by their status. */
  activeByStatus(tenantId: string, configurationName: string): StatusCounts {
    return this.#book.countsOf(tenantId, configurationName);
  }

  /** Of all that have some. */
  depths(): { tenantId: string; id: string; depth: number }[] {
    return this.#matchmakers.all().map(({ configuration: { tenantId, id }, size }) => ({
      ...{ tenantId, id },
      depth: size,
    }));
  }

  async configurationChanged(configuration: MatchmakingConfigurationRecord): Promise<void> {
    this.#engine.warm();
    const { tenantId, id } = configuration;
    if (this.#matchmakers.get(tenantId, id) !== undefined) await this.#matchmakers.of(tenantId, id);
  }

  configurationDeleted(configuration: MatchmakingConfigurationRecord): void {
    this.#matchmakers.remove(configuration);
  }

  /** A placement has ended, which may be that of a match. */
  placementEnded(tenantId: string, detail: PlacementEventDetail): void {
    const placed = placedMatch(detail);
    for (const matchmaker of this.#matchmakers.all()) {
      if (matchmaker.configuration.tenantId !== tenantId) continue;
      if (placed === undefined) matchmaker.completion.failed(detail.placementId);
      else matchmaker.completion.placed(detail.placementId, placed);
    }
  }

  /** @returns resolves when what it set going is done */
  tick(): Promise<void> {
    if (this.#isClosed) return this.#work;
    for (const matchmaker of this.#matchmakers.all()) matchmaker.tick();
    if (this.#isWorking) return this.#work;
    this.#isWorking = true;
    this.#work = this.#lookAround()
      .catch(error => this.#deps.onError(error))
      .finally(() => {
        this.#isWorking = false;
      });
    return this.#work;
  }

  /** What is looked at less often. */
  async #lookAround(): Promise<void> {
    const nowMs = this.#deps.now();
    if (nowMs - this.#lookedAtMs >= this.#deps.limits.autoBackfillIntervalMs) {
      this.#lookedAtMs = nowMs;
      await this.#automatic.look();
    }
    if (nowMs - this.#forgottenAtMs >= FORGET_INTERVAL_MS) {
      this.#forgottenAtMs = nowMs;
      await this.#book.forget();
    }
  }

  /** @returns false when it is too late */
  #withdraw(ticket: ActiveTicket, end: TicketEnd): boolean {
    const matchmaker = this.#matchmakers.existing(ticket);
    if (!isOpen(ticket) || matchmaker === undefined) return false;
    matchmaker.withdraw(ticket, end);
    return true;
  }

  #replaceOlder(ticket: ActiveTicket): void {
    const { tenantId, players } = ticket.record;
    const older = players.map(({ PlayerId = '' }) => this.#book.ofPlayer(tenantId, PlayerId));
    for (const one of new Set(older)) if (one !== undefined) this.#withdraw(one, CANCELLED);
    this.#book.holdPlayers(ticket);
  }

  #replaceBackfill(ticket: ActiveTicket): void {
    const older = this.#backfills.liveOf(ticket.record.backfill?.gameSessionArn ?? '');
    if (older !== undefined) this.#withdraw(older, CANCELLED);
    this.#backfills.begun(ticket);
  }

  async #beginAutomatic(record: MatchmakingTicketRecord): Promise<boolean> {
    if ((await this.#book.find(record.tenantId, record.id)) !== undefined) return false;
    await this.start(record).catch(unlessUsable);
    return true;
  }
}

function ticketNotFound(): ServiceError {
  return notFound('Matchmaking ticket was not found.');
}

/** A configuration or rule set that is gone, or players it does not take. */
function unlessUsable(error: unknown): undefined {
  if (error instanceof ServiceError) return undefined;
  throw error;
}
