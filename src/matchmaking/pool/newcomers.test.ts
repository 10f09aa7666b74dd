import { expect, test } from 'vitest';
import { resolveLimits } from '../../limits/limits.ts';
import { ruleSetFrom } from '../test/engine-rig.ts';
import type { MatchTicket } from '../ticket.ts';
import { MatchPool } from './match-pool.ts';

const NOW_MS = 1_000_000;

/** Two players of the same level. */
const DUEL = {
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'level', type: 'number' }],
  teams: [{ name: 'duelist', minPlayers: 1, maxPlayers: 1, quantity: 2 }],
  rules: [
    {
      name: 'Same',
      type: 'comparison',
      measurements: ['flatten(teams[*].players.attributes[level])'],
      operation: '=',
    },
  ],
};

function ticket(ticketId: string, level: number): MatchTicket {
  const player = { playerId: ticketId, attributes: { level: { N: level } }, latencyMs: {} };
  return { ticketId, enteredAtMs: NOW_MS, players: [player] };
}

function crowdedPool(tickets: readonly MatchTicket[]): MatchPool {
  const pool = new MatchPool({ ruleSet: ruleSetFrom(DUEL), seed: 1 });
  for (const one of tickets) pool.add(one);
  return pool;
}

test('those who come while a pass goes on are searched for before its end, and the others all the same', () => {
  const crowd = Array.from({ length: 300 }, (_, index) => ticket(`t${index}`, index));
  const pool = crowdedPool(crowd);
  const parts: string[][] = [];
  let isUnfinished = true;
  for (let part = 0; isUnfinished; part++) {
    if (part === 1) for (const id of ['new-1', 'new-2']) pool.add(ticket(id, 1_000));
    const { matches, unfinished } = pool.pass({ nowMs: NOW_MS, steps: 10_000 });
    parts.push(matches.flatMap(({ tickets }) => tickets.map(({ ticketId }) => ticketId)));
    isUnfinished = unfinished;
  }
  expect(parts.length).toBeGreaterThan(4);
  expect(parts.slice(0, 3).flat().toSorted()).toEqual(['new-1', 'new-2']);
  const searched = crowd.filter(({ ticketId }) =>
    pool.ruleMetrics(ticketId).some(({ failedCount }) => failedCount > 0),
  );
  expect(searched).toHaveLength(300);
});

test('newcomers without end do not keep a pass from its end', () => {
  const pool = crowdedPool(Array.from({ length: 300 }, (_, index) => ticket(`t${index}`, index)));
  let isUnfinished = true;
  let parts = 0;
  while (isUnfinished) {
    pool.add(ticket(`new-${parts}`, -1 - parts));
    isUnfinished = pool.pass({ nowMs: NOW_MS, steps: 10_000 }).unfinished;
    parts += 1;
    expect(parts).toBeLessThan(1_000);
  }
  expect(parts).toBeGreaterThan(4);
});

test('a newcomer whose search was cut short by what came before is searched for in the next part', () => {
  const crowd = Array.from({ length: 300 }, (_, index) => ticket(`t${index}`, index));
  for (let steps = 10_000; steps < 20_000; steps += 500) {
    const pool = crowdedPool(crowd);
    pool.pass({ nowMs: NOW_MS, steps });
    pool.add(ticket('new', 299));
    for (const id of ['a', 'b', 'c', 'd', 'e']) pool.add(ticket(id, 1_000 + id.charCodeAt(0)));
    const matched: string[] = [];
    for (let part = 0; part < 40; part++) {
      const { matches } = pool.pass({ nowMs: NOW_MS, steps });
      matched.push(...matches.flatMap(({ tickets }) => tickets.map(({ ticketId }) => ticketId)));
    }
    expect([steps, matched.toSorted()]).toEqual([steps, ['new', 't299']]);
  }
});

test('in a pool of many batches those who come are held against those who came just before', () => {
  const limits = resolveLimits({ matchBatchTickets: 20 });
  const pool = new MatchPool({ ruleSet: ruleSetFrom(DUEL), seed: 1, limits });
  for (let index = 0; index < 400; index++) pool.add(ticket(`t${index}`, index));
  pool.pass({ nowMs: NOW_MS, steps: 500 });
  const matched: string[] = [];
  for (let pair = 0; pair < 20; pair++) {
    for (const id of ['a', 'b']) pool.add(ticket(`${id}${pair}`, 1_000 + pair));
    for (let part = 0; part < 2; part++) {
      const { matches } = pool.pass({ nowMs: NOW_MS, steps: 2_000 });
      matched.push(...matches.flatMap(({ tickets }) => tickets.map(({ ticketId }) => ticketId)));
    }
  }
  expect(matched).toHaveLength(40);
});
