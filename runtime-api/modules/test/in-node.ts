import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';

const require = createRequire(import.meta.url);

/** The value of an expression in Node.js itself, by way of JSON: what the same expression should give a script. */
export function inNode(expression: string): unknown {
  const evaluate = runInThisContext(`(require => JSON.stringify((() => (${expression}\n))()))`);
  const json: unknown = evaluate(require);
  return json === undefined ? undefined : JSON.parse(json as string);
}
