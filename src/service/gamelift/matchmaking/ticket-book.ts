import type { MatchmakingConfigurationStatus } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { MatchmakingTicketRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { invalidRequest } from '../service-error.ts';
import { type ActiveTicket, ticketKey } from './active-match.ts';
import { EndedTickets } from './ended-tickets.ts';
import { TicketRoom } from './ticket-room.ts';

const ENDED: ReadonlySet<MatchmakingConfigurationStatus> = new Set([
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
]);

export interface TicketBookDeps {
  store: Store;
  limits: Limits;
  now(): number;
  onError(error: unknown): void;
}

/** What may change of a ticket. */
export type TicketChange = Partial<
  Pick<
    MatchmakingTicketRecord,
    | 'status'
    | 'statusReason'
    | 'statusMessage'
    | 'players'
    | 'estimatedWaitSeconds'
    | 'matchId'
    | 'connection'
  >
>;

/**
 * All tickets. Those that are active are here, and what they become is decided here and written to the store in the
 * same order; those that have ended are in the store alone.
 */
export class TicketBook {
  readonly #deps: TicketBookDeps;
  readonly #active = new Map<string, ActiveTicket>();
  readonly #byPlayer = new Map<string, ActiveTicket>();
  readonly #room: TicketRoom;
  /** What each active ticket takes up of the room. */
  readonly #roomOf = new Map<ActiveTicket, MatchmakingTicketRecord>();
  readonly #ended: EndedTickets;

  constructor(deps: TicketBookDeps) {
    this.#deps = deps;
    this.#ended = new EndedTickets(deps);
    this.#room = new TicketRoom(deps.limits);
  }

  /** Takes up what the store has. @returns those that are active */
  async load(): Promise<ActiveTicket[]> {
    const all = await this.#deps.store.listAll('matchmakingTicket');
    const ended = all.filter(({ endedMs }) => endedMs !== undefined);
    for (const record of ended.sort((a, b) => a.endedMs! - b.endedMs!)) this.#ended.add(record);
    return all.filter(({ endedMs }) => endedMs === undefined).map(record => this.#enter(record));
  }

  get isEmpty(): boolean {
    return this.#active.size === 0;
  }

  get(tenantId: string, id: string): ActiveTicket | undefined {
    return this.#active.get(ticketKey({ tenantId, id }));
  }

  all(): Iterable<ActiveTicket> {
    return this.#active.values();
  }

  /** The active ticket that brings this player to a game session; no backfill. */
  ofPlayer(tenantId: string, playerId: string): ActiveTicket | undefined {
    return this.#byPlayer.get(playerKey(tenantId, playerId));
  }

  /** @throws {ServiceError} InvalidRequestException for an id that was used before, and when there are too many */
  async add(record: MatchmakingTicketRecord): Promise<ActiveTicket> {
    const { store } = this.#deps;
    const { tenantId, id } = record;
    this.#room.require(record);
    if (this.get(tenantId, id) !== undefined) throw idInUse(id);
    const ticket = this.#enter(record);
    const inserted = store.insert('matchmakingTicket', record);
    ticket.written = inserted.then(
      () => {},
      () => {},
    );
    const isInserted = await inserted.catch(error => {
      this.#leave(ticket);
      throw error;
    });
    if (isInserted) return ticket;
    this.#leave(ticket);
    throw idInUse(id);
  }

  /** @returns resolves when it is written down. Without effect on a ticket that has ended. */
  change(ticket: ActiveTicket, change: TicketChange): Promise<void> {
    const { store, now, onError } = this.#deps;
    const { tenantId, id, endedMs } = ticket.record;
    if (endedMs !== undefined) return ticket.written;
    const isOver = change.status !== undefined && ENDED.has(change.status);
    const record = { ...ticket.record, ...change, ...(isOver && { endedMs: now() }) };
    ticket.record = record;
    if (isOver) this.#freePlayers(ticket);
    const write = ticket.written.then(async () => {
      await store.update('matchmakingTicket', tenantId, id, () => record);
      if (!isOver) return;
      this.#leave(ticket);
      this.#ended.add(record);
    });
    ticket.written = write.catch(() => {});
    write.catch(onError);
    return write;
  }

  /** As it is now, whether it is active or has ended. */
  async find(tenantId: string, id: string): Promise<MatchmakingTicketRecord | undefined> {
    return this.get(tenantId, id)?.record ?? this.#deps.store.get('matchmakingTicket', tenantId, id);
  }

  /** Forgets what ended long ago. */
  forget(): Promise<void> {
    return this.#ended.forget();
  }

  /** Resolves when the store has everything. */
  async settled(): Promise<void> {
    await Promise.all([...this.#active.values()].map(({ written }) => written));
  }

  /** From here on the ticket is the one of its players. */
  holdPlayers(ticket: ActiveTicket): void {
    const { tenantId, players } = ticket.record;
    for (const { PlayerId = '' } of players) this.#byPlayer.set(playerKey(tenantId, PlayerId), ticket);
  }

  #enter(record: MatchmakingTicketRecord): ActiveTicket {
    const ticket = { record, written: Promise.resolve() };
    this.#active.set(ticketKey(record), ticket);
    this.#room.add(record);
    this.#roomOf.set(ticket, record);
    return ticket;
  }

  #freePlayers(ticket: ActiveTicket): void {
    const { tenantId, players } = ticket.record;
    for (const { PlayerId = '' } of players) {
      const key = playerKey(tenantId, PlayerId);
      if (this.#byPlayer.get(key) === ticket) this.#byPlayer.delete(key);
    }
  }

  #leave(ticket: ActiveTicket): void {
    this.#freePlayers(ticket);
    this.#active.delete(ticketKey(ticket.record));
    const record = this.#roomOf.get(ticket);
    if (record !== undefined) this.#room.remove(record);
    this.#roomOf.delete(ticket);
  }
}

function idInUse(id: string) {
  return invalidRequest(`TicketId "${id}" was used before; each ticket needs a new one`);
}

/** Of lists of two texts no two look alike. */
function playerKey(tenantId: string, playerId: string): string {
  return JSON.stringify([tenantId, playerId]);
}
