import type { SessionSort } from '../../store/session-filter.ts';
import { nameOf, takeOperand } from './operand.ts';
import { Tokens } from './tokens.ts';

/**
 * Parses a SortExpression of SearchGameSessions: an operand, then `ASC` or `DESC` in any case.
 * @throws {ServiceError} InvalidRequestException that says where, and what was expected
 */
export function parseSortExpression(source: string): SessionSort {
  const tokens = new Tokens('SortExpression', source);
  const operand = takeOperand(tokens);
  const direction = takeDirection(tokens);
  if (direction === undefined) throw tokens.unexpected(`ASC or DESC after ${nameOf(operand)}`);
  if (tokens.next.kind !== 'end') throw tokens.unexpected('the end: sessions are sorted by one operand');
  return { operand, direction };
}

function takeDirection(tokens: Tokens): SessionSort['direction'] | undefined {
  if (tokens.takeKeyword('ASC')) return 'ascending';
  return tokens.takeKeyword('DESC') ? 'descending' : undefined;
}
