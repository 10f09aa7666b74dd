import type { Expression } from '../expression/expression.ts';
import type { AttributeValue } from '../ticket.ts';

/** A rule set that was checked. Plain data: it can be cloned into a thread. */
export interface RuleSet {
  readonly name: string;
  readonly playerAttributes: readonly AttributeDeclaration[];
  readonly algorithm: Algorithm;
  /** Each team of a match: one with a quantity is there as often. */
  readonly teams: readonly Team[];
  readonly rules: readonly Rule[];
  readonly expansions: readonly Expansion[];
}

export type AttributeType = 'string' | 'number' | 'string_list' | 'string_number_map';

export interface AttributeDeclaration {
  readonly name: string;
  readonly type: AttributeType;
  readonly default?: AttributeValue;
}

export interface Algorithm {
  readonly strategy: 'exhaustiveSearch' | 'balanced';
  readonly batchingPreference: 'random' | 'sorted' | 'largestPopulation' | 'fastestRegion';
  readonly sortByAttributes: readonly string[];
  readonly balancedAttribute?: string;
  readonly expansionAgeSelection: 'newest' | 'oldest';
  readonly backfillPriority: 'low' | 'normal' | 'high';
}

export interface Team {
  /** In a match: `name`, or `name_1` … `name_n`. */
  readonly name: string;
  /** As the rule set writes it. */
  readonly declaredName: string;
  readonly minPlayers: number;
  readonly maxPlayers: number;
}

export type NumberAggregation = 'min' | 'max' | 'avg';
export type Comparison = '<' | '<=' | '=' | '!=' | '>=' | '>';
/** What measurements are held against. */
export type Reference =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly text: string };

interface NamedRule {
  readonly name: string;
}

export interface ComparisonRule extends NamedRule {
  readonly type: 'comparison';
  readonly measurements: readonly Expression[];
  readonly operation: Comparison;
  readonly referenceValue?: Reference;
  readonly partyAggregation: NumberAggregation;
}

export interface DistanceRule extends NamedRule {
  readonly type: 'distance';
  readonly measurements: readonly Expression[];
  readonly referenceValue: Reference;
  readonly minDistance?: number;
  readonly maxDistance?: number;
  readonly partyAggregation: NumberAggregation;
}

export interface CollectionRule extends NamedRule {
  readonly type: 'collection';
  readonly measurements: readonly Expression[];
  readonly operation: 'intersection' | 'contains' | 'reference_intersection_count';
  readonly referenceValue?: Reference;
  readonly minCount?: number;
  readonly maxCount?: number;
  readonly partyAggregation: 'union' | 'intersection';
}

export interface CompoundRule extends NamedRule {
  readonly type: 'compound';
  readonly statement: Statement;
}

export type Statement =
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'and' | 'or' | 'not' | 'xor'; readonly operands: readonly Statement[] };

export interface LatencyRule extends NamedRule {
  readonly type: 'latency';
  readonly maxLatency?: number;
  readonly maxDistance?: number;
  readonly distanceReference: 'min' | 'avg';
  readonly partyAggregation: NumberAggregation;
}

export interface SortRule extends NamedRule {
  readonly type: 'distanceSort' | 'absoluteSort';
  readonly sortDirection: 'ascending' | 'descending';
  readonly sortAttribute: string;
  readonly mapKey?: 'minValue' | 'maxValue';
  readonly partyAggregation: NumberAggregation;
}

export interface BatchDistanceRule extends NamedRule {
  readonly type: 'batchDistance';
  readonly batchAttribute: string;
  readonly maxDistance?: number;
}

export type Rule =
  | ComparisonRule
  | DistanceRule
  | CollectionRule
  | CompoundRule
  | LatencyRule
  | SortRule
  | BatchDistanceRule;

/** What an expansion changes. Teams are named as they are in a match. */
export type ExpansionTarget =
  | { readonly kind: 'rule'; readonly rule: string; readonly property: string }
  | {
      readonly kind: 'team';
      readonly teams: readonly string[];
      readonly property: 'minPlayers' | 'maxPlayers';
    };

/** A step's value, as the rule set would hold it from the beginning. */
export type ExpansionValue = number | Comparison | Reference;

export interface Expansion {
  /** As the rule set writes it. */
  readonly text: string;
  readonly target: ExpansionTarget;
  /** By time, ascending. */
  readonly steps: readonly { readonly waitTimeSeconds: number; readonly value: ExpansionValue }[];
}

/** One thing that is wrong with a rule set; line and column count from 1. */
export interface RuleSetProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParsedRuleSet =
  | { readonly ok: true; readonly ruleSet: RuleSet }
  | { readonly ok: false; readonly problems: readonly RuleSetProblem[] };
