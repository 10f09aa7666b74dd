import type { ExpansionValue, Rule, RuleSet, Team } from './rule-set.ts';

/** What is in force from one age of a match to the next. */
export interface StageRules {
  readonly teams: readonly Team[];
  /** In the order of the rule set. A rule that no expansion changes is the same object in every stage. */
  readonly rules: readonly Rule[];
}

/**
 * The ages at which a step of an expansion comes into force, in ms, ascending. Stage 0 is before the first of them,
 * stage n from the n-th on.
 */
export function stageAgesMs({ expansions }: Pick<RuleSet, 'expansions'>): number[] {
  const ages = expansions.flatMap(({ steps }) => steps.map(step => step.waitTimeSeconds * 1000));
  return [...new Set(ages)].sort((a, b) => a - b);
}

/** The rules and teams as they are for a match of this age. */
export function rulesAtAge(ruleSet: Omit<RuleSet, 'name'>, ageMs: number): StageRules {
  const ofTeams = new Map<string, Changes>();
  const ofRules = new Map<string, Changes>();
  for (const { target, steps } of ruleSet.expansions) {
    const value = steps.findLast(step => step.waitTimeSeconds * 1000 <= ageMs)?.value;
    if (value === undefined) continue;
    const names = target.kind === 'team' ? target.teams : [target.rule];
    const changes = target.kind === 'team' ? ofTeams : ofRules;
    for (const name of names) changes.set(name, { ...changes.get(name), [target.property]: value });
  }
  return {
    teams: ruleSet.teams.map(team => changed(team, ofTeams)),
    rules: ruleSet.rules.map(rule => changed(rule, ofRules)),
  };
}

type Changes = Readonly<Record<string, ExpansionValue>>;

function changed<T extends { readonly name: string }>(original: T, changes: ReadonlyMap<string, Changes>): T {
  const own = changes.get(original.name);
  return own === undefined ? original : { ...original, ...own };
}
