import type { Node } from 'jsonc-parser';
import type { Expression, ExpressionType } from '../expression/expression.ts';
import {
  type ExpressionNames,
  looksLikeExpression,
  parseExpression,
} from '../expression/parse-expression.ts';
import { ExpressionProblem } from '../expression/text-scanner.ts';
import { type Members, numberOf } from './members.ts';
import type { CollectionRule, Comparison, ComparisonRule, DistanceRule, Reference } from './rule-set.ts';

export const NUMBER_AGGREGATIONS = ['min', 'max', 'avg'] as const;
export const COMPARISONS = ['<', '<=', '=', '!=', '>=', '>'] as const;
const COLLECTION_OPERATIONS = ['intersection', 'contains', 'reference_intersection_count'] as const;

/** What the expressions of rules may speak of. */
export type RuleNames = ExpressionNames;
/** The kinds of values that a rule can measure. */
type Measured = 'number' | 'string' | 'strings';

export function parseComparison(entry: Members, name: string, names: RuleNames): ComparisonRule | undefined {
  const measurements = parseMeasurements(entry, names, ['number', 'string']);
  if (!entry.require('operation') || measurements === undefined) return undefined;
  const operation = entry.oneOf('operation', COMPARISONS);
  if (operation === undefined) return undefined;
  const measured = measurements[0]!.type.value as Measured;
  const isEquality = operation === '=' || operation === '!=';
  if (!isEquality && !entry.has('referenceValue')) {
    entry.complain(`without a "referenceValue" only = and != compare, not ${operation}`, 'operation');
  }
  if (!isEquality && measured === 'string') {
    entry.complain(`strings are compared with = and !=, not with ${operation}`, 'operation');
  }
  const referenceValue = parseReference(entry, entry.get('referenceValue'), measured, names);
  return {
    type: 'comparison',
    name,
    measurements,
    operation: operation as Comparison,
    ...(referenceValue !== undefined && { referenceValue }),
    partyAggregation: entry.oneOf('partyAggregation', NUMBER_AGGREGATIONS) ?? 'avg',
  };
}

export function parseDistance(entry: Members, name: string, names: RuleNames): DistanceRule | undefined {
  const measurements = parseMeasurements(entry, names, ['number']);
  if (!entry.has('minDistance') && !entry.has('maxDistance')) {
    entry.complain('a distance rule needs "maxDistance" or "minDistance"');
  }
  const minDistance = entry.number('minDistance');
  const maxDistance = entry.number('maxDistance');
  if (!entry.require('referenceValue') || measurements === undefined) return undefined;
  const referenceValue = parseReference(entry, entry.get('referenceValue'), 'number', names);
  if (referenceValue === undefined) return undefined;
  return {
    type: 'distance',
    name,
    measurements,
    referenceValue,
    ...(minDistance !== undefined && { minDistance }),
    ...(maxDistance !== undefined && { maxDistance }),
    partyAggregation: entry.oneOf('partyAggregation', NUMBER_AGGREGATIONS) ?? 'avg',
  };
}

export function parseCollection(entry: Members, name: string, names: RuleNames): CollectionRule | undefined {
  const measurements = parseMeasurements(entry, names, ['strings', 'string', 'number']);
  if (!entry.require('operation') || measurements === undefined) return undefined;
  const operation = entry.oneOf('operation', COLLECTION_OPERATIONS);
  if (operation === undefined) return undefined;
  if (operation !== 'intersection' && !entry.require('referenceValue')) return undefined;
  const measured = measurements[0]!.type.value as Measured;
  if (operation !== 'contains' && measured === 'number') {
    entry.complain(`${operation} is for strings; these measurements are numbers`, 'measurements');
  }
  const isOne = operation === 'contains';
  const wanted = isOne && measured === 'strings' ? 'string' : isOne ? measured : 'strings';
  const referenceValue = parseReference(entry, entry.get('referenceValue'), wanted, names);
  if (referenceValue === undefined && operation !== 'intersection') return undefined;
  const minCount = entry.number('minCount');
  const maxCount = entry.number('maxCount');
  return {
    type: 'collection',
    name,
    measurements,
    operation,
    ...(referenceValue !== undefined && operation !== 'intersection' && { referenceValue }),
    ...(minCount !== undefined && { minCount }),
    ...(maxCount !== undefined && { maxCount }),
    partyAggregation: entry.oneOf('partyAggregation', ['union', 'intersection']) ?? 'union',
  };
}

/** One expression at least, all of the same kind of value. */
function parseMeasurements(
  entry: Members,
  names: RuleNames,
  allowed: readonly Measured[],
): readonly Expression[] | undefined {
  if (!entry.require('measurements')) return undefined;
  const nodes = entry.strings('measurements', 'single or list');
  if (nodes.length === 0 && entry.get('measurements')!.type === 'array') {
    entry.complain('"measurements" must have at least one expression', 'measurements');
  }
  const measurements = nodes.flatMap(node => expressionAt(entry, node, names) ?? []);
  if (nodes.length === 0 || measurements.length < nodes.length) return undefined;
  const kinds = new Set(measurements.map(({ type }) => type.value));
  const [kind] = kinds;
  if (kinds.size > 1) {
    entry.complain(`these measure different kinds of values: ${[...kinds].join(', ')}`, 'measurements');
    return undefined;
  }
  if (!(allowed as readonly string[]).includes(kind!)) {
    entry.complain(
      `this measures values of the kind ${kind}; the rule is for ${allowed.join(' or ')}`,
      'measurements',
    );
    return undefined;
  }
  return measurements;
}

/**
 * What measurements are held against, of the kind `wanted`; `strings` may also be written as one string.
 * @param node of the rule or of a step of an expansion
 */
export function parseReference(
  entry: Members,
  node: Node | undefined,
  wanted: Measured,
  names: RuleNames,
): Reference | undefined {
  if (node === undefined) return undefined;
  if (typeof node.value === 'string' && looksLikeExpression(node.value)) {
    const expression = expressionAt(entry, node, names);
    if (expression === undefined) return undefined;
    if (fits(expression.type, wanted)) return { kind: 'expression', expression, text: node.value };
    entry.source.complain(node, `${entry.what}: the reference is ${inWords(expression.type)}, not ${wanted}`);
    return undefined;
  }
  const number = numberOf(node);
  if (wanted === 'number' && number !== undefined) return { kind: 'number', value: number };
  if (wanted === 'string' && node.type === 'string') return { kind: 'string', value: node.value };
  if (wanted === 'strings') {
    if (node.type === 'string') return { kind: 'strings', value: [node.value] };
    const items = node.children ?? [];
    if (node.type === 'array' && items.every(item => item.type === 'string')) {
      return { kind: 'strings', value: items.map(item => item.value) };
    }
  }
  const kind = wanted === 'strings' ? 'a string or a list of strings' : `a ${wanted}`;
  entry.source.complain(node, `${entry.what}: the reference value must be ${kind}, or an expression for it`);
  return undefined;
}

function fits({ value }: ExpressionType, wanted: Measured): boolean {
  return value === wanted || (wanted === 'strings' && value === 'string');
}

function inWords({ levels, value }: ExpressionType): string {
  return levels === 0 ? value : `a list of ${value}`;
}

function expressionAt(entry: Members, node: Node, names: RuleNames): Expression | undefined {
  try {
    return parseExpression(node.value, names);
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    entry.source.complain(node, `${entry.what}: ${error.message}`, error.index);
    return undefined;
  }
}
