import type { Expression, PathExpression } from '../expression/expression.ts';
import type { Columns } from '../formation/columns.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import { partsOfCompounds } from '../rule-set/parse-rules.ts';
import { rulesIn } from '../rule-set/parse-statement.ts';
import type { Reference, Rule, RuleSet, SortRule } from '../rule-set/rule-set.ts';
import { rulesAtAge, type StageRules, stageAgesMs } from '../rule-set/stages.ts';
import { type BatchWindow, batchWindow, compileBatchDistance } from '../rules/batch-distance.ts';
import { compileCollection } from '../rules/collection.ts';
import { compileComparison } from '../rules/comparison.ts';
import { type CompiledRule, type Requirement, VERDICT } from '../rules/compiled-rule.ts';
import { compileCompound } from '../rules/compound.ts';
import { compileDistance } from '../rules/distance.ts';
import { type CompiledLatencyRule, compileLatency } from '../rules/latency.ts';

/** How strictly a match in the making is held to the rules: keeping to averages and the like at every step, or not. */
export type Strictness = 'guided' | 'open';

/** What a match has to be while one stage of the expansions is in force. */
export interface Stage {
  readonly minPlayers: readonly number[];
  readonly maxPlayers: readonly number[];
  /** In all teams together. */
  readonly minForAll: number;
  readonly maxForAll: number;
  /** The conditions, but for those about latency; parts of compound rules are none of their own. */
  readonly rules: readonly CompiledRule[];
  /** What they have to say of a match in the making, and of one that is complete. */
  readonly requirements: Readonly<Record<Strictness | 'complete', readonly Requirement[]>>;
  /** One region has to be left by all of them together. */
  readonly latencyRules: readonly CompiledLatencyRule[];
  /** Of the rules about distances within a batch: which candidates they leave. */
  readonly batchWindows: readonly BatchWindow[];
}

type Compilable = Exclude<Rule, SortRule>;

/** The stages of a rule set, compiled. */
export class Stages {
  /** The age each stage but the first begins at, ascending. */
  readonly agesMs: readonly number[];
  readonly all: readonly Stage[];
  readonly sortRules: readonly SortRule[];
  /** Whatever regions the rules about latency leave a ticket, later stages leave it too. */
  readonly regionsOnlyGrow: boolean;
  /** By team: a number that teams share which no rule tells apart. */
  readonly lookAlikes: readonly number[];

  constructor(ruleSet: RuleSet, columns: Columns) {
    this.agesMs = stageAgesMs(ruleSet);
    this.sortRules = ruleSet.rules.filter(isSort);
    const compiler = new RuleCompiler(ruleSet, columns);
    this.all = [0, ...this.agesMs].map(age => {
      const { teams, rules } = rulesAtAge(ruleSet, age);
      const conditions = compiler.conditionsOf(rules);
      return {
        minPlayers: teams.map(team => team.minPlayers),
        maxPlayers: teams.map(team => team.maxPlayers),
        minForAll: teams.reduce((sum, team) => sum + team.minPlayers, 0),
        maxForAll: teams.reduce((sum, team) => sum + team.maxPlayers, 0),
        batchWindows: rules.filter(rule => rule.type === 'batchDistance').map(batchWindow),
        ...conditions,
        requirements: requirementsOf(conditions.rules),
      };
    });
    this.regionsOnlyGrow = [0, ...this.agesMs].every(
      (age, stage, ages) =>
        stage === 0 || isMoreLenient(rulesAtAge(ruleSet, ages[stage - 1]!), rulesAtAge(ruleSet, age)),
    );
    this.lookAlikes = lookAlikesOf(ruleSet);
  }

  /** What the rules about latency in force in a stage leave a ticket, as a set; everything if there are none. */
  regionsFor(ticket: PooledTicket, stage: number): number {
    ticket.regionsAt[stage] ??= this.#regionsLeft(ticket, stage);
    return ticket.regionsAt[stage];
  }

  #regionsLeft(ticket: PooledTicket, stage: number): number {
    let regions = -1;
    for (const rule of this.all[stage]!.latencyRules) regions &= rule.regionsForTicket(ticket);
    return regions;
  }

  /** The number of the stage in force at an age. */
  at(ageMs: number): number {
    const next = this.agesMs.findIndex(age => age > ageMs);
    return next < 0 ? this.agesMs.length : next;
  }
}

function requirementsOf(rules: readonly CompiledRule[]): Stage['requirements'] {
  const onTheWay = rules.filter(rule => rule.canFailForGood).map(rule => ({ rule, least: VERDICT.fails }));
  return {
    complete: rules.map(rule => ({ rule, least: VERDICT.passes })),
    open: onTheWay,
    guided: rules
      .filter(rule => rule.guides || rule.canFailForGood)
      .map(rule => ({ rule, least: rule.guides ? VERDICT.passes : VERDICT.fails })),
  };
}

function isMoreLenient(before: StageRules, after: StageRules): boolean {
  const mostOf = ({ rules }: StageRules) =>
    rules.map(rule => (rule.type === 'latency' ? (rule.maxLatency ?? Number.POSITIVE_INFINITY) : 0));
  const earlier = mostOf(before);
  return mostOf(after).every((most, index) => most >= earlier[index]!);
}

/** Compiles a stage's rules; what did not change since the stage before is compiled once. */
class RuleCompiler {
  readonly #columns: Columns;
  readonly #teams: readonly string[];
  readonly #parts: ReadonlySet<string>;
  readonly #latest = new Map<
    string,
    { rule: Rule; compiled: CompiledRule; parts: readonly CompiledRule[] }
  >();
  #latencyVariants = 0;

  constructor({ teams, rules }: RuleSet, columns: Columns) {
    this.#columns = columns;
    this.#teams = teams.map(team => team.name);
    this.#parts = partsOfCompounds(rules);
  }

  conditionsOf(rules: readonly Rule[]): Pick<Stage, 'rules' | 'latencyRules'> {
    const compiled = new Map<string, CompiledRule>();
    const inOrder = [...rules.entries()].filter(([, rule]) => !isSort(rule)) as [number, Compilable][];
    // Compound rules last: they are made of the others.
    for (const isCompound of [false, true]) {
      for (const [index, rule] of inOrder) {
        if ((rule.type === 'compound') === isCompound) {
          compiled.set(rule.name, this.#compiled(rule, index, compiled));
        }
      }
    }
    const conditions = inOrder.filter(([, rule]) => !this.#parts.has(rule.name));
    const named = (isLatency: boolean) =>
      conditions
        .filter(([, rule]) => (rule.type === 'latency') === isLatency)
        .map(([, rule]) => compiled.get(rule.name)!);
    return { rules: named(false), latencyRules: named(true) as CompiledLatencyRule[] };
  }

  #compiled(rule: Compilable, index: number, others: ReadonlyMap<string, CompiledRule>): CompiledRule {
    const parts = rule.type === 'compound' ? rulesIn(rule.statement).map(name => others.get(name)!) : [];
    const latest = this.#latest.get(rule.name);
    if (latest && isSame(latest.rule, rule) && latest.parts.every((part, at) => part === parts[at])) {
      return latest.compiled;
    }
    const compiled = this.#compile(rule, index, parts);
    this.#latest.set(rule.name, { rule, compiled, parts });
    return compiled;
  }

  #compile(rule: Compilable, index: number, parts: readonly CompiledRule[]): CompiledRule {
    const context = { columns: this.#columns, teams: this.#teams };
    switch (rule.type) {
      case 'comparison':
        return compileComparison(rule, index, { ...context, aggregation: rule.partyAggregation });
      case 'distance':
        return compileDistance(rule, index, { ...context, aggregation: rule.partyAggregation });
      case 'collection': {
        // How many have something is counted player by player; a party's union could not say.
        const aggregation = rule.operation === 'contains' ? 'own' : rule.partyAggregation;
        return compileCollection(rule, index, { ...context, aggregation });
      }
      case 'compound':
        return compileCompound(rule, index, new Map(parts.map(part => [part.name, part])));
      case 'latency':
        return compileLatency(rule, index, this.#latencyVariants++);
      case 'batchDistance':
        return compileBatchDistance(rule, index, context);
    }
  }
}

function isSort(rule: Rule): rule is SortRule {
  return rule.type === 'distanceSort' || rule.type === 'absoluteSort';
}

function isSame(a: Rule, b: Rule): boolean {
  const [own, others] = [a, b] as unknown as [Record<string, unknown>, Record<string, unknown>];
  return a === b || Object.entries(own).every(([key, value]) => others[key] === value);
}

function lookAlikesOf(ruleSet: RuleSet): number[] {
  const paths = ruleSet.rules.flatMap(pathsOf);
  const expansions = ruleSet.expansions.map(({ target }) => (target.kind === 'team' ? target.teams : []));
  const signatures = ruleSet.teams.map(team => {
    const named = [...paths.map(path => path.teams), ...expansions].map(teams => teams.includes(team.name));
    return `${team.minPlayers} ${team.maxPlayers} ${named}`;
  });
  return signatures.map(signature => signatures.indexOf(signature));
}

function pathsOf(rule: Rule): PathExpression[] {
  if (!('measurements' in rule)) return [];
  const { referenceValue } = rule;
  return [...rule.measurements.map(pathOf), ...referencePaths(referenceValue)];
}

function referencePaths(reference: Reference | undefined): PathExpression[] {
  return reference?.kind === 'expression' ? [pathOf(reference.expression)] : [];
}

function pathOf(expression: Expression): PathExpression {
  return expression.kind === 'path' ? expression : pathOf(expression.argument);
}
