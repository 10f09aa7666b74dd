import type { Match } from '../match.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';

/** What a match is like, in numbers. */
export interface MatchQuality {
  readonly players: number;
  /** In the best region that all can play in; absent if there is none. */
  readonly meanLatencyMs?: number;
  /** By attribute that is a number: largest less smallest value of all players. */
  readonly spreads: Readonly<Record<string, number>>;
  /** By attribute that is a number: largest less smallest mean of a team. */
  readonly teamGaps: Readonly<Record<string, number>>;
}

export function qualityOf({ teams, regions }: Match, { playerAttributes }: RuleSet): MatchQuality {
  const players = teams.flatMap(team => team.players);
  const numbers = playerAttributes.filter(({ type }) => type === 'number').map(({ name }) => name);
  const byAttribute = (measure: (name: string) => number) =>
    Object.fromEntries(numbers.map(name => [name, measure(name)]));
  const [region] = regions;
  const latencies = region === undefined ? [] : players.flatMap(({ latencyMs }) => latencyMs[region] ?? []);
  return {
    players: players.length,
    ...(latencies.length > 0 && { meanLatencyMs: mean(latencies) }),
    spreads: byAttribute(name => range(players.map(({ attributes }) => attributes[name]!.N!))),
    teamGaps: byAttribute(name =>
      range(
        teams
          .filter(team => team.players.length > 0)
          .map(team => mean(team.players.map(({ attributes }) => attributes[name]!.N!))),
      ),
    ),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
