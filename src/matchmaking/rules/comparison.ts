import type { ExpressionContext } from '../expression/compile-expression.ts';
import { dependsOnSize, nodesOf, staysAbove, staysBelow, type Trend } from '../expression/trend.ts';
import type { Comparison, ComparisonRule } from '../rule-set/rule-set.ts';
import { type Check, type CompiledRule, VERDICT, worstOf } from './compiled-rule.ts';
import {
  type CompiledReference,
  compileJudgement,
  compileMeasurement,
  compileReference,
  type Measurement,
  valuesOf,
} from './measured.ts';

type Value = number | string;

export function compileComparison(
  rule: ComparisonRule,
  index: number,
  context: ExpressionContext,
): CompiledRule {
  const { operation, referenceValue } = rule;
  const measurements = rule.measurements.map(expression => compileMeasurement(expression, context));
  const reference = referenceValue && compileReference(referenceValue, context);
  const checks = measurements.map(measurement =>
    reference === undefined
      ? compareAmongThem(operation, measurement)
      : compareWith(operation, measurement, reference),
  );
  const expressions = [
    ...rule.measurements,
    ...(referenceValue?.kind === 'expression' ? [referenceValue.expression] : []),
  ];
  return {
    name: rule.name,
    index,
    weight: expressions.reduce((sum, expression) => sum + nodesOf(expression), 0),
    canFailForGood: measurements.some(({ trend }) => canFailForGood(operation, trend, reference?.trend)),
    guides: !expressions.some(dependsOnSize),
    check: worstOf(checks),
  };
}

function canFailForGood(operation: Comparison, value: Trend, reference: Trend | undefined): boolean {
  if (reference === undefined) return value === 'stays';
  const [above, below] = [staysAbove(value, reference), staysBelow(value, reference)];
  switch (operation) {
    case '<':
    case '<=':
      return above;
    case '>':
    case '>=':
      return below;
    case '=':
      return above || below;
    case '!=':
      return above && below;
  }
}

/** All alike, or all different. */
function compareAmongThem(operation: Comparison, measurement: Measurement): Check {
  return formation => {
    const values = valuesOf(measurement, formation).filter(value => value !== undefined);
    const different = new Set(values).size;
    if (operation === '=' ? different <= 1 : different === values.length) return VERDICT.passes;
    return measurement.trend === 'stays' ? VERDICT.failsForGood : VERDICT.fails;
  };
}

function compareWith(operation: Comparison, measurement: Measurement, reference: CompiledReference): Check {
  const above = staysAbove(measurement.trend, reference.trend);
  const below = staysBelow(measurement.trend, reference.trend);
  return compileJudgement<Value>(measurement, reference, (value, against) => {
    if (holds(operation, value, against)) return VERDICT.passes;
    const isForGood = value === against ? above && below : value > against ? above : below;
    return isForGood ? VERDICT.failsForGood : VERDICT.fails;
  });
}

function holds(operation: Comparison, value: Value, reference: Value): boolean {
  switch (operation) {
    case '<':
      return value < reference;
    case '<=':
      return value <= reference;
    case '=':
      return value === reference;
    case '!=':
      return value !== reference;
    case '>=':
      return value >= reference;
    case '>':
      return value > reference;
  }
}
