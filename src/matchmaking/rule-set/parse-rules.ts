import { ExpressionProblem } from '../expression/text-scanner.ts';
import type { Members } from './members.ts';
import {
  NUMBER_AGGREGATIONS,
  parseCollection,
  parseComparison,
  parseDistance,
  type RuleNames,
} from './parse-measured-rules.ts';
import { parseStatement, rulesIn } from './parse-statement.ts';
import type { AttributeDeclaration, CompoundRule, LatencyRule, Rule, SortRule } from './rule-set.ts';

const TYPES = [
  'comparison',
  'distance',
  'collection',
  'compound',
  'latency',
  'distanceSort',
  'absoluteSort',
  'batchDistance',
] as const;
/** Those that say nothing true or false of a match, or not of the match alone. */
const NOT_IN_STATEMENTS: ReadonlySet<string> = new Set([
  'batchDistance',
  'compound',
  'distanceSort',
  'absoluteSort',
]);

/** A rule, and where it was written. */
export interface ParsedRule {
  readonly rule: Rule;
  readonly entry: Members;
}

export function parseRules(
  root: Members,
  names: RuleNames,
  attributes: readonly AttributeDeclaration[],
): ParsedRule[] {
  const entries = root.objects('rules', 'rule');
  const most = root.source.limits.ruleSetRules;
  if (entries.length > most) {
    root.complain(`there are ${entries.length} rules; the most is ${most}`, 'rules');
    return [];
  }
  const usable = new Set<string>();
  const seen = new Set<string>();
  for (const entry of entries) {
    const name = entry.value('name');
    if (typeof name !== 'string') continue;
    if (seen.has(name)) entry.complain('another rule has this name', 'name');
    seen.add(name);
    if (!NOT_IN_STATEMENTS.has(String(entry.value('type')))) usable.add(name);
  }
  return entries.flatMap(entry => {
    const rule = parseRule(entry, names, { attributes, usable });
    return rule === undefined ? [] : [{ rule, entry }];
  });
}

/** Names of the rules that are conditions of a compound rule, and so none of their own. */
export function partsOfCompounds(rules: readonly Rule[]): Set<string> {
  return new Set(rules.flatMap(rule => (rule.type === 'compound' ? rulesIn(rule.statement) : [])));
}

interface Known {
  readonly attributes: readonly AttributeDeclaration[];
  /** Rules that a statement may name. */
  readonly usable: ReadonlySet<string>;
}

function parseRule(entry: Members, names: RuleNames, known: Known): Rule | undefined {
  if (!entry.require('name', 'type')) return undefined;
  const name = entry.string('name');
  const type = entry.oneOf('type', TYPES);
  if (name === undefined || type === undefined) return undefined;
  if (name === '' || name.trim() !== name || /[[\](),]/.test(name)) {
    entry.complain(
      'the name must not be empty, begin or end with a blank, nor have brackets or commas',
      'name',
    );
    return undefined;
  }
  switch (type) {
    case 'comparison':
      return parseComparison(entry, name, names);
    case 'distance':
      return parseDistance(entry, name, names);
    case 'collection':
      return parseCollection(entry, name, names);
    case 'compound':
      return parseCompound(entry, name, known.usable);
    case 'latency':
      return parseLatency(entry, name);
    case 'batchDistance':
      return parseBatchDistance(entry, name, known.attributes);
    default:
      return parseSort(entry, name, type, known.attributes);
  }
}

function parseCompound(entry: Members, name: string, usable: ReadonlySet<string>): CompoundRule | undefined {
  if (!entry.require('statement')) return undefined;
  const text = entry.string('statement');
  if (text === undefined) return undefined;
  try {
    const statement = parseStatement(text, usable, entry.source.limits.ruleSetDepth);
    return { type: 'compound', name, statement };
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    entry.complain(error.message, 'statement', error.index);
    return undefined;
  }
}

function parseLatency(entry: Members, name: string): LatencyRule | undefined {
  const maxLatency = entry.number('maxLatency');
  const maxDistance = entry.number('maxDistance');
  if (!entry.has('maxLatency') && !entry.has('maxDistance')) {
    entry.complain('a latency rule needs "maxLatency" or "maxDistance"');
  }
  return {
    type: 'latency',
    name,
    ...(maxLatency !== undefined && { maxLatency }),
    ...(maxDistance !== undefined && { maxDistance }),
    distanceReference: entry.oneOf('distanceReference', ['min', 'avg']) ?? 'avg',
    partyAggregation: entry.oneOf('partyAggregation', NUMBER_AGGREGATIONS) ?? 'avg',
  };
}

function parseBatchDistance(
  entry: Members,
  name: string,
  attributes: readonly AttributeDeclaration[],
): Rule | undefined {
  const type = attributeType(entry, 'batchAttribute', ['number', 'string'], attributes);
  if (type === undefined) return undefined;
  const maxDistance = entry.number('maxDistance');
  if (type === 'number' && !entry.has('maxDistance')) {
    entry.complain('a batchDistance rule of a number attribute needs "maxDistance"');
  }
  const batchAttribute = entry.string('batchAttribute')!;
  return { type: 'batchDistance', name, batchAttribute, ...(maxDistance !== undefined && { maxDistance }) };
}

function parseSort(
  entry: Members,
  name: string,
  type: SortRule['type'],
  attributes: readonly AttributeDeclaration[],
): SortRule | undefined {
  if (!entry.require('sortDirection')) return undefined;
  const sortDirection = entry.oneOf('sortDirection', ['ascending', 'descending']);
  const kind = attributeType(entry, 'sortAttribute', ['number', 'string_number_map'], attributes);
  const mapKey = entry.oneOf('mapKey', ['minValue', 'maxValue']);
  if (sortDirection === undefined || kind === undefined) return undefined;
  if (kind === 'string_number_map' && mapKey === undefined) {
    entry.complain('to sort by a map, "mapKey" is needed: minValue or maxValue');
    return undefined;
  }
  return {
    type,
    name,
    sortDirection,
    sortAttribute: entry.string('sortAttribute')!,
    ...(mapKey !== undefined && { mapKey }),
    partyAggregation: entry.oneOf('partyAggregation', NUMBER_AGGREGATIONS) ?? 'avg',
  };
}

/** The type of the attribute that a member names, if it is one of `allowed`. */
function attributeType(
  entry: Members,
  member: string,
  allowed: readonly AttributeDeclaration['type'][],
  attributes: readonly AttributeDeclaration[],
): AttributeDeclaration['type'] | undefined {
  if (!entry.require(member)) return undefined;
  const name = entry.string(member);
  if (name === undefined) return undefined;
  const type = attributes.find(attribute => attribute.name === name)?.type;
  if (type !== undefined && allowed.includes(type)) return type;
  const is = type === undefined ? 'no player attribute' : `a ${type}`;
  entry.complain(`"${name}" is ${is}; "${member}" must name one of the type ${allowed.join(' or ')}`, member);
  return undefined;
}
