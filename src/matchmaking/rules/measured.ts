import {
  compileExpression,
  type Evaluate,
  type ExpressionContext,
  leavesOf,
} from '../expression/compile-expression.ts';
import type { Expression } from '../expression/expression.ts';
import { type Trend, trendOf } from '../expression/trend.ts';
import type { Formation } from '../formation/formation.ts';
import type { Reference } from '../rule-set/rule-set.ts';

/** A measurement, ready to be taken. */
export interface Measurement {
  readonly evaluate: Evaluate;
  /** Lists within each other. */
  readonly levels: number;
  readonly trend: Trend;
}

/** What is measured against, ready to be taken. */
export interface CompiledReference {
  /** One value, or several: then all of them count. */
  values(formation: Formation): readonly unknown[];
  readonly trend: Trend;
}

export function compileMeasurement(expression: Expression, context: ExpressionContext): Measurement {
  return {
    evaluate: compileExpression(expression, context),
    levels: expression.type.levels,
    trend: trendOf(expression),
  };
}

/** Every value that a measurement comes to. */
export function valuesOf({ evaluate, levels }: Measurement, formation: Formation): readonly unknown[] {
  return leavesOf(evaluate(formation), levels);
}

/** One list for every evaluation of one value: nobody keeps it. */
function compileSingle({ evaluate }: Measurement): (formation: Formation) => readonly unknown[] {
  const single: unknown[] = [undefined];
  return formation => {
    single[0] = evaluate(formation);
    return single;
  };
}

export function compileReference(reference: Reference, context: ExpressionContext): CompiledReference {
  if (reference.kind !== 'expression') {
    const values = reference.kind === 'strings' ? reference.value : [reference.value];
    return { values: () => values, trend: 'constant' };
  }
  const { expression } = reference;
  const measurement = compileMeasurement(expression, context);
  const isOfLists = expression.type.value === 'strings';
  if (measurement.levels === 0 && !isOfLists) {
    return { values: compileSingle(measurement), trend: measurement.trend };
  }
  return {
    values: formation => {
      const values = valuesOf(measurement, formation);
      return isOfLists ? (values as readonly (string[] | undefined)[]).flatMap(list => list ?? []) : values;
    },
    trend: measurement.trend,
  };
}
