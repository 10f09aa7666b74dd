import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resolveLimits } from '../../limits/limits.ts';
import type { Match } from '../match.ts';
import { preparePlayers } from '../prepare-players.ts';
import { ruleSetFrom } from '../test/engine-rig.ts';
import type { RawRuleSet } from '../test/naive-evaluator.ts';
import type { AttributeValue, MatchPlayer, MatchTicket } from '../ticket.ts';
import { MatchPool } from './match-pool.ts';

const NOW_MS = 1_000_000;
const DUEL = readFileSync(new URL('../../../examples/rule-sets/duel.json', import.meta.url), 'utf8');

function player(playerId: string, attributes: Record<string, AttributeValue> = {}): MatchPlayer {
  return { playerId, attributes, latencyMs: {} };
}

function ticket(ticketId: string, ageSeconds: number, ...players: MatchPlayer[]): MatchTicket {
  return { ticketId, enteredAtMs: NOW_MS - ageSeconds * 1_000, players };
}

function solo(id: string, ageSeconds: number, attributes: Record<string, AttributeValue> = {}): MatchTicket {
  return ticket(id, ageSeconds, player(id, attributes));
}

function poolWith(raw: RawRuleSet, tickets: readonly MatchTicket[], additionalPlayerCount = 0): MatchPool {
  const ruleSet = ruleSetFrom(raw);
  const pool = new MatchPool({ ruleSet, seed: 1, additionalPlayerCount });
  for (const each of tickets) {
    const kind = each.backfill === undefined ? 'new' : 'backfill';
    const prepared = preparePlayers(ruleSet, each.players, kind);
    if (!prepared.ok) throw new Error(prepared.problems.join());
    pool.add({ ...each, players: prepared.players });
  }
  return pool;
}

function sizesOf({ teams }: Match): number[] {
  return teams.map(({ players }) => players.length);
}

function idsOf({ tickets }: Match): string[] {
  return tickets.map(({ ticketId }) => ticketId);
}

const teamsOf = (...sizes: [name: string, minPlayers: number, maxPlayers: number][]) => ({
  ruleLanguageVersion: '1.0',
  teams: sizes.map(([name, minPlayers, maxPlayers]) => ({ name, minPlayers, maxPlayers })),
});

test('who has waited longest is matched first', () => {
  const tickets = [solo('new', 1), solo('old', 9), solo('older', 10)];
  const { matches } = poolWith(teamsOf(['red', 1, 1], ['blue', 1, 1]), tickets).pass({ nowMs: NOW_MS });
  expect(matches.map(idsOf)).toEqual([['older', 'old']]);
});

test('a match takes as many as there is room for, and is made with fewer only when nobody else fits', () => {
  const raw = teamsOf(['red', 1, 3]);
  const seven = Array.from({ length: 7 }, (_, index) => solo(`t${index}`, 10 - index));
  const { matches } = poolWith(raw, seven).pass({ nowMs: NOW_MS });
  expect(matches.map(sizesOf)).toEqual([[3], [3], [1]]);
});

test('slots for additional players stay open', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => solo(`t${index}`, 10));
  const { matches } = poolWith(teamsOf(['red', 10, 12]), twelve, 2).pass({ nowMs: NOW_MS });
  expect(matches.map(sizesOf)).toEqual([[10]]);
});

test('an expansion comes into force with the age of the newest ticket, and the pass says when', () => {
  const pool = poolWith(DUEL, [solo('a', 0, { rating: { N: 1000 } }), solo('b', 2, { rating: { N: 1100 } })]);
  const first = pool.pass({ nowMs: NOW_MS });
  expect(first).toMatchObject({ matches: [], nextChangeAtMs: NOW_MS + 3_000, unfinished: false });
  expect(pool.pass({ nowMs: NOW_MS + 3_000 })).toMatchObject({ matches: [], nextChangeAtMs: NOW_MS + 5_000 });
  expect(pool.pass({ nowMs: NOW_MS + 5_000 }).matches.map(idsOf)).toEqual([['b', 'a']]);
  expect(pool.pass({ nowMs: NOW_MS + 5_000 }).nextChangeAtMs).toBeUndefined();
});

test('the age of the oldest ticket counts if the rule set says so', () => {
  const raw = { ...JSON.parse(DUEL), algorithm: { expansionAgeSelection: 'oldest' } };
  const pool = poolWith(raw, [solo('a', 0, { rating: { N: 1000 } }), solo('b', 6, { rating: { N: 1100 } })]);
  expect(pool.pass({ nowMs: NOW_MS }).matches).toHaveLength(1);
});

test('each member of a party counts, with the value of the party', () => {
  const raw = {
    ...teamsOf(['red', 2, 2], ['blue', 2, 2]),
    playerAttributes: [{ name: 'skill', type: 'number' }],
    rules: [
      {
        name: 'Alike',
        type: 'distance',
        measurements: ['flatten(teams[*].players.attributes[skill])'],
        referenceValue: 10,
        maxDistance: 1,
        partyAggregation: 'max',
      },
      {
        name: 'Even',
        type: 'comparison',
        measurements: ['count(teams[red].players)'],
        operation: '=',
        referenceValue: 'count(teams[blue].players)',
      },
    ],
  };
  const party = ticket('party', 5, player('p', { skill: { N: 3 } }), player('q', { skill: { N: 10 } }));
  const others = [solo('a', 1, { skill: { N: 11 } }), solo('b', 1, { skill: { N: 9 } })];
  const { matches } = poolWith(raw, [party, ...others]).pass({ nowMs: NOW_MS });
  expect(matches.map(sizesOf)).toEqual([[2, 2]]);
});

test('sort rules decide who is tried first', () => {
  const raw = {
    ...teamsOf(['red', 2, 2]),
    playerAttributes: [{ name: 'taste', type: 'string_number_map' }],
    rules: [
      {
        name: 'SameTaste',
        type: 'absoluteSort',
        sortAttribute: 'taste',
        mapKey: 'maxValue',
        sortDirection: 'descending',
      },
    ],
  };
  const taste = (SDM: Record<string, number>) => ({ taste: { SDM } });
  const tickets = [
    solo('anchor', 9, taste({ moon: 5, desert: 90 })),
    solo('older', 8, taste({ desert: 10, moon: 80 })),
    solo('newer', 1, taste({ desert: 70 })),
  ];
  const [match] = poolWith(raw, tickets).pass({ nowMs: NOW_MS }).matches;
  expect(idsOf(match!)).toEqual(['anchor', 'newer']);
});

test('nobody without latency is matched while a rule asks for it, and a region near for all is said', () => {
  const raw = { ...teamsOf(['red', 2, 2]), rules: [{ name: 'Near', type: 'latency', maxLatency: 100 }] };
  const at = (id: string, latencyMs: Record<string, number>) => ({
    ...solo(id, 1),
    players: [{ ...player(id), latencyMs }],
  });
  const pool = poolWith(raw, [
    at('a', { east: 90, west: 50 }),
    at('b', { east: 20, west: 101 }),
    at('c', {}),
  ]);
  const { matches } = pool.pass({ nowMs: NOW_MS });
  expect(matches.map(idsOf)).toEqual([['a', 'b']]);
  expect(matches[0]!.regions).toEqual(['east']);
  expect(pool.explain('c', NOW_MS)).toMatchObject({
    regions: [],
    rules: [{ ruleName: 'Near', passedCount: 0 }],
  });
});

test('a backfill gets the open slots of its teams filled, and needs at least one new player', () => {
  const raw = teamsOf(['red', 1, 3], ['blue', 1, 2]);
  const backfill: MatchTicket = {
    ticketId: 'backfill',
    enteredAtMs: NOW_MS,
    players: ['red', 'red', 'blue'].map((team, index) => ({ ...player(`there${index}`), team })),
    backfill: { gameSessionArn: 'arn' },
  };
  const pool = poolWith({ ...raw, algorithm: { backfillPriority: 'high' } }, [backfill]);
  expect(pool.pass({ nowMs: NOW_MS }).matches).toEqual([]);
  pool.add(solo('a', 9));
  pool.add(solo('b', 9));
  const { matches } = pool.pass({ nowMs: NOW_MS });
  expect(matches.map(sizesOf)).toEqual([[3, 2]]);
  expect(matches[0]!.backfill?.ticketId).toBe('backfill');
  expect(matches[0]!.teams.map(({ players }) => players[0]!.playerId)).toEqual(['there0', 'there2']);
});

test.each([
  ['normal', 'backfill'],
  ['low', 'old'],
])('the priority of backfills is kept: %s', (backfillPriority, first) => {
  const backfill: MatchTicket = {
    ticketId: 'backfill',
    enteredAtMs: NOW_MS - 9_000,
    players: [{ ...player('there'), team: 'red' }],
    backfill: {},
  };
  const raw = { ...teamsOf(['red', 2, 2]), algorithm: { backfillPriority } };
  const { matches } = poolWith(raw, [backfill, solo('old', 5), solo('new', 1)]).pass({ nowMs: NOW_MS });
  expect(idsOf(matches[0]!)).toContain(first);
  expect(matches[0]!.backfill !== undefined).toBe(first === 'backfill');
});

test.each([
  [
    [
      ['red', 5, 10],
      ['blue', 5, 10],
      ['green', 2, 3],
    ],
    12,
    [5, 5, 2],
  ],
  [
    [
      ['red', 5, 10],
      ['blue', 5, 10],
      ['green', 2, 3],
    ],
    20,
    [9, 9, 2],
  ],
  [
    [['monsters', 5, 5], ...Array.from({ length: 10 }, (_, n) => [`h${n}`, 12, 15])],
    125,
    [5, ...Array(10).fill(12)],
  ],
  [
    [['monsters', 5, 5], ...Array.from({ length: 10 }, (_, n) => [`h${n}`, 12, 15])],
    155,
    [5, ...Array(10).fill(15)],
  ],
] as [[string, number, number][], number, number[]][])(
  'a balanced match deals players to the teams that lack most: %j, %i players',
  (teams, count, sizes) => {
    const raw = {
      ...teamsOf(...teams),
      playerAttributes: [{ name: 'skill', type: 'number' }],
      algorithm: { strategy: 'balanced', balancedAttribute: 'skill' },
    };
    const tickets = Array.from({ length: count }, (_, index) =>
      solo(`t${index}`, 1, { skill: { N: index } }),
    );
    expect(poolWith(raw, tickets).pass({ nowMs: NOW_MS }).matches.map(sizesOf)).toEqual([sizes]);
  },
);

test('players of a large match are near, and close to each other', () => {
  const raw = {
    ...teamsOf(['red', 20, 30], ['blue', 20, 30]),
    playerAttributes: [
      { name: 'skill', type: 'number' },
      { name: 'map', type: 'string' },
    ],
    algorithm: { strategy: 'balanced', balancedAttribute: 'skill' },
    rules: [
      { name: 'Near', type: 'latency', maxLatency: 50 },
      { name: 'Alike', type: 'batchDistance', batchAttribute: 'skill', maxDistance: 30 },
      { name: 'Map', type: 'batchDistance', batchAttribute: 'map' },
    ],
  };
  const tickets = Array.from({ length: 400 }, (_, index) => ({
    ...solo(`t${index}`, 1),
    players: [
      {
        playerId: `t${index}`,
        attributes: { skill: { N: index % 60 }, map: { S: index % 2 === 0 ? 'moon' : 'sea' } },
        latencyMs: { east: index % 7 === 0 ? 90 : 20, west: index % 3 === 0 ? 20 : 80 },
      },
    ],
  }));
  const { matches } = poolWith(raw, tickets).pass({ nowMs: NOW_MS });
  expect(matches.length).toBeGreaterThan(2);
  for (const { teams, regions } of matches) {
    const players = teams.flatMap(team => team.players);
    const skills = players.map(({ attributes }) => attributes.skill!.N!);
    expect(Math.max(...skills) - Math.min(...skills)).toBeLessThanOrEqual(30);
    expect(new Set(players.map(({ attributes }) => attributes.map!.S)).size).toBe(1);
    expect(players.every(({ latencyMs }) => latencyMs[regions[0]!]! <= 50)).toBe(true);
    const [red, blue] = teams.map(
      team =>
        team.players.reduce((sum, { attributes }) => sum + attributes.skill!.N!, 0) / team.players.length,
    );
    expect(Math.abs(red! - blue!)).toBeLessThan(3);
  }
});

test('a pass that has used up its budget says so, and the next one goes on where it stopped', () => {
  const tickets = Array.from({ length: 200 }, (_, index) =>
    solo(`t${index}`, 1, { rating: { N: index * 10 } }),
  );
  const pool = poolWith(DUEL, tickets);
  const matched: string[] = [];
  let passes = 0;
  let isUnfinished = true;
  while (isUnfinished) {
    const pass = pool.pass({ nowMs: NOW_MS, steps: 500 });
    matched.push(...pass.matches.flatMap(idsOf));
    isUnfinished = pass.unfinished;
    passes++;
  }
  expect(passes).toBeGreaterThan(5);
  expect(new Set(matched).size).toBe(200);
});

test('a monstrous rule set makes neither a pass nor an explanation go far beyond its budget', () => {
  const skills = 'teams[*].players.attributes[skill]';
  const measurements = Array.from({ length: 20 }, () => `stddev(flatten(${skills}))`);
  const rules = Array.from({ length: 50 }, (_, index) => ({
    name: `r${index}`,
    type: 'distance',
    measurements,
    referenceValue: `median(flatten(${skills}))`,
    maxDistance: 1e9,
  }));
  const raw = {
    ...teamsOf(...Array.from({ length: 40 }, (_, n): [string, number, number] => [`team${n}`, 1, 1])),
    playerAttributes: [{ name: 'skill', type: 'number' }],
    rules,
  };
  const tickets = Array.from({ length: 300 }, (_, index) => solo(`t${index}`, 1, { skill: { N: index } }));
  const limits = resolveLimits({ matchStepsPerPass: 100_000 });
  const pool = new MatchPool({ ruleSet: ruleSetFrom(raw), seed: 1, limits });
  for (const each of tickets) pool.add(each);
  const { steps, unfinished } = pool.pass({ nowMs: NOW_MS });
  expect(unfinished).toBe(true);
  // One look at a whole match is 50 rules of 20 measurements, of 3 parts each, of 40 players.
  expect(steps).toBeLessThan(100_000 + 3 * 50 * 20 * 3 * 40 * 2);
  const [seen] = pool.explain('t5', NOW_MS)!.rules;
  expect(seen!.passedCount + seen!.failedCount).toBeLessThan(299);
});

test('the same calls with the same seed make the same matches', () => {
  const tickets = Array.from({ length: 60 }, (_, index) =>
    solo(`t${index}`, index % 7, { rating: { N: (index * 37) % 300 } }),
  );
  const [first, second] = [0, 1].map(() => poolWith(DUEL, tickets).pass({ nowMs: NOW_MS }));
  expect(second).toEqual(first);
  expect(structuredClone(first)).toEqual(first);
});

test('an explanation names the rules that keep a ticket waiting, and what will change', () => {
  const others = [0, 1, 2].map(index =>
    solo(`other${index}`, 1, { rating: { N: 1000 }, map: { S: 'arena' } }),
  );
  const pool = poolWith(DUEL, [solo('me', 6, { rating: { N: 1300 }, map: { S: 'bridge' } }), ...others]);
  const explanation = pool.explain('me', NOW_MS)!;
  expect(explanation).toMatchObject({
    ageMs: 6_000,
    candidates: 3,
    compatible: 0,
    minPlayers: 2,
    maxPlayers: 2,
    mostPlayers: 1,
    rules: [
      { ruleName: 'SameMap', passedCount: 0, failedCount: 3 },
      { ruleName: 'NearRating', passedCount: 0, failedCount: 3 },
    ],
    comingExpansions: [{ target: 'rules[NearRating].maxDistance', value: 400, atMs: NOW_MS + 9_000 }],
  });
  expect(explanation.summary.join(' ')).toContain('Rule "SameMap" is against 3 of 3 tickets.');
  expect(pool.explain('nobody', NOW_MS)).toBeUndefined();
});

test('how often rules were looked at is counted for each ticket', () => {
  const pool = poolWith(DUEL, [solo('a', 1, { rating: { N: 1000 } }), solo('b', 2, { rating: { N: 2000 } })]);
  const pass = pool.pass({ nowMs: NOW_MS });
  const [, nearRating] = pool.ruleMetrics('a');
  expect(nearRating!.ruleName).toBe('NearRating');
  expect(nearRating!.failedCount).toBeGreaterThan(0);
  expect(pass.ruleMetrics.map(({ ruleName }) => ruleName)).toEqual(['SameMap', 'NearRating']);
});

test('players are prepared: defaults filled in, undeclared attributes left out, what is wrong refused', () => {
  const ruleSet = ruleSetFrom(DUEL);
  expect(preparePlayers(ruleSet, [player('a', { rating: { N: 7 }, shoe: { N: 44 } })], 'new')).toEqual({
    ok: true,
    players: [player('a', { rating: { N: 7 }, map: { S: 'arena' } })],
  });
  const wrong = [player('a', { rating: { S: 'high' } }), player('a')];
  expect(preparePlayers(ruleSet, wrong, 'new')).toEqual({
    ok: false,
    problems: [
      'a player is named twice',
      '2 players are more than any team has room for (1)',
      'player "a": attribute "rating" must be a number (N)',
    ],
  });
  expect(preparePlayers(ruleSet, [{ ...player('a'), team: 'duelist_3' }], 'backfill')).toMatchObject({
    problems: ['player "a": there is no team "duelist_3"'],
  });
});
