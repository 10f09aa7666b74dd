import { expect, test } from 'vitest';
import { parseRoute, sessionHref, ticketHref } from './router.ts';

test('an address without a path shows what is live', () => {
  expect(['', '#', '#/'].map(parseRoute)).toEqual(Array(3).fill({ page: 'overview' }));
  expect(parseRoute('#/playground')).toEqual({ page: 'playground' });
  expect(parseRoute('#/playground?room=a%20b')).toEqual({ page: 'playground', room: 'a b' });
  expect(parseRoute('#/matchmaking')).toEqual({ page: 'matchmaking' });
});

test('any id leads to its session and back', () => {
  for (const id of ['gsess-1', 'arn:aws:gamelift:local::gamesession/fleet-1/gsess-1', 'a b/ü#?%']) {
    expect(parseRoute(sessionHref(id))).toEqual({ page: 'session', id });
  }
});

test('any id leads to its ticket and back, with its tenant where that is said', () => {
  for (const id of ['ticket-1', 'a b/ü#?%', '..']) {
    expect(parseRoute(ticketHref(id))).toEqual({ page: 'ticket', id });
    expect(parseRoute(ticketHref(id, 'a?&=b'))).toEqual({ page: 'ticket', id, tenantId: 'a?&=b' });
  }
});

test('what is no address shows no page, and breaks nothing', () => {
  for (const hash of [
    '#/sessions/',
    '#/sessions/a/b',
    '#/sessions/%E0%A4%A',
    '#/matchmaking/tickets/',
    '#nowhere',
    '#//',
  ]) {
    expect(parseRoute(hash)).toEqual({ page: 'unknown' });
  }
});
