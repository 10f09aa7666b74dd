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
  const open: number[] = [];
  for (const team of order) {
    // Before anybody is in, no stage is in force.
    if (size > 0 && sizes[team]! >= maxPlayers[team]!) continue;
    if (sizes[team] === 0 && hasEmptyLike(team, open, sizes, lookAlikes)) continue;
    let place = open.length;
    for (; place > 0 && sizes[open[place - 1]!]! > sizes[team]!; place--) open[place] = open[place - 1]!;
    open[place] = team;
  }
  return open;
}

/** Whether an empty team that no rule tells apart from this one is among those that are open, smallest first. */
function hasEmptyLike(
  team: number,
  open: readonly number[],
  sizes: readonly number[],
  lookAlikes: readonly number[],
): boolean {
  for (const other of open) {
    if (sizes[other]! > 0) return false;
    if (lookAlikes[other] === lookAlikes[team]) return true;
  }
  return false;
}
