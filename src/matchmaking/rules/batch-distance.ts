import type { ExpressionContext } from '../expression/compile-expression.ts';
import type { BatchDistanceRule } from '../rule-set/rule-set.ts';
import { type CompiledRule, VERDICT } from './compiled-rule.ts';

/** Numbers of all players within a distance of each other; strings all alike. Parties are not aggregated. */
export function compileBatchDistance(
  { name, batchAttribute, maxDistance = Number.POSITIVE_INFINITY }: BatchDistanceRule,
  index: number,
  { columns }: Pick<ExpressionContext, 'columns'>,
): CompiledRule {
  const column = columns.indexOf({ kind: 'attribute', name: batchAttribute }, 'own');
  return {
    name,
    index,
    weight: 1,
    canFailForGood: true,
    guides: true,
    check: formation => {
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      let text: unknown;
      for (const values of formation.columns[column]!) {
        for (const value of values) {
          if (typeof value === 'number') [least, most] = [Math.min(least, value), Math.max(most, value)];
          else if (text !== undefined && value !== undefined && value !== text) return VERDICT.failsForGood;
          else text ??= value;
        }
      }
      return most - least > maxDistance ? VERDICT.failsForGood : VERDICT.passes;
    },
  };
}
