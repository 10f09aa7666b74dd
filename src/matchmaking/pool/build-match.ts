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

/** Of the regions that are left, those somebody speaks of; the one with the lowest mean latency first. */
function regionsOf({ tickets, regions: set }: Found, regions: Regions): string[] {
  const left: { readonly region: number; readonly meanMs: number }[] = [];
  for (const region of numbersIn(set)) {
    let [sumMs, known] = [0, 0];
    for (const { latencies } of tickets) {
      for (const ofPlayer of latencies.ofPlayers) {
        if (ofPlayer[region] === undefined) continue;
        sumMs += ofPlayer[region];
        known++;
      }
    }
    const isKnown = known > 0 || tickets.some(({ latencies }) => latencies.fixed === region);
    if (isKnown) left.push({ region, meanMs: sumMs / Math.max(known, 1) });
  }
  return left.sort((a, b) => a.meanMs - b.meanMs).map(({ region }) => regions.nameOf(region));
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
