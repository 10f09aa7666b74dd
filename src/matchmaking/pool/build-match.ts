import { numbersIn, type Regions } from '../formation/regions.ts';
import type { Match, MatchedTeam, RuleMetrics } from '../match.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import type { Found } from '../search/candidate-match.ts';
import { byAge } from '../search/candidate-order.ts';
import type { MatchPlayer } from '../ticket.ts';

/** A match as its callers see it. */
export function buildMatch(
  found: Found,
  ruleSet: RuleSet,
  regions: Regions,
  ruleMetrics: readonly RuleMetrics[],
): Match {
  const backfill = found.tickets.find(({ playerTeams }) => playerTeams !== undefined);
  return {
    tickets: found.tickets.toSorted(byAge).map(({ ticket }) => ticket),
    teams: teamsOf(found, ruleSet),
    ...(backfill !== undefined && { backfill: backfill.ticket }),
    regions: regionsOf(found, regions),
    ruleMetrics,
  };
}

function teamsOf({ tickets, teamOf }: Found, ruleSet: RuleSet): MatchedTeam[] {
  const players: MatchPlayer[][] = ruleSet.teams.map(() => []);
  for (const [index, { ticket, playerTeams }] of tickets.entries()) {
    for (const [number, player] of ticket.players.entries()) {
      const team = playerTeams?.[number] ?? teamOf[index]!;
      players[team]!.push({ ...player, team: ruleSet.teams[team]!.name });
    }
  }
  return ruleSet.teams.map(({ name }, index) => ({ name, players: players[index]! }));
}

function regionsOf({ tickets, regions: set }: Found, regions: Regions): string[] {
  const latencies = tickets.flatMap(ticket => ticket.latencies.ofPlayers);
  const everyKnown = new Set(latencies.flatMap(ofPlayer => [...ofPlayer.keys()]));
  for (const { latencies: of } of tickets) if (of.fixed !== undefined) everyKnown.add(of.fixed);
  const mean = (region: number) => {
    const known = latencies.flatMap(ofPlayer => ofPlayer.get(region) ?? []);
    return known.reduce((sum, latency) => sum + latency, 0) / Math.max(known.length, 1);
  };
  const left = [...numbersIn(set)].filter(region => everyKnown.has(region));
  return left.sort((a, b) => mean(a) - mean(b)).map(region => regions.nameOf(region));
}

/** The figures of every rule, in the order of the set. */
export function ruleMetricsOf(
  ruleSet: RuleSet,
  passed: readonly number[],
  failed: readonly number[],
): RuleMetrics[] {
  return ruleSet.rules.map(({ name }, index) => ({
    ruleName: name,
    passedCount: passed[index]!,
    failedCount: failed[index]!,
  }));
}
