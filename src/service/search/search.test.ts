import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountedGameSession, GameSessionRecord } from '../../store/records.ts';
import type { SessionFilter, SessionOperand, SessionSort } from '../../store/session-filter.ts';
import { SqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { gameSession } from '../../store/test/records.ts';
import { ServiceError } from '../gamelift/service-error.ts';
import { parseFilterExpression } from './filter-expression.ts';
import { parseSortExpression } from './sort-expression.ts';
import { naiveSearch } from './test/naive-search.ts';
import { printFilter, printSort } from './test/print.ts';

/** Few, so that sessions and expressions meet; and none that is harmless. */
const TEXTS = [
  'a',
  'A',
  '',
  ' ',
  "it's",
  '"',
  '\\',
  'a.b',
  '%',
  'é',
  '\uffff',
  '😀',
  '10',
  '9',
  'AND',
  '?',
  "\\'",
];
const text = fc.constantFrom(...TEXTS);
const key = fc.constantFrom(...TEXTS.filter(value => value !== ''));
const small = fc.integer({ min: 0, max: 4 });
const number = fc.oneof(small, fc.constantFrom(-1, 1.5, 1_700_000_000_000));
const equality = fc.constantFrom('=', '<>');
const comparator = fc.constantFrom('=', '<>', '<', '>', '<=', '>=');

const textOperand: fc.Arbitrary<SessionOperand> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    name: fc.constantFrom('gameSessionId' as const, 'gameSessionName' as const),
  }),
  fc.record({ kind: fc.constant('property' as const), key }),
);
const numberOperand: fc.Arbitrary<SessionOperand> = fc.record({
  kind: fc.constant('number' as const),
  name: fc.constantFrom('maximumSessions', 'creationTimeMillis', 'playerSessionCount'),
});
const booleanOperand = fc.constant({ kind: 'boolean', name: 'hasAvailablePlayerSessions' } as const);

const compare = fc.oneof(
  fc.record({ operand: textOperand, comparator: equality, value: text }),
  fc.record({ operand: numberOperand, comparator, value: number }),
  fc.record({ operand: booleanOperand, comparator: equality, value: fc.boolean() }),
);
const { filter } = fc.letrec<{ filter: SessionFilter }>(tie => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    compare.map(parts => ({ kind: 'compare', ...parts }) as SessionFilter),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
  ),
}));
const sort: fc.Arbitrary<SessionSort> = fc.record({
  operand: fc.oneof(textOperand, numberOperand, booleanOperand),
  direction: fc.constantFrom('ascending', 'descending'),
});

const session = fc.record({
  name: fc.option(text, { nil: undefined }),
  maximum: small,
  createdMs: fc.oneof(small, fc.constant(1_700_000_000_000)),
  players: small,
  properties: fc.uniqueArray(fc.record({ Key: key, Value: text }), {
    selector: ({ Key }) => Key,
    maxLength: 6,
  }),
});
type RandomSession = typeof session extends fc.Arbitrary<infer T> ? T : never;

/** Claims players while there is room for them, then gives the session its maximum. */
async function addTo(store: Store, random: RandomSession, index: number): Promise<void> {
  const record: GameSessionRecord = gameSession(TEXTS[index] ?? `${index}`, {
    ...(random.name === undefined ? {} : { name: random.name }),
    createdMs: random.createdMs,
    gameProperties: random.properties,
    maximumPlayerSessionCount: 4,
  });
  const { gameSessionId } = record;
  await store.claimGameSession(record, { slots: 99, activating: 99 });
  const players = Array.from({ length: random.players }, (_, player) => ({
    playerSessionId: `${index} ${player}`,
    playerId: 'p',
  }));
  await store.claimPlayerSessions('a', gameSessionId, players, { nowMs: 1, expiresMs: 2 });
  await store.updateGameSession('a', gameSessionId, created => ({
    ...created,
    maximumPlayerSessionCount: random.maximum,
  }));
}

async function searchAll(store: Store, query: { filter?: SessionFilter; sort?: SessionSort | undefined }) {
  const found: CountedGameSession[] = [];
  let after: string | undefined;
  do {
    const page = await store.searchGameSessions('a', { fleetId: 'fleet-1' }, query, { after, limit: 3 });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return found;
}

describe('a search for any expression', () => {
  it('finds in the store, page by page, what the plainest search finds', async () => {
    const queries = fc.array(fc.record({ filter, sort: fc.option(sort, { nil: undefined }) }), {
      minLength: 8,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(session, { minLength: 4, maxLength: 14 }),
        queries,
        async (sessions, asked) => {
          const store = new SqliteStore({ file: ':memory:' });
          await store.open();
          for (const [index, random] of sessions.entries()) await addTo(store, random, index);
          const all = await searchAll(store, {});
          expect(all).toHaveLength(sessions.length);
          for (const query of asked) {
            expect(idsOf(await searchAll(store, query))).toEqual(
              idsOf(naiveSearch(all, query.filter, query.sort)),
            );
          }
          await store.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('means the same when it is written down and read again', () => {
    const short = filter.filter(wanted => printFilter(wanted).length <= 1_024);
    fc.assert(
      fc.property(short, wanted => {
        expect(parseFilterExpression(printFilter(wanted))).toEqual(wanted);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(sort, wanted => {
        expect(parseSortExpression(printSort(wanted))).toEqual(wanted);
      }),
    );
  });

  it('is parsed or refused with a place, whatever it is', () => {
    const pieces = fc.constantFrom(
      ...[
        'gameSessionName',
        'maximumSessions',
        'gameSessionProperties.',
        "'",
        "'x'",
        '(',
        ')',
        '=',
        '<',
        '>',
      ],
      ...['AND', 'or', 'NOT', 'true', '5', '-', ' ', '\\', '"', '!', '\u0000', '\ud800', '😀'],
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(anything, source => {
        for (const parse of [parseFilterExpression, parseSortExpression]) {
          expect(problemWith(() => parse(source))).toMatch(
            /^$|^InvalidRequestException: \w+ (?:is not valid at character \d+: |has \d+ characters)/,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Empty when there is none. */
function problemWith(parse: () => unknown): string {
  try {
    parse();
    return '';
  } catch (error) {
    return error instanceof ServiceError ? `${error.type}: ${error.message}` : String(error);
  }
}

function idsOf(sessions: readonly CountedGameSession[]): string[] {
  return sessions.map(({ gameSessionId }) => gameSessionId);
}
