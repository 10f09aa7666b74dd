import type { LimitRow } from './limit-row.ts';

/** What bounds matchmaking: what tenants may have, what rule sets may hold, and how much is done to find matches. */
export const MATCHMAKING_LIMITS = {
  // Of each tenant; the defaults are the service's that is spoken like, where it says one
  ruleSetsPerTenant: {
    default: 1_000,
    hard: 10_000,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  matchmakingConfigurationsPerTenant: {
    default: 100,
    hard: 10_000,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  queuesPerConfiguration: { default: 10, hard: 100, policy: 'refuse the call', isUncounted: true },
  activeTicketsPerTenant: {
    default: 20_000,
    hard: 1_000_000,
    policy: 'refuse the ticket (InvalidRequest)',
    isUncounted: true,
  },
  activeTicketCharactersPerTenant: {
    default: 16_000_000,
    hard: 1_000_000_000,
    policy: 'refuse the ticket (InvalidRequest): players of all active ones as JSON',
    isUncounted: true,
  },
  activeTicketCharacters: {
    default: 64_000_000,
    hard: 1_000_000_000,
    policy: 'refuse the ticket (InvalidRequest): players of all active ones of every tenant as JSON',
    isUncounted: true,
  },
  endedTicketsPerTenant: {
    default: 20_000,
    hard: 1_000_000,
    policy: 'forget the ticket that ended first',
    isUncounted: true,
  },
  endedTicketKeptMs: {
    default: 86_400_000,
    hard: 30 * 86_400_000,
    policy: 'forget a ticket that ended so long ago',
    isUncounted: true,
  },
  // Tickets
  playersPerTicket: {
    default: 10,
    hard: 200,
    policy: 'refuse the ticket (InvalidRequest)',
    isUncounted: true,
  },
  playersPerBackfill: {
    default: 199,
    hard: 199,
    policy: 'refuse the backfill (InvalidRequest)',
    isUncounted: true,
  },
  attributesPerPlayer: {
    default: 10,
    hard: 100,
    policy: 'refuse the ticket (InvalidRequest)',
    isUncounted: true,
  },
  latenciesPerPlayer: {
    default: 50,
    hard: 1_000,
    policy: 'refuse the ticket (InvalidRequest)',
    isUncounted: true,
  },
  ticketCharacters: {
    default: 65_536,
    hard: 1_000_000,
    policy: 'refuse the ticket (InvalidRequest): its players as JSON',
    isUncounted: true,
  },
  matchmakerDataCharacters: {
    default: 390_000,
    hard: 390_000,
    policy: 'the match fails; a backfill whose players as JSON have more is refused (InvalidRequest)',
    isUncounted: true,
  },
  recentWaits: {
    default: 100,
    hard: 10_000,
    policy: 'the estimated wait is the mean of so many tickets that were matched last',
    isUncounted: true,
  },
  matchmakingIntervalMs: {
    default: 100,
    hard: 10_000,
    policy: 'tickets time out, and what waiting brings is looked for, as often as this',
    isUncounted: true,
  },
  autoBackfillIntervalMs: {
    default: 1_000,
    hard: 60_000,
    policy: 'game sessions with backfill are looked at as often as this',
    isUncounted: true,
  },
  // The thread that looks for matches
  matchPassIntervalMs: {
    default: 100,
    hard: 10_000,
    policy:
      'the longest time from the beginning of a pass to that of the next one, for tickets that come meanwhile',
    isUncounted: true,
  },
  matchPassRestMs: {
    default: 20,
    hard: 10_000,
    policy: 'the shortest such time, after a pass that took little',
    isUncounted: true,
  },
  matchStepsPerTurn: {
    default: 1_000_000,
    hard: 100_000_000,
    policy: 'the pass goes on when every other tenant with tickets to look for has had a turn',
    isUncounted: true,
  },
  matchThreadSilenceMs: {
    default: 10_000,
    hard: 600_000,
    policy: 'replace the thread that looks for matches, and give it the tickets again',
    isUncounted: true,
  },
  matchThreadHeapMb: {
    default: 512,
    hard: 16_384,
    policy: 'replace the thread that looks for matches, and give it the tickets again',
    isUncounted: true,
  },
  matchThreadRestMs: {
    default: 1_000,
    hard: 60_000,
    policy:
      'a configuration in whose pass the thread was lost rests so long, twice as long each time it happens again',
    isUncounted: true,
  },
  matchThreadRestMostMs: {
    default: 60_000,
    hard: 3_600_000,
    policy: 'the longest such rest',
    isUncounted: true,
  },
  explanationsAtOnce: { default: 100, hard: 10_000, policy: 'refuse to explain', isUncounted: true },
  // Rule sets, and the search
  ruleSetCharacters: { default: 65_535, hard: 65_535, policy: 'refuse the rule set', isUncounted: true },
  ruleSetDepth: {
    default: 32,
    hard: 100,
    policy: 'refuse the rule set: lists in lists, functions in functions, statements in statements',
    isUncounted: true,
  },
  ruleSetRules: { default: 200, hard: 1_000, policy: 'refuse the rule set', isUncounted: true },
  ruleSetExpansionSteps: {
    default: 400,
    hard: 1_000,
    policy: 'refuse the rule set: steps of all its expansions together',
    isUncounted: true,
  },
  ruleSetProblems: {
    default: 20,
    hard: 1_000,
    policy: 'say no more of what is wrong with a rule set',
    isUncounted: true,
  },
  matchStepsPerPass: {
    default: 8_000_000,
    hard: 1_000_000_000,
    policy: 'end the pass; the next one goes on there',
    isUncounted: true,
  },
  matchTriesPerPass: {
    default: 400_000,
    hard: 100_000_000,
    policy:
      'the tickets of a pass share it; a ticket that has used up its share takes the best match found, or waits',
    isUncounted: true,
  },
  matchTriesPerTicket: {
    default: 20_000,
    hard: 10_000_000,
    policy: 'take the best match found for the ticket, or let it wait',
    isUncounted: true,
  },
  matchBatchTickets: {
    default: 1_000,
    hard: 10_000,
    policy: 'matches are looked for among so many tickets at once',
    isUncounted: true,
  },
  matchRetryMs: {
    default: 1_000,
    hard: 60_000,
    policy: 'look again for a ticket that was not looked for in full, then after twice the time each time',
    isUncounted: true,
  },
  matchRetryMostMs: {
    default: 30_000,
    hard: 600_000,
    policy: 'the longest time between two such looks',
    isUncounted: true,
  },
  matchRegions: {
    default: 32,
    hard: 32,
    policy: 'latencies to further regions, of all waiting tickets together, are left out',
    isUncounted: true,
  },
} as const satisfies Record<string, LimitRow>;
