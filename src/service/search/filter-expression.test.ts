import { describe, expect, it } from 'vitest';
import type { SessionFilter } from '../../store/session-filter.ts';
import { parseFilterExpression as parse } from './filter-expression.ts';

function number(
  name: 'maximumSessions' | 'creationTimeMillis' | 'playerSessionCount',
  comparator: string,
  value: number,
): SessionFilter {
  return { kind: 'compare', operand: { kind: 'number', name }, comparator, value } as SessionFilter;
}

function property(key: string, comparator: '=' | '<>', value: string): SessionFilter {
  return { kind: 'compare', operand: { kind: 'property', key }, comparator, value };
}

function text(
  name: 'gameSessionId' | 'gameSessionName',
  comparator: '=' | '<>',
  value: string,
): SessionFilter {
  return { kind: 'compare', operand: { kind: 'text', name }, comparator, value };
}

function available(value: boolean): SessionFilter {
  const operand = { kind: 'boolean', name: 'hasAvailablePlayerSessions' } as const;
  return { kind: 'compare', operand, comparator: '=', value };
}

const players = (count: number) => number('playerSessionCount', '=', count);
const [A, B, C] = [players(1), players(2), players(3)] as const;
const [a, b, c] = ['playerSessionCount=1', 'playerSessionCount=2', 'playerSessionCount=3'] as const;

function problemWith(source: string): string {
  try {
    parse(source);
  } catch (error) {
    expect(error).toMatchObject({ type: 'InvalidRequestException' });
    return (error as Error).message;
  }
  throw new Error(`${source} was parsed`);
}

describe('a filter expression', () => {
  it.each<[string, SessionFilter]>([
    [
      'playerSessionCount>=2 AND hasAvailablePlayerSessions=true',
      { kind: 'and', terms: [number('playerSessionCount', '>=', 2), available(true)] },
    ],
    [
      'maximumSessions>=20 AND hasAvailablePlayerSessions=true',
      { kind: 'and', terms: [number('maximumSessions', '>=', 20), available(true)] },
    ],
    [
      "gameSessionProperties.gameMode = 'Ffa' AND gameSessionProperties.gameMap = 'Suzuka' OR gameSessionProperties.gameMap = 'Silverstone'",
      {
        kind: 'or',
        terms: [
          {
            kind: 'and',
            terms: [property('gameMode', '=', 'Ffa'), property('gameMap', '=', 'Suzuka')],
          },
          property('gameMap', '=', 'Silverstone'),
        ],
      },
    ],
    ['hasAvailablePlayerSessions=true', available(true)],
    ['hasAvailablePlayerSessions= true', available(true)],
    [
      'playerSessionCount=0 AND hasAvailablePlayerSessions=true',
      { kind: 'and', terms: [players(0), available(true)] },
    ],
    ["gameSessionName='X'", text('gameSessionName', '=', 'X')],
    [
      "gameSessionProperties.roomName = 'X' AND hasAvailablePlayerSessions = true",
      { kind: 'and', terms: [property('roomName', '=', 'X'), available(true)] },
    ],
    [
      "hasAvailablePlayerSessions=true AND gameSessionProperties.MAP_NAME='1'",
      { kind: 'and', terms: [available(true), property('MAP_NAME', '=', '1')] },
    ],
    ["gameSessionName = 'Matt\\'s Awesome Game 1'", text('gameSessionName', '=', "Matt's Awesome Game 1")],
  ])('is understood as backends write it: %s', (source, filter) => {
    expect(parse(source)).toEqual(filter);
  });

  it('binds NOT closer than AND, and AND closer than OR', () => {
    expect(parse(`${a} OR ${b} AND ${c}`)).toEqual({
      kind: 'or',
      terms: [A, { kind: 'and', terms: [B, C] }],
    });
    expect(parse(`${a} AND ${b} OR ${c}`)).toEqual({
      kind: 'or',
      terms: [{ kind: 'and', terms: [A, B] }, C],
    });
    expect(parse(`${a} AND ${b} AND NOT ${c}`)).toEqual({
      kind: 'and',
      terms: [A, B, { kind: 'not', term: C }],
    });
    expect(parse(`NOT ${a} OR ${b}`)).toEqual({ kind: 'or', terms: [{ kind: 'not', term: A }, B] });
  });

  it('takes what stands in parentheses first', () => {
    expect(parse(`(${a} OR ${b}) AND ${c}`)).toEqual({
      kind: 'and',
      terms: [{ kind: 'or', terms: [A, B] }, C],
    });
    expect(parse(`NOT(${a} OR(${b}))`)).toEqual({
      kind: 'not',
      term: { kind: 'or', terms: [A, B] },
    });
    expect(parse(`NOT NOT ((${a}))`)).toEqual({ kind: 'not', term: { kind: 'not', term: A } });
  });

  it('has keywords in any case, and blanks of any kind or none', () => {
    expect(parse(`not ${a} Or\n\t(${b})aNd ${c}`)).toEqual(parse(`NOT ${a} OR ${b} AND ${c}`));
    expect(parse('  hasAvailablePlayerSessions=TRUE ')).toEqual(available(true));
    expect(parse('hasAvailablePlayerSessions = False')).toEqual(available(false));
  });

  it('takes the character after a backslash for what it is, in texts and keys', () => {
    const value = String.raw`it\'s \"\\\n 100% ü😀 AND (x)`;
    expect(parse(`gameSessionName<>'${value}'`)).toEqual(
      text('gameSessionName', '<>', `it's "\\n 100% ü😀 AND (x)`),
    );
    expect(parse("gameSessionName=''")).toEqual(text('gameSessionName', '=', ''));
    expect(parse(String.raw`gameSessionProperties.a\ b\=\"\'\\.c='x'`)).toEqual(
      property(`a b="'\\.c`, '=', 'x'),
    );
  });

  it('knows keys of properties that look like something else', () => {
    for (const key of ['AND', 'a.b', '1', 'gameSessionName', '-', '😀', 'ü', '__proto__', '$', ',']) {
      expect(parse(`gameSessionProperties.${key}<>'v'`)).toEqual(property(key, '<>', 'v'));
    }
  });

  it('compares numbers in every way, with signs and fractions', () => {
    for (const comparator of ['=', '<>', '<', '>', '<=', '>='] as const) {
      expect(parse(`maximumSessions${comparator}-2.5`)).toEqual(number('maximumSessions', comparator, -2.5));
    }
    expect(parse('creationTimeMillis > 1700000000000')).toEqual(
      number('creationTimeMillis', '>', 1_700_000_000_000),
    );
  });

  it.each([
    ['', 1, 'expected one of gameSessionId, .* or gameSessionProperties.<key>, found the end'],
    ['   ', 4, 'found the end'],
    ["name = 'x'", 1, 'found name'],
    ["GameSessionName = 'x'", 1, 'found GameSessionName'],
    ["constructor = 'x'", 1, 'found constructor'],
    ["gameSessionProperties = 'x'", 1, 'gameSessionProperties.<key>, found gameSessionProperties'],
    ["gameSessionProperties. = 'x'", 1, 'gameSessionProperties.<key>'],
    ["'x' = gameSessionName", 1, "found the text 'x'"],
    ['gameSessionName', 16, 'expected = or <> after gameSessionName, found the end'],
    ["gameSessionName > 'a'", 17, 'expected = or <> after gameSessionName, found >'],
    ["gameSessionProperties.k >= 'a'", 25, 'expected = or <> after gameSessionProperties.k, found >='],
    ['hasAvailablePlayerSessions > false', 28, 'expected = or <>'],
    ["gameSessionName LIKE 'a'", 17, 'expected = or <> after gameSessionName, found LIKE'],
    ['playerSessionCount 5', 20, 'expected =, <>, <, >, <= or >= after playerSessionCount, found 5'],
    ['playerSessionCount == 5', 21, 'expected a number without quotes for playerSessionCount, found ='],
    ['playerSessionCount != 5', 20, 'unequal is written <>'],
    ["maximumSessions='x'", 17, "expected a number without quotes for maximumSessions, found the text 'x'"],
    ["maximumSessions='5'", 17, 'expected a number without quotes'],
    ['maximumSessions=true', 17, 'expected a number'],
    ['maximumSessions=1e3', 17, 'expected a number'],
    ['maximumSessions=0x10', 17, 'expected a number'],
    [`maximumSessions=${'9'.repeat(400)}`, 17, 'the number is too large'],
    ["hasAvailablePlayerSessions='true'", 28, 'expected true or false without quotes'],
    ['hasAvailablePlayerSessions=1', 28, 'expected true or false'],
    [
      'gameSessionName = 5',
      19,
      "expected a text in single quotes, such as 'blue', for gameSessionName, found 5",
    ],
    ['gameSessionProperties.level = 5', 31, 'expected a text in single quotes'],
    ['gameSessionProperties.difficulty = "novice"', 36, 'texts stand in single quotes, not in double quotes'],
    ["gameSessionName = 'x", 19, 'the text that begins here has no closing quote'],
    ["gameSessionName = 'x\\'", 19, 'no closing quote'],
    ["gameSessionName = 'it''s'", 23, "expected AND, OR or the end, found the text 's'"],
    ['gameSessionProperties.k\\', 24, 'nothing follows the backslash'],
    [`${a} ${b}`, 22, 'expected AND, OR or the end, found playerSessionCount'],
    [`${a} AND`, 25, 'found the end'],
    [`${a} AND OR ${b}`, 26, 'found OR'],
    [`NOT`, 4, 'found the end'],
    [`(${a}`, 22, 'expected AND, OR or the "\\)" of the "\\(" at character 1, found the end'],
    [`${a})`, 21, 'expected AND, OR or the end, found \\)'],
    ['()', 2, 'found \\)'],
    [`${a}; DROP TABLE game_sessions`, 20, 'expected a number'],
  ])('that is wrong is refused with the place and what fits there: %s', (source, position, problem) => {
    const message = problemWith(source);
    expect(message).toMatch(new RegExp(`^FilterExpression is not valid at character \\d+: .*${problem}`));
    expect(message).toContain(` at character ${position}: `);
  });

  it('has 1,024 characters at most', () => {
    const start = "gameSessionName = '";
    const longest = `${start}${'x'.repeat(1_024 - start.length - 1)}'`;
    expect(parse(longest)).toMatchObject({ value: 'x'.repeat(1_024 - start.length - 1) });
    expect(problemWith(`${longest} `)).toBe(
      'FilterExpression has 1025 characters; the most it may have is 1024',
    );
  });

  it('may be as deep as its length allows', () => {
    const depth = (1_024 - a.length) / 2;
    expect(parse(`${'('.repeat(depth)}${a}${')'.repeat(depth)}`)).toEqual(A);
    let filter = parse(`${'NOT '.repeat(251)}${a}`);
    for (let negation = 0; negation < 251; negation += 1) {
      expect(filter.kind).toBe('not');
      if (filter.kind === 'not') filter = filter.term;
    }
    expect(filter).toEqual(A);
    expect(problemWith('('.repeat(1_024))).toContain('at character 1025');
    expect(problemWith('NOT('.repeat(256))).toContain('at character 1025');
  });
});
