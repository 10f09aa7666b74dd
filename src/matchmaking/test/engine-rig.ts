import { Columns } from '../formation/columns.ts';
import { Regions } from '../formation/regions.ts';
import { PooledTickets } from '../pool/pooled-tickets.ts';
import { parseRuleSet } from '../rule-set/parse-rule-set.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { CandidateMatch } from '../search/candidate-match.ts';
import { Stages } from '../search/stages.ts';
import type { MatchTicket } from '../ticket.ts';
import type { RawRuleSet } from './naive-evaluator.ts';

/** Reads a rule set that has to be right. */
export function ruleSetFrom(raw: RawRuleSet): RuleSet {
  const parsed = parseRuleSet(typeof raw === 'string' ? raw : JSON.stringify(raw));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.ruleSet;
}

/** The engine's own view of tickets in teams, without a search. */
export function engineRig(raw: RawRuleSet, nowMs: number) {
  const ruleSet = ruleSetFrom(raw);
  const columns = new Columns();
  const stages = new Stages(ruleSet, columns);
  const match = new CandidateMatch(
    stages,
    { columns: columns.count, teams: ruleSet.teams.length, rules: ruleSet.rules.length },
    { age: ruleSet.algorithm.expansionAgeSelection, additionalPlayerCount: 0 },
    { left: Number.POSITIVE_INFINITY },
  );
  const entrance = new PooledTickets(ruleSet, columns, new Regions(32));
  const enter = (ticket: MatchTicket) => {
    const pooled = entrance.enter(ticket);
    pooled.stage = stages.at(nowMs - ticket.enteredAtMs);
    return pooled;
  };
  return { ruleSet, match, enter };
}
