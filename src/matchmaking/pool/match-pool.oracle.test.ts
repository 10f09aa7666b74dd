import { expect, test } from 'vitest';
import type { Match } from '../match.ts';
import { SeededRandom } from '../search/random.ts';
import { engineRig } from '../test/engine-rig.ts';
import { assignmentOf, isMatch, type RawRuleSet, teamNamesOf } from '../test/naive-evaluator.ts';
import { mostMatched } from '../test/oracle.ts';
import { RandomRuleSets } from '../test/random-rule-sets.ts';
import { MatchPool } from './match-pool.ts';

const NOW_MS = 1_000_000;
/** Sets of tickets in teams that the oracle looks at, at most. */
const MOST_SETS = 20_000;

function poolSize(raw: RawRuleSet): number {
  return Math.min(12, Math.floor(Math.log(MOST_SETS) / Math.log(teamNamesOf(raw).length + 1)));
}

test('in small pools every match is valid, and 95 % of the players who could be matched are', {
  timeout: 120_000,
}, () => {
  const ratios: number[] = [];
  for (let seed = 1; seed <= 150; seed++) {
    const made = new RandomRuleSets(new SeededRandom(seed));
    const raw = made.ruleSet(3);
    const tickets = Array.from({ length: poolSize(raw) }, (_, index) => made.ticket(`t${index}`, NOW_MS));
    const { ruleSet, match, enter } = engineRig(raw, NOW_MS);
    const pooled = tickets.map(enter);
    const most = mostMatched(
      pooled.map(ticket => ({ size: ticket.size, putInto: team => match.put(ticket, team) })),
      ruleSet.teams.length,
      match,
    );
    const pool = new MatchPool({ ruleSet, seed });
    for (const ticket of tickets) pool.add(ticket);
    const matches: Match[] = [];
    let isUnfinished = true;
    while (isUnfinished) {
      const pass = pool.pass({ nowMs: NOW_MS });
      matches.push(...pass.matches);
      isUnfinished = pass.unfinished;
    }
    for (const found of matches) expect(isMatch(raw, assignmentOf(found), NOW_MS), `seed ${seed}`).toBe(true);
    const players = matches.flatMap(({ teams }) => teams.flatMap(team => team.players)).length;
    expect(players, `seed ${seed}`).toBeLessThanOrEqual(most);
    if (most > 0) ratios.push(players / most);
  }
  expect(ratios.length).toBeGreaterThan(50);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  expect(mean).toBeGreaterThanOrEqual(0.95);
});
