import { expect, test } from 'vitest';
import type { MatchmakingHappening } from '../../../service/gamelift/matchmaking/matchmaking-listener.ts';
import type { ConsoleMatchmakingEvent } from '../../protocol.ts';
import { RecentList } from '../parts/recent-list.ts';
import { detailOf, isAbout, matchEvents, toneOf } from './event-words.ts';

const TICKETS = [
  { ticketId: 'ticket-1', startTimeMs: 0, players: [{ playerId: 'Ann', accepted: true }] },
  { ticketId: 'ticket-2', startTimeMs: 0, players: [{ playerId: 'ben' }] },
];
const CANCELLED: MatchmakingHappening = {
  ...{
    type: 'MatchmakingCancelled',
    tickets: TICKETS.slice(0, 1),
    reason: 'Cancelled',
    message: 'by request',
  },
  ruleEvaluationMetrics: [],
};
const ACCEPT: MatchmakingHappening = { type: 'AcceptMatch', tickets: TICKETS, matchId: 'match-1' };

function event(happening: MatchmakingHappening, tenantId = 'acme'): ConsoleMatchmakingEvent {
  return { tenantId, configurationName: 'duel', atMs: 0, happening };
}

test('events are found by their type, configuration, tickets, players and reason, in any case', () => {
  const events = new RecentList<ConsoleMatchmakingEvent>(9).add([event(CANCELLED), event(ACCEPT)]).items;
  const found = (text: string) => matchEvents(events, text).map(({ item }) => item.happening.type);
  expect(found('')).toEqual(['MatchmakingCancelled', 'AcceptMatch']);
  expect(found(' DUEL ')).toEqual(['MatchmakingCancelled', 'AcceptMatch']);
  expect(found('acceptm')).toEqual(['AcceptMatch']);
  expect(found('ticket-2')).toEqual(['AcceptMatch']);
  expect(found('ann')).toHaveLength(2);
  expect(found('by request')).toEqual(['MatchmakingCancelled']);
  expect(found('nobody')).toEqual([]);
});

test('an event says how many have accepted, and why something ended', () => {
  expect(detailOf(ACCEPT)).toBe('1 of 2 accepted');
  expect(detailOf(CANCELLED)).toBe('Cancelled: by request');
});

test('a match that is not accepted is no good one', () => {
  const ended = { type: 'AcceptMatchCompleted', tickets: TICKETS, matchId: 'match-1' } as const;
  expect(toneOf({ ...ended, acceptance: 'Accepted' })).toBe('good');
  expect(toneOf({ ...ended, acceptance: 'TimedOut' })).toBe('warn');
});

test('an event of another tenant’s ticket with the same id is not about this one', () => {
  const ticket = { tenantId: 'acme', ticketId: 'ticket-1' };
  expect(isAbout(event(CANCELLED), ticket)).toBe(true);
  expect(isAbout(event(CANCELLED, 'zeta'), ticket)).toBe(false);
  expect(isAbout(event(CANCELLED), { ...ticket, ticketId: 'ticket-2' })).toBe(false);
});
