import type { Expression } from './expression.ts';

/**
 * What becomes of a value as players are added: values of numbers only grow, only shrink, or the ones that are there
 * stay and others may come (`stays`); of sets of strings likewise. `constant`: nothing can change.
 */
export type Trend = 'constant' | 'stays' | 'grows' | 'shrinks' | 'any';

export function trendOf(expression: Expression): Trend {
  if (expression.kind === 'path') return 'stays';
  const inner = trendOf(expression.argument);
  switch (expression.function) {
    case 'flatten':
      return inner;
    case 'count':
      return inner === 'stays' ? 'grows' : 'any';
    case 'max':
      return inner === 'stays' || inner === 'grows' ? 'grows' : 'any';
    case 'min':
      return inner === 'stays' || inner === 'shrinks' ? 'shrinks' : 'any';
    case 'set_intersection':
      return inner === 'stays' || inner === 'shrinks' ? 'shrinks' : 'any';
    default:
      return 'any';
  }
}

/** Whether a value that is too large against a reference will be so whoever is added. */
export function staysAbove(value: Trend, reference: Trend): boolean {
  return (
    (value === 'grows' || value === 'stays' || value === 'constant') &&
    (reference === 'shrinks' || reference === 'constant')
  );
}

/** Whether a value that is too small against a reference will be so whoever is added. */
export function staysBelow(value: Trend, reference: Trend): boolean {
  return (
    (value === 'shrinks' || value === 'stays' || value === 'constant') &&
    (reference === 'grows' || reference === 'constant')
  );
}

/** How many functions and paths an expression has. */
export function nodesOf(expression: Expression): number {
  return expression.kind === 'path' ? 1 : 1 + nodesOf(expression.argument);
}

/** Whether it measures how many players there are, or what that number decides. */
export function dependsOnSize(expression: Expression): boolean {
  if (expression.kind === 'path') return false;
  return (
    expression.function === 'count' || expression.function === 'sum' || dependsOnSize(expression.argument)
  );
}
