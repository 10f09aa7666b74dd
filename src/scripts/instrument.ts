import remapping, { type DecodedSourceMap, type EncodedSourceMap } from '@jridgewell/remapping';
import {
  type AnyNode,
  type AssignmentExpression,
  type MemberExpression,
  type Node,
  type Program,
  parse,
} from 'acorn';
import MagicString from 'magic-string';
import { GUARD_NAMES, GUARD_PREFIX } from '../bridge/guard-names.ts';
import { BUNDLE_SYNTAX, childrenOf } from './syntax.ts';

const { text: TEXT, turn: TURN, keyed: KEYED } = GUARD_NAMES;
const HELD = `${GUARD_PREFIX}held`;
/** In one line, before everything of the script. */
const PROLOGUE = `;let ${HELD};`;

const NUMERIC_OPERATORS = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>']);
const MAX_STEP_UNITS = 3;
const NUMERIC_UNARY = new Set(['-', '+', '~']);

/**
 * What operators and loops need that no method's guard sees, put into a bundle of the strict profile:
 *
 * * the result of `+`, `+=` and of a template is held to the cap of texts. Longer ones are ropes that cost nothing to make, and
 *   seconds to compare, convert, hash or look into, in one step;
 * * each turn of a loop begins with a call, where V8 looks whether it is to stop. In a loop without one it looks once in
 *   hundreds of turns;
 * * what `for … in` goes over is held to the cap of elements that become names: they are collected in one step. The bundler
 *   has made such loops of `{ ...x }` as well.
 *
 * What is called is in the realm, see `operator-guards.ts`. Nothing else changes: not the order of evaluation, not the lines.
 *
 * @param code has passed the gate: nothing in it has a name that begins with `GUARD_PREFIX`, and there is no `with`
 * @param sourceMap of `code`, JSON text
 */
export function instrument(code: string, sourceMap: string): { code: string; sourceMap: string } {
  const program = parse(code, BUNDLE_SYNTAX);
  const out = new MagicString(code);
  out.appendLeft(endOfDirectives(program), PROLOGUE);
  for (const node of innermostFirst(program)) instrumentNode(node, code, out);
  const original = JSON.parse(sourceMap) as EncodedSourceMap;
  // Encoded it would have to be decoded again at once.
  const made: DecodedSourceMap = { version: 3, ...out.generateDecodedMap({ hires: 'boundary' }) };
  const mapped = remapping([made, original], () => null);
  return { code: out.toString(), sourceMap: JSON.stringify(mapped) };
}

/** Without recursion, as the gate goes; what lies within comes first, so that what is put around both is nested rightly. */
function innermostFirst(program: Program): AnyNode[] {
  const found: AnyNode[] = [];
  const waiting: AnyNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    found.push(node);
    waiting.push(...childrenOf(node));
  }
  // A chain of `+` makes one text, whose parts nobody sees; and a tag gets its template's parts, not its text.
  const parts = new Set<Node>();
  for (const node of found) {
    if (!isJoining(node) || (isStepping(node) && !parts.has(node))) continue;
    parts.add(node.left).add(node.right);
  }
  const tagged = new Set<Node>(
    found.flatMap(node => (node.type === 'TaggedTemplateExpression' ? [node.quasi] : [])),
  );
  return found.reverse().filter(node => !(isJoining(node) && parts.has(node)) && !tagged.has(node));
}

function isJoining(node: AnyNode): node is Extract<AnyNode, { type: 'BinaryExpression' }> {
  return node.type === 'BinaryExpression' && node.operator === '+';
}

/** What is counted on, as in `n + 1`. */
function isStepping(node: AnyNode): boolean {
  return isJoining(node) && (isStep(node.left) || isStep(node.right));
}

function instrumentNode(node: AnyNode, code: string, out: MagicString): void {
  switch (node.type) {
    case 'BinaryExpression':
      if (node.operator === '+' && !isShort(node) && !isStepping(node)) wrap(node, out);
      return;
    case 'TemplateLiteral':
      if (node.expressions.length > 0) wrap(node, out);
      return;
    case 'AssignmentExpression':
      if (node.operator === '+=' && !isStep(node.right)) instrumentAddition(node, code, out);
      return;
    case 'ForInStatement':
      out.prependRight(node.right.start, `${KEYED}((`);
      out.appendLeft(node.right.end, '))');
      instrumentLoop(node.body, out);
      return;
    case 'ForStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      instrumentLoop(node.body, out);
      return;
    default:
      return;
  }
}

function wrap(node: Node, out: MagicString): void {
  out.prependRight(node.start, `${TEXT}(`);
  out.appendLeft(node.end, ')');
}

function instrumentLoop(body: Node, out: MagicString): void {
  if (body.type === 'BlockStatement') {
    out.appendLeft(body.start + 1, `${TURN}();`);
    return;
  }
  out.prependRight(body.start, `{${TURN}();`);
  out.appendLeft(body.end, '}');
}

/** `a.b += c` becomes `a.b = text(a.b + (c))`: both are read before `c` is evaluated, as they were. */
function instrumentAddition(node: AssignmentExpression, code: string, out: MagicString): void {
  const { left } = node;
  const operator = code.indexOf('+=', left.end);
  const assign = (target: string) => `= ${TEXT}(${target} + (`;
  if (left.type !== 'MemberExpression' || isPlainTarget(left)) {
    out.overwrite(operator, operator + 2, assign(code.slice(left.start, left.end)));
    out.appendLeft(node.end, '))');
    return;
  }
  // What its object and key are is found out once, and held for as long as nothing else runs.
  const { object, property, computed } = left;
  const isOfSuper = object.type === 'Super';
  if (computed) {
    const target = isOfSuper ? `super[${HELD}[0]]` : `${HELD}[0][${HELD}[1]]`;
    if (isOfSuper) out.overwrite(left.start, property.start, `(${HELD} = [`);
    else {
      out.prependRight(node.start, `(${HELD} = [`);
      out.overwrite(code.lastIndexOf('[', property.start), property.start, ', ');
    }
    out.overwrite(property.end, operator + 2, `], ${target} ${assign(target)}`);
  } else {
    const target = `${HELD}.${code.slice(property.start, property.end)}`;
    const dot = code.lastIndexOf('.', property.start);
    out.prependRight(node.start, `(${HELD} = `);
    out.overwrite(dot, operator + 2, `, ${target} ${assign(target)}`);
  }
  out.appendLeft(node.end, ')))');
}

/** Reading it twice is the same as once: names and constants alone. */
function isPlainTarget({ object, property, computed }: MemberExpression): boolean {
  const isPlainObject = ['Identifier', 'ThisExpression', 'Super'].includes(object.type);
  return isPlainObject && (!computed || property.type === 'Identifier' || property.type === 'Literal');
}

/** A number, or no longer than what stands in the code. What a regular expression is as a text, the script can say. */
function isShort(of: Node): boolean {
  const node = of as AnyNode;
  if (isJoining(node)) return isShort(node.left) && isShort(node.right);
  return isNumeric(node) || (node.type === 'Literal' && typeof node.value === 'string');
}

/** What counters are raised by. A text that grows by so little fills the heap before it is long. */
function isStep(of: Node): boolean {
  const node = of as AnyNode;
  return (
    node.type === 'Literal' && typeof node.value === 'number' && `${node.value}`.length <= MAX_STEP_UNITS
  );
}

function isNumeric(of: Node): boolean {
  const node = of as AnyNode;
  if (node.type === 'Literal') return typeof node.value === 'number';
  if (node.type === 'UpdateExpression') return true;
  if (node.type === 'UnaryExpression') return NUMERIC_UNARY.has(node.operator);
  if (node.type === 'AssignmentExpression') return NUMERIC_OPERATORS.has(node.operator.slice(0, -1));
  if (node.type !== 'BinaryExpression') return false;
  if (node.operator === '+') return isNumeric(node.left) && isNumeric(node.right);
  return NUMERIC_OPERATORS.has(node.operator);
}

function endOfDirectives({ body }: Program): number {
  let end = 0;
  for (const statement of body) {
    if (statement.type !== 'ExpressionStatement' || !statement.directive) break;
    ({ end } = statement);
  }
  return end;
}
