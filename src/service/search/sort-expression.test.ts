import { describe, expect, it } from 'vitest';
import type { SessionOperand } from '../../store/session-filter.ts';
import { parseSortExpression as parse } from './sort-expression.ts';

describe('a sort expression', () => {
  it.each<[string, SessionOperand, 'ascending' | 'descending']>([
    ['creationTimeMillis DESC', { kind: 'number', name: 'creationTimeMillis' }, 'descending'],
    ['gameSessionProperties.difficulty ASC', { kind: 'property', key: 'difficulty' }, 'ascending'],
    ['hasAvailablePlayerSessions ASC', { kind: 'boolean', name: 'hasAvailablePlayerSessions' }, 'ascending'],
    ['  gameSessionName\n desc ', { kind: 'text', name: 'gameSessionName' }, 'descending'],
    [String.raw`gameSessionProperties.a\ b Asc`, { kind: 'property', key: 'a b' }, 'ascending'],
  ])('names an operand and a direction: %s', (source, operand, direction) => {
    expect(parse(source)).toEqual({ operand, direction });
  });

  it.each([
    ['', 'at character 1: expected one of gameSessionId,'],
    ['DESC', 'at character 1: expected one of gameSessionId,'],
    ['gameSessionName', 'at character 16: expected ASC or DESC after gameSessionName, found the end'],
    ['gameSessionName UP', 'at character 17: expected ASC or DESC after gameSessionName, found UP'],
    ['gameSessionName ASC, gameSessionId ASC', 'at character 17: expected ASC or DESC'],
    ['gameSessionName ASC gameSessionId ASC', 'at character 21: expected the end: .* found gameSessionId'],
    [`gameSessionProperties.${'k'.repeat(1_000)} ASC`, 'has 1026 characters; the most it may have is 1024'],
  ])('that is wrong is refused with the place and what fits there: %s', (source, problem) => {
    expect(() => parse(source)).toThrow(
      expect.objectContaining({
        type: 'InvalidRequestException',
        message: expect.stringMatching(new RegExp(`^SortExpression .*${problem}`)),
      }),
    );
  });
});
