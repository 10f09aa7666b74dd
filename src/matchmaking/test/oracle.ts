import type { CandidateMatch } from '../search/candidate-match.ts';

/** One thing that can be put into a match: its players, and how to put it into a team. */
export interface OracleTicket {
  readonly size: number;
  putInto(team: number): void;
}

/**
 * The most players that can be matched at once, by trying everything: each set of tickets in all teams, and each way
 * to share tickets out among matches.
 */
export function mostMatched(tickets: readonly OracleTicket[], teams: number, match: CandidateMatch): number {
  const valid = new Set<number>();
  const visit = (next: number, set: number) => {
    if (next === tickets.length) {
      if (set !== 0 && !valid.has(set) && match.isComplete()) valid.add(set);
      return;
    }
    visit(next + 1, set);
    for (let team = 0; team < teams; team++) {
      tickets[next]!.putInto(team);
      visit(next + 1, set | (1 << next));
      match.takeLast();
    }
  };
  visit(0, 0);
  const known = new Map<number, number>([[0, 0]]);
  const playersIn = (set: number) =>
    tickets.reduce((sum, { size }, index) => sum + ((set >>> index) & 1 ? size : 0), 0);
  const best = (left: number): number => {
    const found = known.get(left);
    if (found !== undefined) return found;
    const first = left & -left;
    let most = best(left & ~first);
    for (const set of valid) {
      if ((set & first) !== 0 && (set & ~left) === 0)
        most = Math.max(most, playersIn(set) + best(left & ~set));
    }
    known.set(left, most);
    return most;
  };
  return best(2 ** tickets.length - 1);
}
