import type { ExpressionContext } from '../expression/compile-expression.ts';
import { dependsOnSize, nodesOf, staysAbove, staysBelow } from '../expression/trend.ts';
import type { DistanceRule } from '../rule-set/rule-set.ts';
import { type Check, type CompiledRule, VERDICT, worstOf } from './compiled-rule.ts';
import {
  type CompiledReference,
  compileJudgement,
  compileMeasurement,
  compileReference,
  type Measurement,
} from './measured.ts';

export function compileDistance(rule: DistanceRule, index: number, context: ExpressionContext): CompiledRule {
  const measurements = rule.measurements.map(expression => compileMeasurement(expression, context));
  const reference = compileReference(rule.referenceValue, context);
  const { referenceValue, minDistance = 0, maxDistance = Number.POSITIVE_INFINITY } = rule;
  const limits = { minDistance, maxDistance };
  const expressions = [
    ...rule.measurements,
    ...(referenceValue.kind === 'expression' ? [referenceValue.expression] : []),
  ];
  return {
    name: rule.name,
    index,
    weight: expressions.reduce((sum, expression) => sum + nodesOf(expression), 0),
    canFailForGood: measurements.some(
      ({ trend }) => staysAbove(trend, reference.trend) || staysBelow(trend, reference.trend),
    ),
    guides: rule.minDistance === undefined && !expressions.some(dependsOnSize),
    check: worstOf(measurements.map(measurement => compileCheck(measurement, reference, limits))),
  };
}

function compileCheck(
  measurement: Measurement,
  reference: CompiledReference,
  { minDistance, maxDistance }: { readonly minDistance: number; readonly maxDistance: number },
): Check {
  const above = staysAbove(measurement.trend, reference.trend);
  const below = staysBelow(measurement.trend, reference.trend);
  return compileJudgement<number>(measurement, reference, (value, against) => {
    const distance = Math.abs(value - against);
    if (distance >= minDistance && distance <= maxDistance) return VERDICT.passes;
    const isForGood = distance <= maxDistance ? above && below : value > against ? above : below;
    return isForGood ? VERDICT.failsForGood : VERDICT.fails;
  });
}
