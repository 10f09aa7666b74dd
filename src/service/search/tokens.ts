import { invalidRequest, type ServiceError } from '../gamelift/service-error.ts';

export interface Token {
  /** A word is an operand's name, a keyword, a number or a boolean. */
  kind: 'word' | 'text' | 'comparator' | '(' | ')' | 'end';
  /** Without quotes and backslashes. */
  value: string;
  /** Where it begins, the first character being 1. */
  position: number;
}

/** What the API allows for an expression. */
const MAX_CHARACTERS = 1_024;
/** In a word, as in a text, any character after a backslash is that character. */
const TOKEN =
  /(?<word>(?:\\.|[^\\\s=<>!()'"])+)|'(?<text>(?:\\.|[^\\'])*)'|(?<comparator><>|<=|>=|=|<|>)|(?<parenthesis>[()])/suy;
const BLANKS = /\s*/y;

/** Reads an expression token by token. Its errors name the parameter, the place, and what would have fitted there. */
export class Tokens {
  readonly #source: string;
  /** The parameter of the API that the expression came in. */
  readonly #parameter: string;
  #index = 0;
  #next: Token;

  /** @throws {ServiceError} InvalidRequestException */
  constructor(parameter: string, source: string) {
    this.#source = source;
    this.#parameter = parameter;
    if (source.length > MAX_CHARACTERS) {
      throw invalidRequest(
        `${parameter} has ${source.length} characters; the most it may have is ${MAX_CHARACTERS}`,
      );
    }
    this.#next = this.#read();
  }

  /** The token that comes next; it stays. */
  get next(): Token {
    return this.#next;
  }

  /** Takes the next token. @throws {ServiceError} InvalidRequestException when what follows is no token */
  take(): Token {
    const token = this.#next;
    this.#next = this.#read();
    return token;
  }

  /** Takes the next token if it is this keyword, in whatever case. */
  takeKeyword(keyword: string): boolean {
    const { kind, value } = this.#next;
    if (kind !== 'word' || value.toUpperCase() !== keyword) return false;
    this.take();
    return true;
  }

  /** For the next token, or another one, that does not fit. */
  unexpected(expected: string, token = this.#next): ServiceError {
    const found = token.kind === 'end' ? 'the end' : this.#quoted(token);
    return this.error(`expected ${expected}, found ${found}`, token.position);
  }

  error(problem: string, position: number): ServiceError {
    return invalidRequest(`${this.#parameter} is not valid at character ${position}: ${problem}`);
  }

  #quoted({ kind, value }: Token): string {
    return kind === 'text' ? `the text '${value}'` : value;
  }

  #read(): Token {
    this.#index += matchAt(BLANKS, this.#source, this.#index)?.[0].length ?? 0;
    const position = this.#index + 1;
    if (this.#index === this.#source.length) return { kind: 'end', value: '', position };
    const match = matchAt(TOKEN, this.#source, this.#index);
    if (match === null) throw this.error(this.#problem(), position);
    this.#index += match[0].length;
    const { word, text, comparator, parenthesis } = match.groups!;
    if (word !== undefined) return { kind: 'word', value: unescaped(word), position };
    if (text !== undefined) return { kind: 'text', value: unescaped(text), position };
    if (comparator !== undefined) return { kind: 'comparator', value: comparator, position };
    return { kind: parenthesis as '(' | ')', value: parenthesis!, position };
  }

  /** Why there is no token here. */
  #problem(): string {
    switch (this.#source[this.#index]) {
      case '"':
        return 'texts stand in single quotes, not in double quotes';
      case "'":
        return 'the text that begins here has no closing quote';
      case '!':
        return 'unequal is written <>';
      default:
        return 'nothing follows the backslash';
    }
  }
}

function matchAt(pattern: RegExp, source: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(source);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gsu, '$1');
}
