import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleSetFrom } from '../test/engine-rig.ts';
import type { MatchTicket } from '../ticket.ts';
import { histogram, percentile } from './distribution.ts';
import { generateTickets } from './generate-tickets.ts';
import { simulate } from './simulate.ts';

const DUEL = ruleSetFrom(
  readFileSync(new URL('../../../examples/rule-sets/duel.json', import.meta.url), 'utf8'),
);
const OPTIONS = { ruleSet: DUEL, seed: 1, requestTimeoutMs: 60_000, passDelayMs: 100 };

function ticket(id: string, atSeconds: number, rating: number): MatchTicket {
  const player = { playerId: id, attributes: { rating: { N: rating } }, latencyMs: {} };
  return { ticketId: id, enteredAtMs: atSeconds * 1_000, players: [player] };
}

test('tickets are matched at the virtual time at which the rules allow it, and leave when they time out', () => {
  const tickets = [ticket('a', 0, 1000), ticket('b', 1, 1010), ticket('c', 10, 2000), ticket('d', 12, 2100)];
  const result = simulate({ ...OPTIONS, tickets: [...tickets, ticket('e', 20, 5000)] });
  // b comes, and 100 ms later is the pass; c and d are near enough when d is 5 s old.
  expect(result.waitsMs).toEqual([1_100, 100, 7_000, 5_000]);
  expect(result).toMatchObject({ players: 5, matchedPlayers: 4, timedOutTickets: 1, durationMs: 80_000 });
  expect(result.matches[1]).toEqual({ players: 2, spreads: { rating: 100 }, teamGaps: { rating: 100 } });
});

test('tickets that the rule set refuses are counted, with the reason of the first', () => {
  const wrong = {
    ...ticket('a', 0, 0),
    players: [{ playerId: 'a', attributes: { rating: { S: 'x' } }, latencyMs: {} }],
  };
  const result = simulate({ ...OPTIONS, tickets: [wrong, ticket('b', 0, 0)] });
  expect(result).toMatchObject({ refusedTickets: 1, timedOutTickets: 1, matchedPlayers: 0 });
  expect(result.firstRefusal).toContain('a: player "a": attribute "rating" must be a number');
});

test('made-up tickets are what was asked for, and the same for the same seed', () => {
  const options = {
    ruleSet: DUEL,
    seed: 7,
    ticketsPerSecond: 20,
    seconds: 100,
    attributes: {
      rating: { kind: 'normal', mean: 500, deviation: 10 } as const,
      map: { kind: 'choice', values: ['x', 'y'] } as const,
    },
    regions: ['east', 'west'],
    mostInParty: 2,
  };
  const tickets = generateTickets(options);
  expect(generateTickets(options)).toEqual(tickets);
  expect(tickets.length).toBeGreaterThan(1_800);
  expect(tickets.length).toBeLessThan(2_200);
  const players = tickets.flatMap(each => each.players);
  const ratings = players.map(({ attributes }) => attributes.rating!.N!);
  expect(Math.abs(percentile(ratings, 0.5) - 500)).toBeLessThan(2);
  expect(new Set(players.map(({ attributes }) => attributes.map!.S))).toEqual(new Set(['x', 'y']));
  expect(new Set(tickets.map(each => each.players.length))).toEqual(new Set([1, 2]));
  expect(Object.keys(players[0]!.latencyMs)).toEqual(['east', 'west']);
});

test('histograms have round bars that hold every value', () => {
  expect(histogram([1, 2, 2, 3], 10)).toEqual([
    { from: 1, count: 1 },
    { from: 2, count: 2 },
    { from: 3, count: 1 },
  ]);
  expect(histogram([0, 19.5, 100], 10).map(({ count }) => count)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(histogram([], 10)).toEqual([]);
});
