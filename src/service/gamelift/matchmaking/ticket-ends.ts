/** How a ticket ends that gets no match, in the words of the service that is spoken like. */
export interface TicketEnd {
  status: 'CANCELLED' | 'TIMED_OUT';
  event: 'MatchmakingCancelled' | 'MatchmakingTimedOut';
  reason: string;
  message: string;
}

export const CANCELLED: TicketEnd = {
  status: 'CANCELLED',
  event: 'MatchmakingCancelled',
  reason: 'Cancelled',
  message: 'Cancelled by request.',
};

/** Of a backfill. */
export const SESSION_OVER: TicketEnd = { ...CANCELLED, message: 'The game session is over.' };

export const TIMED_OUT: TicketEnd = {
  status: 'TIMED_OUT',
  event: 'MatchmakingTimedOut',
  reason: 'TimedOut',
  message: 'Removed from matchmaking due to timing out.',
};

/** Of a match that gets no game session. */
export const PLACING_FAILED = {
  reason: 'UNEXPECTED_ERROR',
  message: 'An unexpected error was encountered during match placing.',
};
