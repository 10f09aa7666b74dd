import { TextScanner } from '../expression/text-scanner.ts';
import type { Statement } from './rule-set.ts';

const OPERATORS = ['and', 'or', 'not', 'xor'] as const;

/**
 * Reads the statement of a compound rule: `and(A, or(B, not(C)))`.
 * @param depth how many operators may stand within each other
 * @throws {ExpressionProblem}
 */
export function parseStatement(text: string, rules: ReadonlySet<string>, depth: number): Statement {
  const parser = new StatementParser(text, rules, depth);
  return parser.parse();
}

/** The names of the rules a statement speaks of. */
export function rulesIn(statement: Statement): string[] {
  return statement.kind === 'rule' ? [statement.name] : statement.operands.flatMap(rulesIn);
}

class StatementParser {
  readonly #scanner: TextScanner;
  readonly #rules: ReadonlySet<string>;
  readonly #depth: number;

  constructor(text: string, rules: ReadonlySet<string>, depth: number) {
    this.#scanner = new TextScanner(text);
    this.#rules = rules;
    this.#depth = depth;
  }

  parse(): Statement {
    const statement = this.#statement(0);
    if (this.#scanner.text.slice(this.#scanner.index).trim() !== '')
      this.#scanner.fail('the statement should end here');
    if (statement.kind === 'rule')
      this.#scanner.fail('a statement begins with an operator: and, or, not, xor', 0);
    return statement;
  }

  #statement(depth: number): Statement {
    if (depth > this.#depth) this.#scanner.fail(`more than ${this.#depth} operators within each other`);
    this.#scanner.skipBlanks();
    const start = this.#scanner.index;
    const word = this.#scanner.take(/[^(),]+/y)?.trim() ?? '';
    if (word === '') this.#scanner.fail('the name of a rule, or an operator, should stand here');
    if (this.#scanner.take(/\(/y) === undefined) {
      if (!this.#rules.has(word)) this.#scanner.fail(`there is no rule "${word}" that can stand here`, start);
      return { kind: 'rule', name: word };
    }
    const kind = OPERATORS.find(operator => operator === word);
    if (kind === undefined) {
      this.#scanner.fail(`"${word}" is no operator; there are: ${OPERATORS.join(', ')}`, start);
    }
    const operands = this.#operands(depth + 1);
    if (kind === 'not' && operands.length !== 1) this.#scanner.fail('not takes one operand', start);
    return { kind, operands };
  }

  #operands(depth: number): Statement[] {
    const operands: Statement[] = [];
    do {
      operands.push(this.#statement(depth));
      this.#scanner.skipBlanks();
    } while (this.#scanner.take(/,/y) !== undefined);
    if (this.#scanner.take(/\)/y) === undefined) this.#scanner.fail('")" or "," should stand here');
    return operands;
  }
}
