import type { Aggregation, Columns } from '../formation/columns.ts';
import type { Formation } from '../formation/formation.ts';
import type { CallExpression, Expression, PathExpression } from './expression.ts';
import { type Numbers, REDUCERS, type Reducer } from './reducers.ts';

/** Reads an expression's value off a formation: lists within each other, as deep as its type says. */
export type Evaluate = (formation: Formation) => unknown;

/** What an expression is compiled against. */
export interface ExpressionContext {
  readonly columns: Columns;
  /** Of the rule the expression stands in. */
  readonly aggregation: Aggregation;
  /** Names of the teams, in the order of a formation. */
  readonly teams: readonly string[];
}

export function compileExpression(expression: Expression, context: ExpressionContext): Evaluate {
  return expression.kind === 'path' ? compilePath(expression, context) : compileCall(expression, context);
}

function compilePath({ teams, isList, leaf }: PathExpression, context: ExpressionContext): Evaluate {
  if (leaf.kind === 'team') return () => (isList ? teams : teams[0]);
  const column = context.columns.indexOf(leaf, context.aggregation);
  const numbers = teams.map(team => context.teams.indexOf(team));
  if (!isList) return formation => formation.columns[column]![numbers[0]!];
  const isEveryTeam =
    numbers.length === context.teams.length && numbers.every((team, index) => team === index);
  if (isEveryTeam) return formation => formation.columns[column];
  return formation => numbers.map(team => formation.columns[column]![team]);
}

function compileCall({ function: name, argument }: CallExpression, context: ExpressionContext): Evaluate {
  const { levels, value } = argument.type;
  switch (name) {
    case 'flatten': {
      const evaluate = compileExpression(argument, context);
      if (levels === 1 && value !== 'strings') return evaluate;
      return formation => (evaluate(formation) as unknown[][]).flat();
    }
    case 'count': {
      const evaluate = compileExpression(argument, context);
      const count = onInnermost(Math.max(levels, 1), list => list.length);
      return formation => count(evaluate(formation));
    }
    case 'set_intersection': {
      const evaluate = compileExpression(argument, context);
      const intersection = onInnermost(levels, lists => intersectionOf(lists as (readonly string[])[]));
      return formation => intersection(evaluate(formation));
    }
    default:
      return compileReducer(REDUCERS[name], argument, context);
  }
}

function compileReducer(reduce: Reducer, argument: Expression, context: ExpressionContext): Evaluate {
  if (argument.kind === 'call' && argument.function === 'flatten' && argument.argument.type.levels === 2) {
    const nested = compileExpression(argument.argument, context);
    return formation => reduce(nested(formation) as readonly Numbers[]);
  }
  const evaluate = compileExpression(argument, context);
  const one: Numbers[] = [];
  const reduced = onInnermost(argument.type.levels, list => {
    one[0] = list as Numbers;
    return reduce(one);
  });
  return formation => reduced(evaluate(formation));
}

/**
 * A function that applies another one to the lists that are `levels` deep, the outermost being 1. What it returns is
 * good until it is called again: rules are asked too often for a new list each time.
 */
function onInnermost(
  levels: number,
  apply: (list: readonly unknown[]) => unknown,
): (value: unknown) => unknown {
  if (levels <= 1) return value => (value === undefined ? undefined : apply(value as readonly unknown[]));
  const inner = onInnermost(levels - 1, apply);
  const results: unknown[] = [];
  return value => {
    const lists = value as readonly unknown[];
    // As many each time: one for each team.
    for (let index = 0; index < lists.length; index++) results[index] = inner(lists[index]);
    return results;
  };
}

/** What all lists have; no value if there are no lists. */
export function intersectionOf(
  lists: readonly (readonly string[] | undefined)[],
): readonly string[] | undefined {
  const sets = lists.filter(list => list !== undefined).map(list => new Set(list));
  if (sets.length === 0) return undefined;
  return [...sets.reduce((a, b) => a.intersection(b))];
}

/** The values in all lists within each other, `levels` deep. */
export function leavesOf(value: unknown, levels: number): readonly unknown[] {
  if (levels === 0) return [value];
  if (levels === 1) return value as readonly unknown[];
  return (value as readonly unknown[]).flatMap(item => leavesOf(item, levels - 1));
}
