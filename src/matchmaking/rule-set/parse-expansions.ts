import type { Members } from './members.ts';
import { COMPARISONS, parseReference, type RuleNames } from './parse-measured-rules.ts';
import type { ParsedRule } from './parse-rules.ts';
import type { Comparison, Expansion, ExpansionTarget, ExpansionValue, Rule } from './rule-set.ts';

const EXPANDABLE: Readonly<Record<Rule['type'], readonly string[]>> = {
  comparison: ['referenceValue', 'operation'],
  distance: ['referenceValue', 'minDistance', 'maxDistance'],
  collection: ['referenceValue', 'minCount', 'maxCount'],
  latency: ['maxLatency', 'maxDistance'],
  batchDistance: ['maxDistance'],
  compound: [],
  distanceSort: [],
  absoluteSort: [],
};
const TARGET = /^\s*(?<kind>rules|teams)\s*\[(?<name>[^\]]*)\]\s*\.\s*(?<property>\w+)\s*$/;

export function parseExpansions(root: Members, names: RuleNames, rules: readonly ParsedRule[]): Expansion[] {
  const entries = root.objects('expansions', 'expansion');
  const most = root.source.limits.ruleSetExpansionSteps;
  const steps = entries.reduce((sum, entry) => sum + (entry.get('steps')?.children?.length ?? 0), 0);
  if (steps > most) {
    root.complain(`the expansions have ${steps} steps together; the most is ${most}`, 'expansions');
    return [];
  }
  return entries.flatMap(entry => parseExpansion(entry, names, rules) ?? []);
}

function parseExpansion(
  entry: Members,
  names: RuleNames,
  rules: readonly ParsedRule[],
): Expansion | undefined {
  if (!entry.require('target', 'steps')) return undefined;
  const text = entry.string('target');
  if (text === undefined) return undefined;
  const target = parseTarget(entry, text, names, rules);
  if (target === undefined) return undefined;
  const nodes = entry.objects('steps', 'step');
  if (nodes.length === 0) entry.complain('"steps" must have at least one step', 'steps');
  const steps: { waitTimeSeconds: number; value: ExpansionValue }[] = [];
  for (const step of nodes) {
    if (!step.require('waitTimeSeconds', 'value')) continue;
    const waitTimeSeconds = step.number('waitTimeSeconds');
    const value = parseValue(step, target, names, rules);
    if (waitTimeSeconds === undefined || value === undefined) continue;
    if (waitTimeSeconds < 0) step.complain('"waitTimeSeconds" must not be negative', 'waitTimeSeconds');
    if (waitTimeSeconds <= (steps.at(-1)?.waitTimeSeconds ?? -1)) {
      step.complain('"waitTimeSeconds" must be above that of the step before', 'waitTimeSeconds');
    }
    steps.push({ waitTimeSeconds, value });
  }
  return { text, target, steps };
}

function parseTarget(
  entry: Members,
  text: string,
  names: RuleNames,
  rules: readonly ParsedRule[],
): ExpansionTarget | undefined {
  const { kind, name = '', property = '' } = TARGET.exec(text)?.groups ?? {};
  if (kind === undefined) {
    entry.complain('a target is rules[NAME].PROPERTY, or teams[NAME].minPlayers or .maxPlayers', 'target');
    return undefined;
  }
  return kind === 'rules'
    ? ruleTarget(entry, name.trim(), property, rules)
    : teamTarget(entry, name, property, names);
}

function ruleTarget(
  entry: Members,
  name: string,
  property: string,
  rules: readonly ParsedRule[],
): ExpansionTarget | undefined {
  const found = rules.find(({ rule }) => rule.name === name);
  if (found === undefined) {
    entry.complain(`there is no (valid) rule "${name}"`, 'target');
    return undefined;
  }
  const expandable = EXPANDABLE[found.rule.type];
  if (!expandable.includes(property)) {
    const which = expandable.length === 0 ? 'nothing' : expandable.join(', ');
    entry.complain(`"${property}" cannot be expanded; of a ${found.rule.type} rule can: ${which}`, 'target');
    return undefined;
  }
  if (!(property in found.rule)) {
    entry.complain(`rule "${name}" has no "${property}" to begin with`, 'target');
    return undefined;
  }
  return { kind: 'rule', rule: name, property };
}

function teamTarget(
  entry: Members,
  list: string,
  property: string,
  names: RuleNames,
): ExpansionTarget | undefined {
  if (property !== 'minPlayers' && property !== 'maxPlayers') {
    entry.complain(`"${property}" of a team cannot be expanded; minPlayers and maxPlayers can`, 'target');
    return undefined;
  }
  const teams: string[] = [];
  for (const name of list.split(',').map(part => part.trim())) {
    const found = name === '*' ? [...names.teams.values()].flat() : names.teams.get(name);
    if (found === undefined) {
      entry.complain(`there is no team "${name}"`, 'target');
      return undefined;
    }
    teams.push(...found);
  }
  return { kind: 'team', teams: [...new Set(teams)], property };
}

function parseValue(
  step: Members,
  target: ExpansionTarget,
  names: RuleNames,
  rules: readonly ParsedRule[],
): ExpansionValue | undefined {
  if (target.kind === 'team') return step.count('value', target.property === 'minPlayers' ? 0 : 1);
  if (target.property === 'operation') return step.oneOf('value', COMPARISONS) as Comparison | undefined;
  if (target.property !== 'referenceValue') return step.number('value');
  const { rule } = rules.find(parsed => parsed.rule.name === target.rule)!;
  return parseReference(step, step.get('value'), wantedReference(rule), names);
}

/** The kind of reference that a rule has; a comparison's and a collection's is that of what they measure. */
function wantedReference(rule: Rule): 'number' | 'string' | 'strings' {
  if (rule.type === 'collection' && rule.operation === 'reference_intersection_count') return 'strings';
  if (rule.type === 'comparison' || rule.type === 'collection') {
    const { value } = rule.measurements[0]!.type;
    return value === 'number' ? 'number' : 'string';
  }
  return 'number';
}
