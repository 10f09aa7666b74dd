import { type AnyNode, getLineInfo, type Program, parse } from 'acorn';
import { CAPS } from '../../runtime-api/realm/caps.ts';
import { GUARD_PREFIX } from '../bridge/guard-names.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import { BUNDLE_SYNTAX, childrenOf } from './syntax.ts';

export interface GateRules {
  profile: IsolateProfile;
  /** How many constructs may lie within each other. */
  maxNesting: number;
  /** Of how many constructs what V8 compiles in one step may consist; for the strict profile. */
  maxFunctionNodes: number;
}

/** What is refused in a bundle, and where: line and column count from zero, columns in UTF-16 units. */
export interface Refusal {
  line: number;
  column: number;
  /** What it is and what to write instead, for the script's author. */
  text: string;
}

/** What the parser says when the code is nested so deeply that its own stack ends. */
const STACK_ENDED = /^Not enough stack space/;

/**
 * The gate that every bundle passes before an isolate sees it: whether it is the body of one function, and free of
 * what the profile refuses. In the order of the code.
 */
export function inspectBundle(code: string, rules: GateRules): Refusal[] {
  const findings = findingsIn(code, rules).sort((a, b) => a.start - b.start);
  return findings.map(({ start, text }) => {
    const { line, column } = getLineInfo(code, start);
    return { line: line - 1, column, text };
  });
}

interface Finding {
  /** Offset in the code. */
  start: number;
  text: string;
}

function findingsIn(code: string, rules: GateRules): Finding[] {
  let program: Program;
  try {
    program = parse(code, BUNDLE_SYNTAX);
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('pos' in error)) throw error;
    const isNesting = STACK_ENDED.test(error.message);
    const text = isNesting ? nestingText(rules) : error.message.replace(/ \(\d+:\d+\)$/, '');
    return [{ start: error.pos as number, text }];
  }
  return inspectNodes(code, program, rules);
}

/** What V8 compiles in one step: a function, or what is outside of all functions. */
interface Unit {
  start: number;
  nodes: number;
}

interface Visit {
  node: AnyNode;
  depth: number;
  unit: Unit;
}

/** Without recursion, which would end where the nesting that it is to find begins. */
function inspectNodes(code: string, program: Program, rules: GateRules): Finding[] {
  const findings: Finding[] = [];
  const visits: Visit[] = [{ node: program, depth: 0, unit: { start: 0, nodes: 0 } }];
  for (let visit = visits.pop(); visit !== undefined; visit = visits.pop()) {
    const { node, depth } = visit;
    if (depth > rules.maxNesting) return [{ start: node.start, text: nestingText(rules) }];
    visit.unit.nodes += 1;
    if (rules.profile === 'strict' && visit.unit.nodes === rules.maxFunctionNodes + 1) {
      findings.push({ start: visit.unit.start, text: sizeText(rules) });
    }
    const text = refusedText(node, rules.profile);
    if (text !== undefined) findings.push({ start: node.start, text });
    const unit = isCompiledLater(code, node) ? { start: node.start, nodes: 0 } : visit.unit;
    for (const child of childrenOf(node)) visits.push({ node: child, depth: depth + 1, unit });
  }
  return findings;
}

/** V8 compiles a function when it is first called, but one in parentheses with the code around it. */
function isCompiledLater(code: string, { type, start }: AnyNode): boolean {
  const isFunction =
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
  return isFunction && code[start - 1] !== '(' && code[start - 1] !== '!';
}

function refusedText(node: AnyNode, profile: IsolateProfile): string | undefined {
  if (node.type === 'ImportExpression')
    return 'import() cannot be part of a bundle; import the module at the top';
  if (profile === 'standard') return undefined;
  // Either would hide from the script's operators what holds them to their bounds.
  if (node.type === 'WithStatement')
    return 'with is refused in the strict profile; use the object by its name';
  if (node.type === 'Identifier' && node.name.startsWith(GUARD_PREFIX)) {
    return `names that begin with ${GUARD_PREFIX} are the strict profile's own; use another one`;
  }
  if (node.type !== 'Literal') return undefined;
  if (typeof node.bigint === 'string') {
    return 'BigInt literals are refused in the strict profile; use numbers, which are exact up to 2 ** 53';
  }
  const patternUnits = node.regex?.pattern.length ?? 0;
  if (patternUnits <= CAPS.patternUnits) return undefined;
  return (
    `a regular expression of ${patternUnits} characters is refused in the strict profile, where ` +
    `${CAPS.patternUnits} are allowed; use several, or a Set of words`
  );
}

function nestingText({ maxNesting }: GateRules): string {
  return (
    `the code is nested too deeply here, at most ${maxNesting} levels are allowed; split it into functions or ` +
    'statements'
  );
}

function sizeText({ maxFunctionNodes }: GateRules): string {
  return (
    `this function or literal is too large for the strict profile: at most ${maxFunctionNodes} names, values and ` +
    'operators are allowed outside of inner functions; split it, or put data into a .txt file and JSON.parse what ' +
    'require gives'
  );
}
