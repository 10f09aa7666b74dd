import { beforeEach, expect, it } from 'vitest';
import type { Store } from './store.ts';
import { allPages } from './test/pages.ts';
import { gameSession } from './test/records.ts';

const ROOM = { slots: 100, activating: 100 };

export function describeGameSessions(storeOf: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = storeOf();
  });

  it('creates a session and gives it back, counted', async () => {
    const record = gameSession('s', {
      name: 'ü\u0000',
      gameProperties: [{ Key: 'k', Value: 'v' }],
      status: 'ACTIVATING',
    });
    const counted = { ...record, currentPlayerSessionCount: 0 };
    expect(await store.claimGameSession(record, ROOM)).toEqual({ outcome: 'created', session: counted });
    expect(await store.getGameSession('a', 's')).toEqual(counted);
    expect(await store.getGameSession('b', 's')).toBeUndefined();
    expect(await store.getGameSession('a', 't')).toBeUndefined();
  });

  it('answers an id that is taken with its session, over or not, and changes nothing', async () => {
    await store.claimGameSession(gameSession('s', { name: 'first' }), ROOM);
    const again = await store.claimGameSession(gameSession('s', { name: 'second' }), ROOM);
    expect(again).toMatchObject({ outcome: 'exists', session: { name: 'first', status: 'ACTIVE' } });
    await store.endGameSession('a', 's', { atMs: 2_000 });
    const late = await store.claimGameSession(gameSession('s'), { slots: 0, activating: 0 });
    expect(late).toMatchObject({ outcome: 'exists', session: { name: 'first', status: 'TERMINATED' } });
  });

  it('gives each slot once: ACTIVATING, ACTIVE and TERMINATING sessions hold one, others none', async () => {
    const two = { slots: 3, activating: 3 };
    for (const status of ['ACTIVATING', 'ACTIVE', 'TERMINATING', 'ERROR'] as const) {
      await store.claimGameSession(gameSession(status, { status }), { slots: 4, activating: 4 });
    }
    expect(await store.claimGameSession(gameSession('s'), two)).toEqual({
      ...{ outcome: 'no_slot', taken: 3, activating: 1 },
    });
    expect(await store.getGameSession('a', 's')).toBeUndefined();
    await store.endGameSession('a', 'ACTIVE', { atMs: 2_000 });
    expect(await store.claimGameSession(gameSession('s'), two)).toMatchObject({ outcome: 'created' });
  });

  it('counts the slots of one fleet in one location', async () => {
    const one = { slots: 1, activating: 1 };
    const claims = [
      gameSession('1'),
      gameSession('2', { location: 'custom-1' }),
      gameSession('3', { fleetId: 'fleet-2' }),
      gameSession('4', { tenantId: 'b' }),
      gameSession('5'),
    ];
    const outcomes = [];
    for (const claim of claims) outcomes.push((await store.claimGameSession(claim, one)).outcome);
    expect(outcomes).toEqual(['created', 'created', 'created', 'created', 'no_slot']);
  });

  it('lets only so many sessions be ACTIVATING', async () => {
    const capacity = { slots: 9, activating: 1 };
    await store.claimGameSession(gameSession('1', { status: 'ACTIVATING' }), capacity);
    const second = gameSession('2', { status: 'ACTIVATING' });
    expect(await store.claimGameSession(second, capacity)).toEqual({
      ...{ outcome: 'too_many_activating', taken: 1, activating: 1 },
    });
    await store.updateGameSession('a', '1', session => ({ ...session, status: 'ACTIVE' }));
    expect(await store.claimGameSession(second, capacity)).toMatchObject({ outcome: 'created' });
  });

  it('lets a creator begin only so many in a time, ended ones counted', async () => {
    const limit = { count: 2, sinceMs: 1_000 };
    const by = (id: string, creatorId: string | undefined, createdMs = 1_000) =>
      store.claimGameSession(
        gameSession(id, { createdMs, ...(creatorId === undefined ? {} : { creatorId }) }),
        ROOM,
        limit,
      );
    await by('before', 'c', 999);
    await by('1', 'c');
    await store.endGameSession('a', '1', { atMs: 2_000 });
    expect(await by('2', 'c')).toMatchObject({ outcome: 'created' });
    expect(await by('3', 'c')).toEqual({ outcome: 'creator_limit' });
    expect(await by('3', 'd')).toMatchObject({ outcome: 'created' });
    for (const id of ['4', '5', '6']) expect(await by(id, undefined)).toMatchObject({ outcome: 'created' });
  });

  it('gives twenty slots to exactly twenty of a hundred claims at once', async () => {
    const capacity = { slots: 20, activating: 20 };
    const claims = Array.from({ length: 100 }, (_, index) =>
      store.claimGameSession(gameSession(`${index}`), capacity),
    );
    const outcomes = (await Promise.all(claims)).map(({ outcome }) => outcome);
    expect(outcomes.filter(outcome => outcome === 'created')).toHaveLength(20);
    expect(outcomes.filter(outcome => outcome === 'no_slot')).toHaveLength(80);
    const { items } = await store.listGameSessions('a', { fleetId: 'fleet-1' }, { limit: 100 });
    expect(items).toHaveLength(20);
  });

  it('lists the sessions of a fleet, in one location or status or both, page by page', async () => {
    const places = [
      ['1', 'local', 'ACTIVE'],
      ['2', 'custom-1', 'ACTIVE'],
      ['3', 'local', 'ACTIVATING'],
      ['4', 'local', 'ACTIVE'],
      ['5', 'custom-1', 'TERMINATED'],
    ] as const;
    for (const [id, place, status] of places) {
      await store.claimGameSession(gameSession(id, { location: place, status }), ROOM);
    }
    await store.claimGameSession(gameSession('b', { tenantId: 'b' }), ROOM);
    await store.claimGameSession(gameSession('g', { fleetId: 'fleet-2' }), ROOM);
    const ids = async (selector: object) => {
      const wanted = { fleetId: 'fleet-1', ...selector };
      const { items } = await allPages(2, page => store.listGameSessions('a', wanted, page));
      return items.map(({ gameSessionId }) => gameSessionId).join('');
    };
    expect(await ids({})).toBe('12345');
    expect(await ids({ location: 'local' })).toBe('134');
    expect(await ids({ status: 'ACTIVE' })).toBe('124');
    expect(await ids({ status: 'TERMINATED', location: 'custom-1' })).toBe('5');
    expect(await ids({ status: 'ERROR' })).toBe('');
  });

  it('lists the live sessions of every tenant', async () => {
    for (const status of ['ACTIVATING', 'ACTIVE', 'TERMINATING', 'TERMINATED', 'ERROR'] as const) {
      await store.claimGameSession(gameSession(status, { status }), ROOM);
    }
    await store.claimGameSession(gameSession('b', { tenantId: 'b' }), ROOM);
    const live = await store.listLiveGameSessions();
    expect(live.map(({ gameSessionId }) => gameSessionId)).toEqual([
      ...['ACTIVATING', 'ACTIVE', 'TERMINATING', 'b'],
    ]);
    expect(live[3]).toEqual(gameSession('b', { tenantId: 'b' }));
  });

  it('replaces a session by what is made of it, its identity apart', async () => {
    await store.claimGameSession(gameSession('s', { status: 'ACTIVATING' }), ROOM);
    const updated = await store.updateGameSession('a', 's', session => ({
      ...session,
      ...{ tenantId: 'b', gameSessionId: 't', fleetId: 'fleet-2', location: 'x', createdMs: 5 },
      ...{ status: 'ACTIVE', name: 'new', maximumPlayerSessionCount: 7 },
    }));
    const expected = gameSession('s', { name: 'new', maximumPlayerSessionCount: 7 });
    expect(updated).toEqual({ ...expected, currentPlayerSessionCount: 0 });
    expect(await store.getGameSession('a', 's')).toEqual(updated);
    expect(await store.updateGameSession('b', 's', session => session)).toBeUndefined();
    expect(await store.updateGameSession('a', 't', session => session)).toBeUndefined();
  });

  it('changes nothing when an update throws, and rejects with that very error', async () => {
    await store.claimGameSession(gameSession('s'), ROOM);
    const reason = new Error('no');
    const failing = store.updateGameSession('a', 's', session => {
      session.name = 'changed';
      throw reason;
    });
    await expect(failing).rejects.toBe(reason);
    expect(await store.getGameSession('a', 's')).toEqual({
      ...gameSession('s'),
      currentPlayerSessionCount: 0,
    });
  });

  it('lets no update end a session or bring one back', async () => {
    await store.claimGameSession(gameSession('s'), ROOM);
    await store.updateGameSession('a', 's', session => ({ ...session, status: 'TERMINATED', name: 'n' }));
    expect(await store.getGameSession('a', 's')).toMatchObject({ status: 'ACTIVE', name: 'n' });
    await store.endGameSession('a', 's', { atMs: 2_000 });
    await store.updateGameSession('a', 's', session => ({ ...session, status: 'ACTIVE', name: 'm' }));
    expect(await store.getGameSession('a', 's')).toMatchObject({ status: 'TERMINATED', name: 'm' });
    expect(await store.listLiveGameSessions()).toEqual([]);
  });

  it('ends a session once, says why, and settles its player sessions', async () => {
    await store.claimGameSession(gameSession('s'), ROOM);
    const players = ['reserved', 'active', 'gone'].map(id => ({ playerSessionId: id, playerId: id }));
    await store.claimPlayerSessions('a', 's', players, { nowMs: 1_000, expiresMs: 9_000 });
    await store.acceptPlayerSession('active', 1_500);
    await store.completePlayerSession('gone', 1_600);
    const end = { atMs: 2_000, reason: 'FORCE_TERMINATED', endCode: 'script_exit' } as const;
    const ended = await store.endGameSession('a', 's', end);
    expect(ended).toEqual({
      ...gameSession('s', { status: 'TERMINATED', terminatedMs: 2_000 }),
      ...{ statusReason: 'FORCE_TERMINATED', endCode: 'script_exit', currentPlayerSessionCount: 0 },
    });
    const { items } = await store.listPlayerSessions('a', { gameSessionId: 's' }, { limit: 9 });
    expect(items.map(({ status, terminatedMs }) => [status, terminatedMs])).toEqual([
      ['TIMEDOUT', 2_000],
      ['COMPLETED', 2_000],
      ['COMPLETED', 1_600],
    ]);
    expect(await store.endGameSession('a', 's', { atMs: 3_000, endCode: 'worker_lost' })).toEqual(ended);
    expect(await store.getGameSession('a', 's')).toEqual(ended);
    expect(await store.endGameSession('b', 's', end)).toBeUndefined();
    expect(await store.endGameSession('a', 't', end)).toBeUndefined();
  });

  it('keeps the reason that was given before the end', async () => {
    await store.claimGameSession(
      gameSession('s', { status: 'TERMINATING', statusReason: 'TRIGGERED_ON_PROCESS_TERMINATE' }),
      ROOM,
    );
    const ended = await store.endGameSession('a', 's', { atMs: 2_000, reason: 'FORCE_TERMINATED' });
    expect(ended?.statusReason).toBe('TRIGGERED_ON_PROCESS_TERMINATE');
  });

  it('counts live sessions, their room and their players by location and status', async () => {
    await store.claimGameSession(gameSession('1'), ROOM);
    await store.claimGameSession(gameSession('2', { maximumPlayerSessionCount: 6 }), ROOM);
    await store.claimGameSession(gameSession('3', { location: 'x', status: 'ACTIVATING' }), ROOM);
    await store.claimGameSession(gameSession('4', { status: 'TERMINATED' }), ROOM);
    await store.claimGameSession(gameSession('b', { tenantId: 'b' }), ROOM);
    for (const id of ['1', '2']) {
      const players = ['p', 'q'].map(player => ({ playerSessionId: `${id}${player}`, playerId: player }));
      await store.claimPlayerSessions('a', id, players, { nowMs: 1_000, expiresMs: 9_000 });
    }
    await store.completePlayerSession('2q', 1_500);
    const counts = await store.countGameSessions('a', 'fleet-1');
    expect(counts.sort((left, right) => left.location.localeCompare(right.location))).toEqual([
      { location: 'local', status: 'ACTIVE', sessions: 2, maximumPlayers: 10, players: 3 },
      { location: 'x', status: 'ACTIVATING', sessions: 1, maximumPlayers: 4, players: 0 },
    ]);
  });
}
