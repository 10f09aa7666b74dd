import { type AnyNode, getLineInfo, type Options, Parser, type Program } from 'acorn';
import { CAPS } from '../../runtime-api/realm/caps.ts';
import type { IsolateProfile } from '../isolate/frames.ts';

export interface GateRules {
  profile: IsolateProfile;
  /** How many constructs may lie within each other. */
  maxNesting: number;
}

/** What is refused in a bundle, and where: line and column count from zero, columns in UTF-16 units. */
export interface Refusal {
  line: number;
  column: number;
  /** What it is and what to write instead, for the script's author. */
  text: string;
}

/** The isolate evaluates a bundle as the body of a function, which a line that begins with `#!` may not open. */
const OPTIONS: Options = { ecmaVersion: 'latest', sourceType: 'commonjs', allowHashBang: false };

/**
 * The gate that every bundle passes before an isolate sees it: whether it is the body of one function, and free of
 * what the profile refuses. In the order of the code.
 */
export function inspectBundle(code: string, rules: GateRules): Refusal[] {
  const parser = new BundleParser(code);
  let program: Program;
  try {
    program = parser.parse();
  } catch (error) {
    if (error instanceof RangeError) return [refusal(code, parser.position, nestingText(rules.maxNesting))];
    if (!(error instanceof SyntaxError) || !('pos' in error)) throw error;
    return [refusal(code, error.pos as number, `${error.message.replace(/ \(\d+:\d+\)$/, '')}`)];
  }
  return inspectNodes(program, rules)
    .sort((a, b) => a.start - b.start)
    .map(({ start, text }) => refusal(code, start, text));
}

/** Acorn's parser, which knows how far it came also when the stack ends before the code does. */
class BundleParser extends Parser {
  constructor(code: string) {
    super(OPTIONS, code);
  }

  get position(): number {
    return (this as unknown as { start: number }).start;
  }
}

interface Finding {
  start: number;
  text: string;
}

/** Without recursion, which would end where the nesting that it is to find begins. */
function inspectNodes(program: Program, { profile, maxNesting }: GateRules): Finding[] {
  const findings: Finding[] = [];
  const nodes: AnyNode[] = [program];
  const depths = [0];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const depth = depths.pop()!;
    if (depth > maxNesting) return [{ start: node.start, text: nestingText(maxNesting) }];
    const text = refusedText(node, profile);
    if (text !== undefined) findings.push({ start: node.start, text });
    for (const child of childrenOf(node)) {
      nodes.push(child);
      depths.push(depth + 1);
    }
  }
  return findings;
}

function* childrenOf(node: AnyNode): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) yield* value.filter(isNode);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function refusedText(node: AnyNode, profile: IsolateProfile): string | undefined {
  if (node.type === 'ImportExpression')
    return 'import() cannot be part of a bundle; import the module at the top';
  if (profile === 'standard' || node.type !== 'Literal') return undefined;
  if (typeof node.bigint === 'string') {
    return 'BigInt literals are refused in the strict profile; use numbers, which are exact up to 2 ** 53';
  }
  const patternUnits = node.regex?.pattern.length ?? 0;
  if (patternUnits > CAPS.patternUnits) {
    return (
      `a regular expression of ${patternUnits} characters is refused in the strict profile, where ` +
      `${CAPS.patternUnits} are allowed; use several, or a Set of the words`
    );
  }
  return undefined;
}

function nestingText(maxNesting: number): string {
  return `the code is nested too deeply here, ${maxNesting} levels are allowed; split it into functions or statements`;
}

function refusal(code: string, offset: number, text: string): Refusal {
  const { line, column } = getLineInfo(code, offset);
  return { line: line - 1, column, text };
}
