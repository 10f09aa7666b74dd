import type { Formation } from '../formation/formation.ts';
import type { CompoundRule, Statement } from '../rule-set/rule-set.ts';
import { type CompiledRule, VERDICT, type Verdict } from './compiled-rule.ts';

/** @param parts by name: the rules its statement speaks of */
export function compileCompound(
  rule: CompoundRule,
  index: number,
  parts: ReadonlyMap<string, CompiledRule>,
): CompiledRule {
  const used = [...parts.values()];
  return {
    name: rule.name,
    index,
    weight: 1 + used.reduce((sum, part) => sum + part.weight, 0),
    canFailForGood: used.some(part => part.canFailForGood),
    guides: used.every(part => part.guides),
    check: compileStatement(rule.statement, parts),
  };
}

function compileStatement(
  statement: Statement,
  parts: ReadonlyMap<string, CompiledRule>,
): (formation: Formation) => Verdict {
  if (statement.kind === 'rule') {
    const rule = parts.get(statement.name)!;
    return formation => rule.check(formation);
  }
  const operands = statement.operands.map(operand => compileStatement(operand, parts));
  switch (statement.kind) {
    case 'and':
      return formation => Math.min(...operands.map(check => check(formation))) as Verdict;
    case 'or':
      return formation => Math.max(...operands.map(check => check(formation))) as Verdict;
    case 'not':
      // What passes may fail when players come, so the opposite is never out of reach.
      return formation => (operands[0]!(formation) === VERDICT.passes ? VERDICT.fails : VERDICT.passes);
    case 'xor':
      return formation => {
        const passing = operands.filter(check => check(formation) === VERDICT.passes).length;
        return passing === 1 ? VERDICT.passes : VERDICT.fails;
      };
  }
}
