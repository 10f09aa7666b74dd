import type { Comparator, SessionFilter, SessionOperand } from '../../store/session-filter.ts';
import { nameOf, takeOperand } from './operand.ts';
import { type Token, Tokens } from './tokens.ts';

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * Parses a FilterExpression of SearchGameSessions:
 *
 * ```
 * expression := and ( OR and )*
 * and        := not ( AND not )*
 * not        := NOT not | "(" expression ")" | comparison
 * comparison := operand ( "=" | "<>" | "<" | ">" | "<=" | ">=" ) ( 'text' | number | true | false )
 * ```
 *
 * Keywords may have any case. A backslash takes the character after it for what it is, in texts and in the keys of
 * properties. At most 1,024 characters, which bounds how deep it can be.
 * @throws {ServiceError} InvalidRequestException that says where, and what was expected
 */
export function parseFilterExpression(source: string): SessionFilter {
  const tokens = new Tokens('FilterExpression', source);
  const filter = expression(tokens);
  if (tokens.next.kind !== 'end') throw tokens.unexpected('AND, OR or the end');
  return filter;
}

function expression(tokens: Tokens): SessionFilter {
  const alternatives: SessionFilter[] = [];
  do {
    const terms: SessionFilter[] = [];
    do terms.push(term(tokens));
    while (tokens.takeKeyword('AND'));
    alternatives.push(joined('and', terms));
  } while (tokens.takeKeyword('OR'));
  return joined('or', alternatives);
}

function joined(kind: 'and' | 'or', terms: SessionFilter[]): SessionFilter {
  return terms.length === 1 ? terms[0]! : { kind, terms };
}

function term(tokens: Tokens): SessionFilter {
  let negations = 0;
  while (tokens.takeKeyword('NOT')) negations += 1;
  let filter = tokens.next.kind === '(' ? parenthesized(tokens) : comparison(tokens);
  for (; negations > 0; negations -= 1) filter = { kind: 'not', term: filter };
  return filter;
}

function parenthesized(tokens: Tokens): SessionFilter {
  const { position } = tokens.take();
  const filter = expression(tokens);
  if (tokens.next.kind !== ')') {
    throw tokens.unexpected(`AND, OR or the ")" of the "(" at character ${position}`);
  }
  tokens.take();
  return filter;
}

function comparison(tokens: Tokens): SessionFilter {
  const operand = takeOperand(tokens);
  const comparator = takeComparator(tokens, operand);
  const value = readValue(tokens, operand);
  tokens.take();
  return { kind: 'compare', operand, comparator, value } as SessionFilter;
}

function takeComparator(tokens: Tokens, operand: SessionOperand): Comparator {
  const isNumber = operand.kind === 'number';
  const { kind, value } = tokens.next;
  if (kind !== 'comparator' || !(isNumber || value === '=' || value === '<>')) {
    const fitting = isNumber ? '=, <>, <, >, <= or >=' : '= or <>';
    throw tokens.unexpected(`${fitting} after ${nameOf(operand)}`);
  }
  tokens.take();
  return value as Comparator;
}

/** What the next token, which stays, says in the operand's type. */
function readValue(tokens: Tokens, operand: SessionOperand): string | number | boolean {
  const { kind, value } = tokens.next;
  switch (operand.kind) {
    case 'text':
    case 'property':
      if (kind === 'text') return value;
      throw tokens.unexpected(`a text in single quotes, such as 'blue', for ${nameOf(operand)}`);
    case 'number':
      if (kind === 'word' && NUMBER.test(value)) return finite(tokens, tokens.next);
      throw tokens.unexpected(`a number without quotes for ${nameOf(operand)}`);
    case 'boolean':
      if (kind === 'word' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
      throw tokens.unexpected(`true or false without quotes for ${nameOf(operand)}`);
  }
}

function finite(tokens: Tokens, { value, position }: Token): number {
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw tokens.error('the number is too large', position);
}
