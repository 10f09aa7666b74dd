import type { Formation } from '../formation/formation.ts';

/**
 * How a rule stands to a formation. A rule may fail now and pass when more players have come; `failsForGood` says
 * that it cannot (as long as the same stage of expansions is in force).
 */
export const VERDICT = { failsForGood: 0, fails: 1, passes: 2 } as const;
export type Verdict = (typeof VERDICT)[keyof typeof VERDICT];
export type Check = (formation: Formation) => Verdict;

/** The verdict that decides, of those of several checks: that of the one that fails most. */
export function worstOf(checks: readonly Check[]): Check {
  return formation => {
    let worst: Verdict = VERDICT.passes;
    for (const check of checks) {
      const verdict = check(formation);
      if (verdict < worst) worst = verdict;
      if (worst === VERDICT.failsForGood) break;
    }
    return worst;
  };
}

/** A rule as it is in force in a stage, ready to be asked. */
export interface CompiledRule {
  readonly name: string;
  /** In the rule set: where its figures are counted. */
  readonly index: number;
  /** Parts of expressions it evaluates, at least 1: its cost for each value. */
  readonly weight: number;
  /** It can fail for good: worth asking before a match is complete. */
  readonly canFailForGood: boolean;
  /**
   * A formation that breaks it on the way is seldom made good by more players: averages, for instance. A first search
   * keeps to it at every step.
   */
  readonly guides: boolean;
  check(formation: Formation): Verdict;
}

/** A rule, and the least that it has to say. */
export interface Requirement {
  readonly rule: CompiledRule;
  readonly least: Verdict;
}
