export const FUNCTIONS = [
  'min',
  'max',
  'avg',
  'median',
  'sum',
  'count',
  'stddev',
  'flatten',
  'set_intersection',
] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/** What of each player a path leads to. */
export type Leaf =
  | { readonly kind: 'team' }
  | { readonly kind: 'player' }
  | { readonly kind: 'playerId' }
  | { readonly kind: 'attribute'; readonly name: string };

/**
 * A path, resolved: `teams` are names as they are in a match (`name_1` for a team with a quantity). `isList` says
 * whether it leads to a list of teams or to one team.
 */
export interface PathExpression {
  readonly kind: 'path';
  readonly teams: readonly string[];
  readonly isList: boolean;
  readonly leaf: Leaf;
  readonly type: ExpressionType;
}

export interface CallExpression {
  readonly kind: 'call';
  readonly function: FunctionName;
  readonly argument: Expression;
  readonly type: ExpressionType;
}

export type Expression = PathExpression | CallExpression;

/**
 * What an expression comes to: values in `levels` lists within each other. `strings` is a string list that counts as
 * one value, as a player's attribute is.
 */
export interface ExpressionType {
  readonly levels: number;
  readonly value: 'team' | 'player' | 'number' | 'string' | 'strings' | 'map';
}
