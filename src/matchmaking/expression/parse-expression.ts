import {
  type CallExpression,
  type Expression,
  type ExpressionType,
  FUNCTIONS,
  type FunctionName,
  type Leaf,
  type PathExpression,
} from './expression.ts';

/** What an expression may speak of. */
export interface ExpressionNames {
  /** By the name a rule set uses: names of teams in a match. */
  readonly teams: ReadonlyMap<string, readonly string[]>;
  /** By name: the kind of value a player has. */
  readonly attributes: ReadonlyMap<string, ExpressionType['value']>;
  /** How many functions may stand within each other. */
  readonly depth: number;
}

/** Why a text is no expression, and at which of its characters, the first being 0. */
export class ExpressionProblem extends Error {
  readonly index: number;

  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
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
  readonly #text: string;
  readonly #names: ExpressionNames;
  #index = 0;

  constructor(text: string, names: ExpressionNames) {
    this.#text = text;
    this.#names = names;
  }

  parse(): Expression {
    const expression = this.#expression(0);
    this.#skipBlanks();
    if (this.#index < this.#text.length) this.#fail('the expression should end here');
    return expression;
  }

  #expression(depth: number): Expression {
    if (depth > this.#names.depth) this.#fail(`more than ${this.#names.depth} functions within each other`);
    this.#skipBlanks();
    const start = this.#index;
    const word = this.#take(/[A-Za-z_]\w*/y) ?? this.#fail('a function or "teams[" should stand here');
    if (word === 'teams' || word === 'team') return this.#path();
    if (!(FUNCTIONS as readonly string[]).includes(word)) {
      this.#failAt(start, `"${word}" is no function; there are: ${FUNCTIONS.join(', ')}`);
    }
    this.#expect('(');
    const argument = this.#expression(depth + 1);
    this.#expect(')');
    return this.#call(word as FunctionName, argument, start);
  }

  #call(name: FunctionName, argument: Expression, start: number): CallExpression {
    const type = resultType(name, argument.type);
    if (typeof type === 'string') this.#failAt(start, type);
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
      this.#skipBlanks();
      const start = this.#index;
      const name = (this.#take(/[^\],]+/y) ?? '').trim();
      if (name === '') this.#failAt(start, 'the name of a team, or *, should stand here');
      const teams = name === '*' ? [...this.#names.teams.values()].flat() : this.#names.teams.get(name);
      if (teams === undefined) this.#failAt(start, `there is no team "${name}"`);
      isList ||= name === '*' || teams.length > 1;
      names.push(...teams);
    } while (this.#take(/,/y) !== undefined);
    const teams = [...new Set(names)];
    return { teams, isList: isList || names.length > 1 };
  }

  #leaf(): Leaf {
    this.#skipBlanks();
    if (this.#take(/\./y) === undefined) return { kind: 'team' };
    if (this.#take(/\s*players\b/y) === undefined) this.#fail('"players" should stand here');
    this.#skipBlanks();
    if (this.#take(/\[\s*playerid\s*\]/iy) !== undefined) return { kind: 'playerId' };
    if (this.#take(/\./y) === undefined) return { kind: 'player' };
    if (this.#take(/\s*attributes\s*\[/y) === undefined) this.#fail('"attributes[" should stand here');
    const start = this.#index;
    const name = (this.#take(/[^\]]+/y) ?? '').trim();
    if (!this.#names.attributes.has(name)) {
      this.#failAt(start, `"${name}" is no player attribute of this rule set`);
    }
    this.#expect(']');
    return { kind: 'attribute', name };
  }

  #valueOf(leaf: Leaf): ExpressionType['value'] {
    if (leaf.kind === 'attribute') return this.#names.attributes.get(leaf.name)!;
    return leaf.kind === 'playerId' ? 'string' : leaf.kind;
  }

  #expect(character: string): void {
    this.#skipBlanks();
    if (this.#text[this.#index] !== character) this.#fail(`"${character}" should stand here`);
    this.#index++;
  }

  #skipBlanks(): void {
    this.#take(/\s+/y);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#index;
    const found = pattern.exec(this.#text)?.[0];
    this.#index += found?.length ?? 0;
    return found;
  }

  #fail(message: string): never {
    this.#failAt(this.#index, message);
  }

  #failAt(index: number, message: string): never {
    throw new ExpressionProblem(index, message);
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
