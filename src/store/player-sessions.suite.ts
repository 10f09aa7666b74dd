import { beforeEach, expect, it } from 'vitest';
import type { Store } from './store.ts';
import { allPages } from './test/pages.ts';
import { gameSession } from './test/records.ts';

const ROOM = { slots: 100, activating: 100 };

export function describePlayerSessions(storeOf: () => Store): void {
  let store: Store;
  beforeEach(async () => {
    store = storeOf();
    await store.claimGameSession(gameSession('s', { maximumPlayerSessionCount: 3 }), ROOM);
  });

  function claim(ids: string[], times = { nowMs: 1_000, expiresMs: 2_000 }, session = 's') {
    const players = ids.map(id => ({ playerSessionId: id, playerId: `player ${id}` }));
    return store.claimPlayerSessions('a', session, players, times);
  }

  it('reserves a slot for each player', async () => {
    const players = [
      { playerSessionId: 'p', playerId: 'one', playerData: 'data' },
      { playerSessionId: 'q', playerId: 'one' },
    ];
    const claimed = await store.claimPlayerSessions('a', 's', players, { nowMs: 1_000, expiresMs: 2_000 });
    const reserved = players.map(player => ({
      ...{ tenantId: 'a', gameSessionId: 's', fleetId: 'fleet-1', status: 'RESERVED' },
      ...{ createdMs: 1_000, expiresMs: 2_000 },
      ...player,
    }));
    const session = {
      ...gameSession('s', { maximumPlayerSessionCount: 3 }),
      currentPlayerSessionCount: 2,
    };
    expect(claimed).toEqual({ outcome: 'reserved', players: reserved, session });
    expect(await store.getGameSession('a', 's')).toEqual(session);
    expect(await store.getPlayerSession('a', 'p')).toEqual(reserved[0]);
    expect(await store.getPlayerSession('b', 'p')).toBeUndefined();
    expect(await store.getPlayerSession('a', 'r')).toBeUndefined();
  });

  it('reserves for all players or for none', async () => {
    await claim(['1', '2']);
    expect(await claim(['3', '4'])).toMatchObject({
      ...{ outcome: 'full', session: { currentPlayerSessionCount: 2 } },
    });
    expect(await store.getPlayerSession('a', '3')).toBeUndefined();
    expect(await claim(['3'])).toMatchObject({ outcome: 'reserved' });
  });

  it('changes nothing when one of the ids is taken', async () => {
    await claim(['1']);
    await expect(claim(['2', '1'])).rejects.toMatchObject({ code: 'store_failed' });
    expect(await store.getPlayerSession('a', '2')).toBeUndefined();
    expect((await store.getGameSession('a', 's'))?.currentPlayerSessionCount).toBe(1);
  });

  it('says why it reserved nothing', async () => {
    await store.claimGameSession(gameSession('new', { status: 'ACTIVATING' }), ROOM);
    await store.claimGameSession(gameSession('closed', { creationPolicy: 'DENY_ALL' }), ROOM);
    expect(await claim(['1'], undefined, 'new')).toMatchObject({ outcome: 'not_active' });
    expect(await claim(['1'], undefined, 'closed')).toMatchObject({ outcome: 'denied' });
    expect(await claim(['1'], undefined, 'nowhere')).toEqual({ outcome: 'not_found' });
    const players = [{ playerSessionId: '1', playerId: 'p' }];
    const times = { nowMs: 1_000, expiresMs: 2_000 };
    expect(await store.claimPlayerSessions('b', 's', players, times)).toEqual({ outcome: 'not_found' });
  });

  it('gives fifty slots to exactly fifty of two hundred claims at once', async () => {
    await store.claimGameSession(gameSession('big', { maximumPlayerSessionCount: 50 }), ROOM);
    const claims = Array.from({ length: 200 }, (_, index) => claim([`${index}`], undefined, 'big'));
    const outcomes = (await Promise.all(claims)).map(({ outcome }) => outcome);
    expect(outcomes.filter(outcome => outcome === 'reserved')).toHaveLength(50);
    expect(outcomes.filter(outcome => outcome === 'full')).toHaveLength(150);
    expect((await store.getGameSession('a', 'big'))?.currentPlayerSessionCount).toBe(50);
  });

  it('gives the slot of an expired reservation to the next player, and no earlier', async () => {
    await claim(['1', '2', '3']);
    await store.acceptPlayerSession('1', 1_500);
    expect(await claim(['4'], { nowMs: 1_999, expiresMs: 3_000 })).toMatchObject({ outcome: 'full' });
    expect(await claim(['4', '5'], { nowMs: 2_000, expiresMs: 3_000 })).toMatchObject({
      ...{ outcome: 'reserved', session: { currentPlayerSessionCount: 3 } },
    });
    expect(await store.getPlayerSession('a', '1')).toMatchObject({ status: 'ACTIVE' });
    expect(await store.getPlayerSession('a', '2')).toMatchObject({
      ...{ status: 'TIMEDOUT', terminatedMs: 2_000 },
    });
  });

  it('takes no slot from players when the maximum is lowered below their number', async () => {
    await claim(['1', '2', '3']);
    await store.updateGameSession('a', 's', session => ({ ...session, maximumPlayerSessionCount: 1 }));
    expect((await store.getGameSession('a', 's'))?.currentPlayerSessionCount).toBe(3);
    await store.completePlayerSession('1', 1_500);
    expect(await claim(['4'])).toMatchObject({ outcome: 'full' });
  });

  it('accepts a reservation once, until it expires', async () => {
    await claim(['1', '2']);
    expect(await store.acceptPlayerSession('1', 1_999)).toMatchObject({
      ...{ playerSessionId: '1', tenantId: 'a', status: 'ACTIVE' },
    });
    expect(await store.acceptPlayerSession('1', 1_999)).toBeUndefined();
    expect(await store.acceptPlayerSession('2', 2_000)).toBeUndefined();
    expect(await store.acceptPlayerSession('nobody', 1_000)).toBeUndefined();
    expect(await store.getPlayerSession('a', '2')).toMatchObject({ status: 'RESERVED' });
  });

  it('completes what is RESERVED or ACTIVE, and leaves what is over', async () => {
    await claim(['1', '2', '3']);
    await store.acceptPlayerSession('1', 1_100);
    await store.completePlayerSession('1', 1_200);
    await store.completePlayerSession('2', 1_300);
    await store.completePlayerSession('1', 1_400);
    await store.expirePlayerSessions(2_000);
    await store.completePlayerSession('3', 2_100);
    await store.completePlayerSession('nobody', 2_100);
    const { items } = await store.listPlayerSessions('a', { gameSessionId: 's' }, { limit: 9 });
    expect(items.map(({ status, terminatedMs }) => [status, terminatedMs])).toEqual([
      ['COMPLETED', 1_200],
      ['COMPLETED', 1_300],
      ['TIMEDOUT', 2_000],
    ]);
    expect((await store.getGameSession('a', 's'))?.currentPlayerSessionCount).toBe(0);
  });

  it('expires the reservations of every session that are due', async () => {
    await store.claimGameSession(gameSession('t'), ROOM);
    await claim(['1', '2']);
    await claim(['3'], { nowMs: 1_000, expiresMs: 2_001 });
    await claim(['4'], undefined, 't');
    await store.acceptPlayerSession('2', 1_500);
    expect(await store.expirePlayerSessions(1_999)).toBe(0);
    expect(await store.expirePlayerSessions(2_000)).toBe(2);
    expect(await store.expirePlayerSessions(2_000)).toBe(0);
    const status = async (id: string) => (await store.getPlayerSession('a', id))?.status;
    expect(await Promise.all(['1', '2', '3', '4'].map(status))).toEqual([
      ...['TIMEDOUT', 'ACTIVE', 'RESERVED', 'TIMEDOUT'],
    ]);
  });

  it('lists by game session, by status in it, and by player, page by page', async () => {
    await store.claimGameSession(gameSession('t', { tenantId: 'b' }), ROOM);
    await claim(['1', '2', '3']);
    await store.acceptPlayerSession('2', 1_500);
    const times = { nowMs: 1_000, expiresMs: 2_000 };
    const other = [{ playerSessionId: '4', playerId: 'player 1' }];
    await store.claimPlayerSessions('b', 't', other, times);
    const ids = async (tenantId: string, selector: Parameters<Store['listPlayerSessions']>[1]) => {
      const { items } = await allPages(2, page => store.listPlayerSessions(tenantId, selector, page));
      return items.map(({ playerSessionId }) => playerSessionId).join('');
    };
    expect(await ids('a', { gameSessionId: 's' })).toBe('123');
    expect(await ids('a', { gameSessionId: 's', status: 'RESERVED' })).toBe('13');
    expect(await ids('a', { gameSessionId: 's', status: 'COMPLETED' })).toBe('');
    expect(await ids('a', { gameSessionId: 't' })).toBe('');
    expect(await ids('a', { playerId: 'player 1' })).toBe('1');
    expect(await ids('b', { playerId: 'player 1' })).toBe('4');
    expect(await ids('b', { gameSessionId: 's' })).toBe('');
  });
}
