/** Of each matchmaking configuration: what CloudWatch counts, since the server began. */
export const MATCHMAKING_COUNTERS = {
  ticketsStarted: { name: 'gamelift_tickets_started_total', help: 'Tickets that were new.' },
  playersStarted: { name: 'gamelift_players_started_total', help: 'Players in them.' },
  ticketsSucceeded: {
    name: 'gamelift_tickets_succeeded_total',
    help: 'Tickets that were COMPLETED. Not one of CloudWatch: what times to success are divided by.',
  },
  ticketsCancelled: {
    name: 'gamelift_tickets_cancelled_total',
    help: 'Tickets that were CANCELLED. Not one of CloudWatch: what times to cancel are divided by.',
  },
  ticketsFailed: { name: 'gamelift_tickets_failed_total', help: 'Tickets that FAILED.' },
  ticketsTimedOut: { name: 'gamelift_tickets_timed_out_total', help: 'Tickets that TIMED_OUT.' },
  matchesCreated: { name: 'gamelift_matches_created_total', help: 'Matches that were proposed.' },
  matchesAccepted: { name: 'gamelift_matches_accepted_total', help: 'Matches that all players accepted.' },
  matchesRejected: { name: 'gamelift_matches_rejected_total', help: 'Matches that a player rejected.' },
  matchAcceptancesTimedOut: {
    name: 'gamelift_match_acceptances_timed_out_total',
    help: 'Matches that were not accepted in time.',
  },
  matchesPlaced: { name: 'gamelift_matches_placed_total', help: 'Matches that were made.' },
  timeToMatch: {
    name: 'gamelift_time_to_match_seconds_total',
    help: 'Time from the beginning of tickets to the matches they were proposed for.',
  },
  timeToTicketSuccess: {
    name: 'gamelift_time_to_ticket_success_seconds_total',
    help: 'Time from the beginning of tickets to COMPLETED.',
  },
  timeToTicketCancel: {
    name: 'gamelift_time_to_ticket_cancel_seconds_total',
    help: 'Time from the beginning of tickets to CANCELLED.',
  },
} as const;

/** Of each rule of a configuration. */
export const RULE_COUNTERS = {
  passed: {
    name: 'gamelift_rule_evaluations_passed_total',
    help: 'How often the rule passed on the way to matches and to tickets that had none.',
  },
  failed: { name: 'gamelift_rule_evaluations_failed_total', help: 'How often it failed.' },
} as const;
