import type { ExpressionContext } from '../expression/compile-expression.ts';
import { dependsOnSize, nodesOf, staysAbove, staysBelow } from '../expression/trend.ts';
import type { Formation } from '../formation/formation.ts';
import type { DistanceRule } from '../rule-set/rule-set.ts';
import { worstOf } from './comparison.ts';
import { type CompiledRule, VERDICT, type Verdict } from './compiled-rule.ts';
import { compileMeasurement, compileReference, type Measurement, valuesOf } from './measured.ts';

export function compileDistance(rule: DistanceRule, index: number, context: ExpressionContext): CompiledRule {
  const { minDistance = 0, maxDistance = Number.POSITIVE_INFINITY } = rule;
  const measurements = rule.measurements.map(expression => compileMeasurement(expression, context));
  const reference = compileReference(rule.referenceValue, context);
  const check = (measurement: Measurement, formation: Formation): Verdict => {
    const above = staysAbove(measurement.trend, reference.trend);
    const below = staysBelow(measurement.trend, reference.trend);
    const references = reference.values(formation) as readonly (number | undefined)[];
    let worst: Verdict = VERDICT.passes;
    for (const value of valuesOf(measurement, formation) as readonly (number | undefined)[]) {
      if (value === undefined) continue;
      for (const against of references) {
        if (against === undefined) continue;
        const distance = Math.abs(value - against);
        if (distance >= minDistance && distance <= maxDistance) continue;
        const isTooFar = distance > maxDistance;
        if (isTooFar ? (value > against ? above : below) : above && below) return VERDICT.failsForGood;
        worst = VERDICT.fails;
      }
    }
    return worst;
  };
  const { referenceValue } = rule;
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
    check: formation => worstOf(measurements, measurement => check(measurement, formation)),
  };
}
