import type { CandidateMatch } from './candidate-match.ts';

/**
 * Teams with room, those with fewest players first; of empty ones that no rule tells apart, one.
 * @param order all teams, in the order that decides between like ones
 * @param lookAlikes by team: a number that teams share which no rule tells apart
 */
export function openTeams(
  match: CandidateMatch,
  order: readonly number[],
  lookAlikes: readonly number[],
): number[] {
  const { sizes, size } = match.formation;
  const { maxPlayers } = match.stage;
  const emptyKinds = new Set<number>();
  const open = order.filter(team => {
    // Before anybody is in, no stage is in force.
    if (size > 0 && sizes[team]! >= maxPlayers[team]!) return false;
    if (sizes[team]! > 0) return true;
    const isFirstOfKind = !emptyKinds.has(lookAlikes[team]!);
    emptyKinds.add(lookAlikes[team]!);
    return isFirstOfKind;
  });
  return open.sort((a, b) => sizes[a]! - sizes[b]!);
}
