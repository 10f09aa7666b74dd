import {
  type CallExpression,
  type Expression,
  type ExpressionType,
  FUNCTIONS,
  type FunctionName,
  type Leaf,
  type PathExpression,
} from './expression.ts';
import { TextScanner } from './text-scanner.ts';

/** What an expression may speak of. */
export interface ExpressionNames {
  /** By the name a rule set uses: names of teams in a match. */
  readonly teams: ReadonlyMap<string, readonly string[]>;
  /** By name: the kind of value a player has. */
  readonly attributes: ReadonlyMap<string, ExpressionType['value']>;
  /** How many functions may stand within each other. */
  readonly depth: number;
}

/** Whether a reference value is meant as an expression. */
export function looksLikeExpression(text: string): boolean {
  return new RegExp(`^\\s*(?:(?:${FUNCTIONS.join('|')})\\s*\\(|teams?\\s*\\[)`).test(text);
}

/** @throws {ExpressionProblem} */
export function parseExpression(text: string, names: ExpressionNames): Expression {
  return new ExpressionParser(text, names).parse();
}

class ExpressionParser {
  readonly #scanner: TextScanner;
  readonly #names: ExpressionNames;

  constructor(text: string, names: ExpressionNames) {
    this.#scanner = new TextScanner(text);
    this.#names = names;
  }

  parse(): Expression {
    const expression = this.#expression(0);
    this.#scanner.skipBlanks();
    if (this.#scanner.index < this.#scanner.text.length) this.#scanner.fail('the expression should end here');
    return expression;
  }

  #expression(depth: number): Expression {
    if (depth > this.#names.depth)
      this.#scanner.fail(`more than ${this.#names.depth} functions within each other`);
    this.#scanner.skipBlanks();
    const start = this.#scanner.index;
    const word =
      this.#scanner.take(/[A-Za-z_]\w*/y) ?? this.#scanner.fail('a function or "teams[" should stand here');
    if (word === 'teams' || word === 'team') return this.#path();
    if (!(FUNCTIONS as readonly string[]).includes(word)) {
      this.#scanner.fail(`"${word}" is no function; there are: ${FUNCTIONS.join(', ')}`, start);
    }
    this.#expect('(');
    const argument = this.#expression(depth + 1);
    this.#expect(')');
    return this.#call(word as FunctionName, argument, start);
  }

  #call(name: FunctionName, argument: Expression, start: number): CallExpression {
    const type = resultType(name, argument.type);
    if (typeof type === 'string') this.#scanner.fail(type, start);
    return { kind: 'call', function: name, argument, type };
  }

  #path(): PathExpression {
    this.#expect('[');
    const { teams, isList } = this.#teams();
    this.#expect(']');
    const leaf = this.#leaf();
    const value = this.#valueOf(leaf);
    const levels = (isList ? 1 : 0) + (leaf.kind === 'team' ? 0 : 1);
    return { kind: 'path', teams, isList, leaf, type: { levels, value } };
  }

  #teams(): { teams: readonly string[]; isList: boolean } {
    const names: string[] = [];
    let isList = false;
    do {
      this.#scanner.skipBlanks();
      const start = this.#scanner.index;
      const name = (this.#scanner.take(/[^\],]+/y) ?? '').trim();
      if (name === '') this.#scanner.fail('the name of a team, or *, should stand here', start);
      const teams = name === '*' ? [...this.#names.teams.values()].flat() : this.#names.teams.get(name);
      if (teams === undefined) this.#scanner.fail(`there is no team "${name}"`, start);
      isList ||= name === '*' || teams.length > 1;
      names.push(...teams);
    } while (this.#scanner.take(/,/y) !== undefined);
    const teams = [...new Set(names)];
    return { teams, isList: isList || names.length > 1 };
  }

  #leaf(): Leaf {
    this.#scanner.skipBlanks();
    if (this.#scanner.take(/\./y) === undefined) return { kind: 'team' };
    if (this.#scanner.take(/\s*players\b/y) === undefined) this.#scanner.fail('"players" should stand here');
    this.#scanner.skipBlanks();
    if (this.#scanner.take(/\[\s*playerid\s*\]/iy) !== undefined) return { kind: 'playerId' };
    if (this.#scanner.take(/\./y) === undefined) return { kind: 'player' };
    if (this.#scanner.take(/\s*attributes\s*\[/y) === undefined)
      this.#scanner.fail('"attributes[" should stand here');
    const start = this.#scanner.index;
    const name = (this.#scanner.take(/[^\]]+/y) ?? '').trim();
    if (!this.#names.attributes.has(name)) {
      this.#scanner.fail(`"${name}" is no player attribute of this rule set`, start);
    }
    this.#expect(']');
    return { kind: 'attribute', name };
  }

  #valueOf(leaf: Leaf): ExpressionType['value'] {
    if (leaf.kind === 'attribute') return this.#names.attributes.get(leaf.name)!;
    return leaf.kind === 'playerId' ? 'string' : leaf.kind;
  }

  #expect(character: string): void {
    this.#scanner.skipBlanks();
    if (this.#scanner.text[this.#scanner.index] !== character)
      this.#scanner.fail(`"${character}" should stand here`);
    this.#scanner.index++;
  }
}

/** What a function makes of a value, or why it cannot. */
function resultType(name: FunctionName, { levels, value }: ExpressionType): ExpressionType | string {
  switch (name) {
    case 'count':
      if (levels > 0) return { levels: levels - 1, value: 'number' };
      return value === 'strings' ? { levels: 0, value: 'number' } : 'count needs a list';
    case 'flatten':
      if (levels > 1) return { levels: levels - 1, value };
      if (levels === 1 && value === 'strings') return { levels: 1, value: 'string' };
      return levels === 1 ? { levels, value } : 'flatten needs a list';
    case 'set_intersection':
      if (levels === 0 || value !== 'strings') return 'set_intersection needs a list of string lists';
      return { levels: levels - 1, value: 'strings' };
    default:
      if (levels === 0 || value !== 'number') return `${name} needs a list of numbers`;
      return { levels: levels - 1, value: 'number' };
  }
}
