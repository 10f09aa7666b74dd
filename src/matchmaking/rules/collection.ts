import { type ExpressionContext, intersectionOf } from '../expression/compile-expression.ts';
import { nodesOf, type Trend } from '../expression/trend.ts';
import type { Formation } from '../formation/formation.ts';
import type { CollectionRule } from '../rule-set/rule-set.ts';
import { type Check, type CompiledRule, VERDICT, type Verdict, worstOf } from './compiled-rule.ts';
import {
  type CompiledReference,
  compileMeasurement,
  compileReference,
  type Measurement,
} from './measured.ts';

type Values = readonly (string | number | readonly string[] | undefined)[];

/** The numbers that a measurement comes to, each of which has to be within the bounds; undefined is no value. */
type Count = (measurement: Measurement, formation: Formation) => (number | undefined)[];

/** What players more can do to such a number. */
interface CountTrend {
  readonly canGrow: boolean;
  readonly canShrink: boolean;
}

export function compileCollection(
  rule: CollectionRule,
  index: number,
  context: ExpressionContext,
): CompiledRule {
  const { minCount = Number.NEGATIVE_INFINITY, maxCount = Number.POSITIVE_INFINITY } = rule;
  const measurements = rule.measurements.map(expression => compileMeasurement(expression, context));
  const reference = rule.referenceValue && compileReference(rule.referenceValue, context);
  const count = counterFor(rule.operation, reference);
  const checkOf = (measurement: Measurement): Check => {
    const { canGrow, canShrink } = countTrend(rule.operation, measurement.trend, reference?.trend);
    return formation => {
      let worst: Verdict = VERDICT.passes;
      for (const number of count(measurement, formation)) {
        if (number === undefined || (number >= minCount && number <= maxCount)) continue;
        const canHeal = number < minCount ? canGrow : canShrink;
        if (!canHeal) return VERDICT.failsForGood;
        worst = VERDICT.fails;
      }
      return worst;
    };
  };
  const nodes = rule.measurements.reduce((sum, expression) => sum + nodesOf(expression), 0);
  return {
    name: rule.name,
    index,
    weight: 2 * nodes + 1,
    canFailForGood: measurements.some(({ trend }) => {
      const { canGrow, canShrink } = countTrend(rule.operation, trend, reference?.trend);
      return (rule.minCount !== undefined && !canGrow) || (rule.maxCount !== undefined && !canShrink);
    }),
    guides: false,
    check: worstOf(measurements.map(checkOf)),
  };
}

function countTrend(
  operation: CollectionRule['operation'],
  value: Trend,
  reference: Trend | undefined,
): CountTrend {
  if (value !== 'stays') return { canGrow: true, canShrink: true };
  switch (operation) {
    case 'intersection':
      return { canGrow: false, canShrink: true };
    case 'contains':
      return { canGrow: true, canShrink: reference !== 'constant' };
    case 'reference_intersection_count':
      return {
        // What players bring (`stays`) only adds to what lists are held against.
        canGrow: reference !== 'constant' && reference !== 'shrinks',
        canShrink: reference !== 'constant' && reference !== 'stays',
      };
  }
}

function counterFor(operation: CollectionRule['operation'], reference: CompiledReference | undefined): Count {
  switch (operation) {
    case 'intersection':
      return (measurement, formation) =>
        groupsOf(measurement, formation).map(
          values => intersectionOf(values.map(asList) as (string[] | undefined)[])?.length,
        );
    case 'contains':
      return (measurement, formation) => {
        const wanted = new Set(reference!.values(formation));
        return groupsOf(measurement, formation).map(
          values => values.flatMap(value => asList(value) ?? []).filter(value => wanted.has(value)).length,
        );
      };
    case 'reference_intersection_count':
      return (measurement, formation) => {
        const against = new Set(reference!.values(formation));
        return groupsOf(measurement, formation).flatMap(values =>
          values.map(value => value && new Set(asList(value)).intersection(against).size),
        ) as (number | undefined)[];
      };
  }
}

/** The lists of values that are counted each for itself: of lists within lists, the inner ones. */
function groupsOf({ evaluate, levels }: Measurement, formation: Formation): readonly Values[] {
  const value = evaluate(formation);
  if (levels === 0) return [[value] as Values];
  return levels === 1 ? [value as Values] : (value as readonly Values[]);
}

function asList(value: Values[number]): readonly (string | number)[] | undefined {
  return value === undefined || Array.isArray(value) ? value : [value as string | number];
}
