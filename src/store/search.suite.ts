import { beforeEach, describe, expect, it } from 'vitest';
import type { GameSessionRecord } from './records.ts';
import type { SessionFilter, SessionOperand, SessionSort } from './session-filter.ts';
import type { Store } from './store.ts';
import { allPages } from './test/pages.ts';
import { gameSession } from './test/records.ts';

const ROOM = { slots: 1_000, activating: 1_000 };
const FLEET = { fleetId: 'fleet-1' };

const name: SessionOperand = { kind: 'text', name: 'gameSessionName' };
const id: SessionOperand = { kind: 'text', name: 'gameSessionId' };
const maximum: SessionOperand = { kind: 'number', name: 'maximumSessions' };
const created: SessionOperand = { kind: 'number', name: 'creationTimeMillis' };
const players: SessionOperand = { kind: 'number', name: 'playerSessionCount' };
const available: SessionOperand = { kind: 'boolean', name: 'hasAvailablePlayerSessions' };
const property = (key: string): SessionOperand => ({ kind: 'property', key });

function compare(operand: SessionOperand, comparator: string, value: unknown): SessionFilter {
  return { kind: 'compare', operand, comparator, value } as SessionFilter;
}

export function describeSearch(storeOf: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = storeOf();
  });

  async function add(gameSessionId: string, rest: Partial<GameSessionRecord> = {}, playerCount = 0) {
    await store.claimGameSession(gameSession(gameSessionId, rest), ROOM);
    const claimed = Array.from({ length: playerCount }, (_, index) => ({
      playerSessionId: `${gameSessionId}-${index}`,
      playerId: 'p',
    }));
    const times = { nowMs: 1, expiresMs: 1_000 };
    if (playerCount > 0) await store.claimPlayerSessions('a', gameSessionId, claimed, times);
  }

  async function found(filter?: SessionFilter, sort?: SessionSort, limit = 2): Promise<string> {
    const { items } = await allPages(limit, page =>
      store.searchGameSessions('a', FLEET, { filter, sort }, page),
    );
    return items.map(({ gameSessionId }) => gameSessionId).join('');
  }

  function sorted(operand: SessionOperand, direction: SessionSort['direction']): Promise<string> {
    return found(undefined, { operand, direction });
  }

  it('finds the ACTIVE sessions of one fleet, in one location if asked, oldest first', async () => {
    await add('2');
    await add('1', { location: 'custom-1' });
    for (const status of ['ACTIVATING', 'TERMINATING', 'TERMINATED', 'ERROR'] as const) {
      await add(status, { status });
    }
    await add('x', { tenantId: 'b' });
    await add('y', { fleetId: 'fleet-2' });
    await add('3');
    expect(await found()).toBe('213');
    const inLocation = { ...FLEET, location: 'custom-1' };
    const { items } = await store.searchGameSessions('a', inLocation, {}, { limit: 9 });
    expect(items).toEqual([{ ...gameSession('1', { location: 'custom-1' }), currentPlayerSessionCount: 0 }]);
  });

  it('compares names and ids as they are, cases and blanks included', async () => {
    await add('1', { name: 'Arena' });
    await add('2', { name: 'arena' });
    await add('3', { name: 'it\'s "%_\\' });
    await add('4');
    expect(await found(compare(name, '=', 'Arena'))).toBe('1');
    expect(await found(compare(name, '=', 'it\'s "%_\\'))).toBe('3');
    expect(await found(compare(name, '=', ''))).toBe('');
    expect(await found(compare(name, '=', "' OR TRUE --"))).toBe('');
    expect(await found(compare(id, '=', '2'))).toBe('2');
    expect(await found(compare(id, '<>', '2'))).toBe('134');
  });

  it('takes what is not there for unequal to everything', async () => {
    await add('1', { name: 'n', gameProperties: [{ Key: 'k', Value: 'v' }] });
    await add('2', { name: 'm', gameProperties: [{ Key: 'k', Value: 'w' }] });
    await add('3');
    for (const [operand, value] of [
      [name, 'n'],
      [property('k'), 'v'],
    ] as const) {
      const equal = compare(operand, '=', value);
      const unequal = compare(operand, '<>', value);
      expect(await found(equal)).toBe('1');
      expect(await found(unequal)).toBe('23');
      expect(await found({ kind: 'not', term: equal })).toBe('23');
      expect(await found({ kind: 'not', term: unequal })).toBe('1');
    }
  });

  it.each(['"', '.', 'a.b', "'", '', '$', '[0]', 'ключ', '__proto__', '?', ':a'])(
    'knows a property that is called %j',
    async key => {
      await add('1', {
        gameProperties: [
          { Key: key, Value: '7' },
          { Key: `${key}x`, Value: '8' },
        ],
      });
      await add('2', { gameProperties: [{ Key: `${key}x`, Value: '7' }] });
      expect(await found(compare(property(key), '=', '7'))).toBe('1');
      expect(await sorted(property(key), 'ascending')).toBe('12');
    },
  );

  it('compares numbers by value', async () => {
    await add('1', { maximumPlayerSessionCount: 9, createdMs: 1_700_000_000_001 });
    await add('2', { maximumPlayerSessionCount: 10, createdMs: 1_700_000_000_000 }, 2);
    await add('3', { maximumPlayerSessionCount: 100, createdMs: 5 }, 1);
    expect(await found(compare(maximum, '=', 10))).toBe('2');
    expect(await found(compare(maximum, '<>', 10))).toBe('13');
    expect(await found(compare(maximum, '<', 10))).toBe('1');
    expect(await found(compare(maximum, '<=', 10))).toBe('12');
    expect(await found(compare(maximum, '>', 9.5))).toBe('23');
    expect(await found(compare(maximum, '>=', 100))).toBe('3');
    expect(await found(compare(created, '>', 1_700_000_000_000))).toBe('1');
    expect(await found(compare(players, '>=', 1))).toBe('23');
    expect(await found(compare(players, '=', 0))).toBe('1');
    expect(await found(compare(players, '>', -1))).toBe('123');
  });

  it('answers from what is reserved and active now', async () => {
    await add('1', { maximumPlayerSessionCount: 1 }, 1);
    await add('2', { maximumPlayerSessionCount: 2 }, 1);
    const free = compare(available, '=', true);
    expect(await found(free)).toBe('2');
    expect(await found(compare(available, '<>', true))).toBe('1');
    expect(await found(compare(available, '=', false))).toBe('1');
    await store.completePlayerSession('1-0', 5);
    expect(await found(free)).toBe('12');
    await store.updateGameSession('a', '2', session => ({ ...session, maximumPlayerSessionCount: 0 }));
    expect(await found(free)).toBe('1');
  });

  it('joins and negates conditions', async () => {
    for (const count of [1, 2, 3, 4]) await add(`${count}`, { maximumPlayerSessionCount: count });
    const is = (value: number) => compare(maximum, '=', value);
    expect(await found({ kind: 'or', terms: [is(1), is(3)] })).toBe('13');
    expect(await found({ kind: 'not', term: { kind: 'or', terms: [is(1), is(3)] } })).toBe('24');
    const small = compare(maximum, '<', 3);
    expect(await found({ kind: 'and', terms: [small, { kind: 'not', term: is(1) }] })).toBe('2');
    expect(await found({ kind: 'not', term: { kind: 'and', terms: [small, is(1)] } })).toBe('234');
    expect(await found({ kind: 'and', terms: [] })).toBe('1234');
    expect(await found({ kind: 'or', terms: [] })).toBe('');
  });

  it('follows properties through updates, and loses no session by them', async () => {
    await add('1', { status: 'ACTIVATING', gameProperties: [{ Key: 'map', Value: 'a' }] });
    const isA = compare(property('map'), '=', 'a');
    expect(await found(isA)).toBe('');
    await store.updateGameSession('a', '1', session => ({ ...session, status: 'ACTIVE' }));
    expect(await found(isA)).toBe('1');
    const gameProperties = [{ Key: 'map', Value: 'b' }];
    await store.updateGameSession('a', '1', session => ({ ...session, gameProperties }));
    expect(await found(isA)).toBe('');
    expect(await found(compare(property('map'), '=', 'b'))).toBe('1');
    await store.updateGameSession('a', '1', session => ({ ...session, gameProperties: [] }));
    expect(await found(compare(property('map'), '=', 'b'))).toBe('');
    expect(await found()).toBe('1');
  });

  it('carries out filters as deep and as long as 1,024 characters can make them', async () => {
    await add('1');
    await add('2', { maximumPlayerSessionCount: 9 });
    let filter = compare(maximum, '=', 9);
    for (let depth = 0; depth < 1_024; depth += 1) {
      filter = depth % 2 === 0 ? { kind: 'not', term: filter } : { kind: 'and', terms: [filter] };
    }
    expect(await found(filter)).toBe('2');
    for (let depth = 0; depth < 100; depth += 1) {
      filter = { kind: depth % 2 === 0 ? 'or' : 'and', terms: [compare(players, '=', depth % 2), filter] };
      filter = { kind: 'not', term: filter };
    }
    expect(await found(filter)).toMatch(/^1?2?$/);
    const terms = Array.from({ length: 100 }, (_, index) => compare(property(`${index}`), '<>', 'x'));
    expect(await found({ kind: 'and', terms })).toBe('12');
  });

  describe('sorted', () => {
    it('comes by text, code point by code point, in both directions', async () => {
      const names = ['b', 'B', 'a', 'ab', '\uffff', '😀', '10', '9'];
      for (const [index, value] of names.entries()) await add(`${index}`, { name: value });
      expect(await sorted(name, 'ascending')).toBe('67123045');
      expect(await sorted(name, 'descending')).toBe('54032176');
    });

    it('comes by number and by free slots, full ones first when ascending', async () => {
      await add('1', { maximumPlayerSessionCount: 10 }, 1);
      await add('2', { maximumPlayerSessionCount: 9 }, 9);
      await add('3', { maximumPlayerSessionCount: 100 });
      expect(await sorted(maximum, 'ascending')).toBe('213');
      expect(await sorted(maximum, 'descending')).toBe('312');
      expect(await sorted(players, 'ascending')).toBe('312');
      expect(await sorted(players, 'descending')).toBe('213');
      expect(await sorted(available, 'ascending')).toBe('213');
      expect(await sorted(available, 'descending')).toBe('132');
    });

    it('has sessions without the operand last in both directions, and ties oldest first', async () => {
      const keyed = (value: string) => ({ gameProperties: [{ Key: 'k', Value: value }], name: value });
      await add('1');
      await add('2', keyed('b'));
      await add('3', keyed('a'));
      await add('4');
      await add('5', keyed('b'));
      await add('6', keyed('a'));
      for (const operand of [name, property('k')]) {
        expect(await sorted(operand, 'ascending')).toBe('362514');
        expect(await sorted(operand, 'descending')).toBe('253614');
      }
      expect(await sorted(property('other'), 'descending')).toBe('123456');
    });

    it('shows every session once, however long the texts are that it sorts by', async () => {
      const long = '😀'.repeat(1_000);
      for (const index of [3, 1, 2]) await add(`${index}`, { name: `${long}${index}` });
      await add('0', { name: 'a' });
      expect(await found(undefined, { operand: name, direction: 'ascending' }, 1)).toBe('0312');
    });

    it('goes on where it was while sessions come, go and change places', async () => {
      for (const [key, value] of [
        ['1', 10],
        ['2', 20],
        ['3', 30],
        ['4', 40],
      ] as const) {
        await add(key, { maximumPlayerSessionCount: value });
      }
      const sort: SessionSort = { operand: maximum, direction: 'ascending' };
      const first = await store.searchGameSessions('a', FLEET, { sort }, { limit: 2 });
      await store.endGameSession('a', '2', { atMs: 5 });
      await add('5', { maximumPlayerSessionCount: 5 });
      await add('6', { maximumPlayerSessionCount: 25 });
      const rest = await store.searchGameSessions('a', FLEET, { sort }, { after: first.next, limit: 9 });
      expect(rest.items.map(({ gameSessionId }) => gameSessionId)).toEqual(['6', '3', '4']);
      expect(rest.next).toBeUndefined();
    });
  });
}
