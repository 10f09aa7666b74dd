import { ExpressionProblem } from '../expression/parse-expression.ts';
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
  readonly #text: string;
  readonly #rules: ReadonlySet<string>;
  readonly #depth: number;
  #index = 0;

  constructor(text: string, rules: ReadonlySet<string>, depth: number) {
    this.#text = text;
    this.#rules = rules;
    this.#depth = depth;
  }

  parse(): Statement {
    const statement = this.#statement(0);
    if (this.#text.slice(this.#index).trim() !== '') this.#fail('the statement should end here');
    if (statement.kind === 'rule')
      throw new ExpressionProblem(0, 'a statement begins with an operator: and, or, not, xor');
    return statement;
  }

  #statement(depth: number): Statement {
    if (depth > this.#depth) this.#fail(`more than ${this.#depth} operators within each other`);
    this.#take(/\s*/y);
    const start = this.#index;
    const word = this.#take(/[^(),]+/y)?.trim() ?? '';
    if (word === '') this.#fail('the name of a rule, or an operator, should stand here');
    if (this.#take(/\(/y) === undefined) {
      if (!this.#rules.has(word))
        throw new ExpressionProblem(start, `there is no rule "${word}" that can stand here`);
      return { kind: 'rule', name: word };
    }
    const kind = OPERATORS.find(operator => operator === word);
    if (kind === undefined) {
      throw new ExpressionProblem(start, `"${word}" is no operator; there are: ${OPERATORS.join(', ')}`);
    }
    const operands = this.#operands(depth + 1);
    if (kind === 'not' && operands.length !== 1) throw new ExpressionProblem(start, 'not takes one operand');
    return { kind, operands };
  }

  #operands(depth: number): Statement[] {
    const operands: Statement[] = [];
    do {
      operands.push(this.#statement(depth));
      this.#take(/\s*/y);
    } while (this.#take(/,/y) !== undefined);
    if (this.#take(/\)/y) === undefined) this.#fail('")" or "," should stand here');
    return operands;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#index;
    const found = pattern.exec(this.#text)?.[0];
    this.#index += found?.length ?? 0;
    return found;
  }

  #fail(message: string): never {
    throw new ExpressionProblem(this.#index, message);
  }
}
