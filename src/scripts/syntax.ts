import type { AnyNode, Options } from 'acorn';

/** The isolate evaluates a bundle as the body of a function, which a line that begins with `#!` may not open. */
export const BUNDLE_SYNTAX: Options = { ecmaVersion: 'latest', sourceType: 'commonjs', allowHashBang: false };

/** The nodes right within a node, in no order that means anything. */
export function* childrenOf(node: AnyNode): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) yield* value.filter(isNode);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
