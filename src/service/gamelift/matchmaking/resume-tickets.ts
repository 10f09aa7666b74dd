import type { MatchmakingTicketRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import type { ActiveMatch, ActiveTicket } from './active-match.ts';
import type { Matchmaker } from './matchmaker.ts';
import { recordedMatch } from './placed-match.ts';
import type { TicketBook } from './ticket-book.ts';
import { CANCELLED, SESSION_OVER, type TicketEnd } from './ticket-ends.ts';

export interface ResumeDeps {
  store: Store;
  book: TicketBook;
  /** Undefined for a configuration that is gone. */
  matchmakerOf(tenantId: string, name: string): Promise<Matchmaker | undefined>;
}

const NO_CONFIGURATION: TicketEnd = { ...CANCELLED, message: 'The matchmaking configuration is gone.' };

/**
 * Takes up tickets after a restart. Those that waited, or were asked, wait again with the age they had. What was being
 * placed is what its placement has become.
 */
export async function resumeTickets(tickets: readonly ActiveTicket[], deps: ResumeDeps): Promise<void> {
  const placing = new Map<string, ActiveTicket[]>();
  for (const ticket of tickets) {
    const { status, matchId } = ticket.record;
    if (ticket.record.backfill === undefined) deps.book.holdPlayers(ticket);
    if (status !== 'PLACING' || matchId === undefined) await waitAgain(ticket, deps);
    else placing.set(matchId, [...(placing.get(matchId) ?? []), ticket]);
  }
  for (const [matchId, ofMatch] of placing) await resumeMatch(matchId, ofMatch, deps);
}

async function waitAgain(ticket: ActiveTicket, { book, store, matchmakerOf }: ResumeDeps): Promise<void> {
  const { tenantId, configurationName, backfill } = ticket.record;
  const matchmaker = await matchmakerOf(tenantId, configurationName);
  if (matchmaker === undefined) return endWith(ticket, NO_CONFIGURATION, book);
  const arn = backfill?.gameSessionArn;
  const isStandalone = matchmaker.configuration.flexMatchMode === 'STANDALONE';
  if (arn === undefined || isStandalone) return matchmaker.enter(ticket);
  const session = await store.getGameSession(tenantId, arn);
  // A game session does not outlive the process
  if (session?.status === 'ACTIVE') matchmaker.enter(ticket);
  else matchmaker.withdraw(ticket, SESSION_OVER);
}

async function resumeMatch(id: string, tickets: readonly ActiveTicket[], deps: ResumeDeps): Promise<void> {
  const { store, matchmakerOf } = deps;
  const { tenantId, configurationName } = tickets[0]!.record;
  const matchmaker = await matchmakerOf(tenantId, configurationName);
  const placement = await store.get('placement', tenantId, id);
  if (matchmaker === undefined || placement === undefined) {
    for (const ticket of tickets) await waitAgain(ticket, deps);
    return;
  }
  const match: ActiveMatch = {
    ...{ id, tickets, ruleMetrics: [] },
    configuration: matchmaker.configuration,
    // Its placement knows the teams
    teams: [],
  };
  for (const ticket of tickets) matchmaker.hold(ticket);
  matchmaker.completion.adopt(match);
  if (placement.status === 'PENDING') return;
  const session = await store.getGameSession(tenantId, placement.gameSessionArn ?? '');
  if (placement.status === 'FULFILLED' && session !== undefined) {
    matchmaker.completion.placed(id, recordedMatch(placement, session));
  } else {
    matchmaker.completion.failed(id);
  }
}

function endWith(ticket: ActiveTicket, { status, reason, message }: TicketEnd, book: TicketBook): void {
  const change: Partial<MatchmakingTicketRecord> = { status, statusReason: reason, statusMessage: message };
  void book.change(ticket, change);
}
