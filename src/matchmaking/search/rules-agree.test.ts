import { expect, test } from 'vitest';
import { VERDICT } from '../rules/compiled-rule.ts';
import { engineRig } from '../test/engine-rig.ts';
import { expanded, holds, isMatch, type RawRuleSet, teamNamesOf } from '../test/naive-evaluator.ts';
import { RandomRuleSets } from '../test/random-rule-sets.ts';
import type { MatchTicket } from '../ticket.ts';
import type { CandidateMatch } from './candidate-match.ts';
import { SeededRandom } from './random.ts';

const NOW_MS = 1_000_000;

interface RandomMatch {
  readonly raw: RawRuleSet;
  readonly made: RandomRuleSets;
  readonly names: readonly string[];
  readonly assignment: Record<string, MatchTicket[]>;
  readonly match: CandidateMatch;
  putSomebody(): void;
}

/** A rule set, and tickets put into its teams at random. */
function randomMatch(seed: number): RandomMatch {
  const made = new RandomRuleSets(new SeededRandom(seed));
  const raw = made.ruleSet(3);
  const names = teamNamesOf(raw);
  const assignment: Record<string, MatchTicket[]> = Object.fromEntries(names.map(name => [name, []]));
  const { match, enter } = engineRig(raw, NOW_MS);
  let count = 0;
  const putSomebody = () => {
    const team = made.int(names.length - 1);
    const ticket = made.ticket(`t${count++}`, NOW_MS);
    assignment[names[team]!]!.push(ticket);
    match.put(enter(ticket), team);
  };
  for (let left = 1 + made.int(4); left > 0; left--) putSomebody();
  return { raw, made, names, assignment, match, putSomebody };
}

function ageOf({ raw, assignment }: RandomMatch): number {
  const ages = Object.values(assignment)
    .flat()
    .map(ticket => (NOW_MS - ticket.enteredAtMs) / 1000);
  return raw.algorithm.expansionAgeSelection === 'oldest' ? Math.max(...ages) : Math.min(...ages);
}

test('the engine and a naive reading of the rule set agree on 12,000 random matches', {
  timeout: 60_000,
}, () => {
  let matches = 0;
  for (let seed = 1; seed <= 12_000; seed++) {
    const random = randomMatch(seed);
    const expected = isMatch(random.raw, random.assignment, NOW_MS);
    if (expected) matches++;
    expect(random.match.isComplete(), `seed ${seed}`).toBe(expected);
  }
  // Or else the test would say nothing.
  expect(matches).toBeGreaterThan(1_000);
});

test('each rule by itself agrees, also in teams that are not complete', { timeout: 60_000 }, () => {
  for (let seed = 1; seed <= 6_000; seed++) {
    const random = randomMatch(seed);
    const inForce = expanded(random.raw, ageOf(random));
    for (const { rule, verdict } of random.match.verdicts()) {
      const raw = inForce.rules.find((other: RawRuleSet) => other.name === rule.name);
      expect(verdict === VERDICT.passes, `seed ${seed}, ${JSON.stringify(raw)}`).toBe(
        holds(raw, inForce, random.assignment),
      );
    }
  }
});

test('a rule that fails for good passes with nobody more, as long as the stage is the same', {
  timeout: 60_000,
}, () => {
  let tried = 0;
  for (let seed = 1; seed <= 6_000; seed++) {
    const random = randomMatch(seed);
    const before = random.match.stage;
    const lost = random.match.verdicts().filter(({ verdict }) => verdict === VERDICT.failsForGood);
    random.putSomebody();
    random.putSomebody();
    if (random.match.stage !== before) continue;
    const inForce = expanded(random.raw, ageOf(random));
    for (const { rule } of lost) {
      const raw = inForce.rules.find((other: RawRuleSet) => other.name === rule.name);
      expect(holds(raw, inForce, random.assignment), `seed ${seed}, ${JSON.stringify(raw)}`).toBe(false);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(500);
});
