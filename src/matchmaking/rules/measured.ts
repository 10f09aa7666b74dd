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
import { type Check, VERDICT, type Verdict } from './compiled-rule.ts';

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

/**
 * Judges each value that a measurement comes to by each that it is measured against; the pair that fails most decides.
 * What is not there is not judged.
 */
export function compileJudgement<T extends number | string>(
  measurement: Measurement,
  reference: CompiledReference,
  judge: (value: T, against: T) => Verdict,
): Check {
  return formation => {
    const references = reference.values(formation) as readonly (T | undefined)[];
    const values = valuesOf(measurement, formation) as readonly (T | undefined)[];
    let worst: Verdict = VERDICT.passes;
    // Loops that count save a tenth of a pass; see `reducers.ts`
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      if (value === undefined) continue;
      for (let other = 0; other < references.length; other++) {
        const against = references[other];
        if (against === undefined) continue;
        const verdict = judge(value, against);
        if (verdict === VERDICT.failsForGood) return verdict;
        if (verdict < worst) worst = verdict;
      }
    }
    return worst;
  };
}
