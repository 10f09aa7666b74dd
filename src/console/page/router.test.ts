import { expect, test } from 'vitest';
import { parseRoute, sessionHref } from './router.ts';

test('an address without a path shows what is live', () => {
  expect(['', '#', '#/'].map(parseRoute)).toEqual(Array(3).fill({ page: 'overview' }));
  expect(parseRoute('#/playground')).toEqual({ page: 'playground' });
});

test('any id leads to its session and back', () => {
  for (const id of ['gsess-1', 'arn:aws:gamelift:local::gamesession/fleet-1/gsess-1', 'a b/ü#?%']) {
    expect(parseRoute(sessionHref(id))).toEqual({ page: 'session', id });
  }
});

test('what is no address shows no page, and breaks nothing', () => {
  for (const hash of ['#/sessions/', '#/sessions/a/b', '#/sessions/%E0%A4%A', '#nowhere', '#//']) {
    expect(parseRoute(hash)).toEqual({ page: 'unknown' });
  }
});
