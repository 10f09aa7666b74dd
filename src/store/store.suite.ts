import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeGameSessions } from './game-sessions.suite.ts';
import { describePlayerSessions } from './player-sessions.suite.ts';
import { describeSearch } from './search.suite.ts';
import type { Store } from './store.ts';
import { allPages } from './test/pages.ts';
import { fleet, gameSession, location, placement, script } from './test/records.ts';

/** What every store guarantees. `create` makes an empty one each time; what of it outlives a process is tested elsewhere. */
export function describeStore(name: string, create: () => Store): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = create();
      await store.open();
    });
    afterEach(() => store.close());

    describe('resources', () => describeResources(() => store));
    describe('blobs, tags and fleet events', () => describeTheRest(() => store));
    describe('game sessions', () => describeGameSessions(() => store));
    describe('player sessions', () => describePlayerSessions(() => store));
    describe('searches', () => describeSearch(() => store));
    describe('forgetting', () => describeForgetting(() => store));

    it('refuses calls before it is opened and after it is closed', async () => {
      const other = create();
      await expect(other.listAll('fleet')).rejects.toMatchObject({ code: 'store_failed' });
      await other.open();
      await other.close();
      await expect(other.listAll('fleet')).rejects.toMatchObject({ code: 'store_failed' });
      await other.close();
    });
  });
}

function describeResources(storeOf: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = storeOf();
  });

  it('gives back what was inserted, and nothing under another kind or tenant', async () => {
    const record = fleet('one', { description: 'ü "quoted" \u0000 \u2028 😀' });
    expect(await store.insert('fleet', record)).toBe(true);
    expect(await store.get('fleet', 'a', 'one')).toEqual(record);
    expect(await store.get('script', 'a', 'one')).toBeUndefined();
    expect(await store.get('fleet', 'b', 'one')).toBeUndefined();
    expect(await store.get('fleet', 'a', 'two')).toBeUndefined();
  });

  it('inserts an id once for each tenant and kind, and leaves the first as it was', async () => {
    expect(await store.insert('script', script('x', { name: 'first' }))).toBe(true);
    expect(await store.insert('script', script('x', { name: 'second' }))).toBe(false);
    expect(await store.insert('script', script('x', { tenantId: 'b', name: 'of b' }))).toBe(true);
    expect(await store.insert('location', location('x'))).toBe(true);
    expect((await store.get('script', 'a', 'x'))?.name).toBe('first');
    expect((await store.get('script', 'b', 'x'))?.name).toBe('of b');
  });

  it('keeps its own copy of a record', async () => {
    const record = fleet('one');
    await store.insert('fleet', record);
    record.metricGroups.push('changed');
    (await store.get('fleet', 'a', 'one'))?.metricGroups.push('changed');
    expect((await store.get('fleet', 'a', 'one'))?.metricGroups).toEqual(['default']);
  });

  it('lists the records of a tenant in the order of creation, page by page', async () => {
    for (const id of ['d', 'a', 'c', 'b', 'e']) await store.insert('location', location(id));
    await store.insert('location', location('other', { tenantId: 'b' }));
    const { items, sizes } = await allPages(2, page => store.list('location', 'a', page));
    expect(items.map(({ id }) => id)).toEqual(['d', 'a', 'c', 'b', 'e']);
    expect(sizes).toEqual([2, 2, 1]);
    expect((await store.list('location', 'a', { limit: 5 })).next).toBeUndefined();
    expect(await store.list('location', 'nobody', { limit: 5 })).toEqual({ items: [], next: undefined });
  });

  it('goes on behind the last record of a page, whatever was removed and added meanwhile', async () => {
    for (const id of ['1', '2', '3', '4']) await store.insert('location', location(id));
    const { next } = await store.list('location', 'a', { limit: 2 });
    for (const id of ['1', '2', '3']) await store.remove('location', 'a', id);
    await store.insert('location', location('5'));
    const { items } = await store.list('location', 'a', { after: next, limit: 9 });
    expect(items.map(({ id }) => id)).toEqual(['4', '5']);
  });

  it('shows a record that came after the removed last one', async () => {
    await store.insert('location', location('1'));
    await store.insert('location', location('2'));
    const { next } = await store.list('location', 'a', { limit: 1 });
    await store.remove('location', 'a', '1');
    await store.remove('location', 'a', '2');
    await store.insert('location', location('3'));
    const { items } = await store.list('location', 'a', { after: next, limit: 1 });
    expect(items.map(({ id }) => id)).toEqual(['3']);
  });

  it.each(['', 'x', '-1', '9'.repeat(400), "1'", '\u0000', ':', '1:#', "1:'"])(
    'answers a place that it never gave (%j) with a page, not with an error',
    async after => {
      await store.insert('location', location('1'));
      await store.claimGameSession(gameSession('s'), { slots: 9, activating: 9 });
      const page = { after, limit: 5 };
      const sort = { operand: { kind: 'text', name: 'gameSessionName' }, direction: 'descending' } as const;
      await Promise.all([
        store.list('location', 'a', page),
        store.listFleetEvents('a', 'fleet-1', page),
        store.listGameSessions('a', { fleetId: 'fleet-1' }, page),
        store.searchGameSessions('a', { fleetId: 'fleet-1' }, { sort }, page),
        store.listPlayerSessions('a', { gameSessionId: 's' }, page),
      ]);
    },
  );

  it('lists the records of every tenant', async () => {
    await store.insert('placement', placement('1'));
    await store.insert('placement', placement('2', { tenantId: 'b' }));
    await store.insert('location', location('3'));
    const all = await store.listAll('placement');
    expect(all.map(({ tenantId, id }) => [tenantId, id])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('replaces a record by what is made of it', async () => {
    await store.insert('fleet', fleet('one'));
    const updated = await store.update('fleet', 'a', 'one', record => ({ ...record, name: 'new' }));
    expect(updated).toEqual(fleet('one', { name: 'new' }));
    expect(await store.get('fleet', 'a', 'one')).toEqual(updated);
    expect(await store.update('fleet', 'a', 'two', record => record)).toBeUndefined();
    expect(await store.update('fleet', 'b', 'one', record => record)).toBeUndefined();
  });

  it('lets no update give a record to another tenant or another id', async () => {
    await store.insert('fleet', fleet('one'));
    await store.update('fleet', 'a', 'one', record => ({ ...record, tenantId: 'b', id: 'two' }));
    expect(await store.get('fleet', 'a', 'one')).toEqual(fleet('one'));
    expect(await store.get('fleet', 'b', 'two')).toBeUndefined();
  });

  it('changes nothing when an update throws, and rejects with that very error', async () => {
    await store.insert('fleet', fleet('one'));
    const reason = new Error('no');
    await expect(
      store.update('fleet', 'a', 'one', record => {
        record.name = 'changed';
        throw reason;
      }),
    ).rejects.toBe(reason);
    expect(await store.get('fleet', 'a', 'one')).toEqual(fleet('one'));
    expect(await store.insert('fleet', fleet('two'))).toBe(true);
  });

  it('loses no update of many at once', async () => {
    await store.insert('script', script('x', { sizeOnDisk: 0 }));
    const increment = () =>
      store.update('script', 'a', 'x', record => ({ ...record, sizeOnDisk: record.sizeOnDisk + 1 }));
    await Promise.all(Array.from({ length: 100 }, increment));
    expect((await store.get('script', 'a', 'x'))?.sizeOnDisk).toBe(100);
  });

  it('removes a record of one kind and tenant', async () => {
    await store.insert('script', script('x'));
    await store.insert('script', script('x', { tenantId: 'b' }));
    await store.insert('location', location('x'));
    expect(await store.remove('script', 'a', 'x')).toBe(true);
    expect(await store.remove('script', 'a', 'x')).toBe(false);
    expect(await store.get('script', 'a', 'x')).toBeUndefined();
    expect(await store.get('script', 'b', 'x')).toBeDefined();
    expect(await store.get('location', 'a', 'x')).toBeDefined();
  });
}

function describeTheRest(storeOf: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = storeOf();
  });

  it('keeps bytes by name, and replaces them', async () => {
    await store.putBlob('one', Uint8Array.of(0, 1, 255));
    await store.putBlob('empty', new Uint8Array());
    expect(Buffer.from((await store.getBlob('one'))!).toString('hex')).toBe('0001ff');
    expect((await store.getBlob('empty'))?.length).toBe(0);
    await store.putBlob('one', Uint8Array.of(7));
    expect(Buffer.from((await store.getBlob('one'))!).toString('hex')).toBe('07');
    expect(await store.getBlob('two')).toBeUndefined();
  });

  it('removes the blobs whose names begin so, and no others', async () => {
    const names = ['a', 'a/', 'a/1', 'a/ü', 'a0', 'A/1', 'b/a/', '%', 'a_1'];
    for (const name of names) await store.putBlob(name, Uint8Array.of(1));
    await store.removeBlobs('a/');
    await store.removeBlobs('%');
    await store.removeBlobs('_');
    const left = [];
    for (const name of names) if ((await store.getBlob(name)) !== undefined) left.push(name);
    expect(left).toEqual(['a', 'a0', 'A/1', 'b/a/', 'a_1']);
  });

  it('keeps tags by tenant and ARN; none at all is the same as no row', async () => {
    await store.updateTags('a', 'arn', tags => ({ ...tags, one: '1', '': '' }));
    await store.updateTags('a', 'arn', ({ one, ...tags }) => ({ ...tags, two: `${one}2` }));
    expect(await store.getTags('a', 'arn')).toEqual({ '': '', two: '12' });
    expect(await store.getTags('b', 'arn')).toEqual({});
    expect(await store.getTags('a', 'arn:other')).toEqual({});
    await store.updateTags('a', 'arn', () => ({}));
    expect(await store.getTags('a', 'arn')).toEqual({});
  });

  it('keeps a tag that is called as what every object has', async () => {
    await store.updateTags('a', 'arn', () => JSON.parse('{"__proto__":"x","constructor":"y"}'));
    expect(JSON.stringify(await store.getTags('a', 'arn'))).toBe('{"__proto__":"x","constructor":"y"}');
  });

  it('changes no tag when the change throws', async () => {
    await store.updateTags('a', 'arn', () => ({ one: '1' }));
    const reason = new Error('no');
    const failing = store.updateTags('a', 'arn', () => {
      throw reason;
    });
    await expect(failing).rejects.toBe(reason);
    expect(await store.getTags('a', 'arn')).toEqual({ one: '1' });
  });

  const event = (eventId: string, timeMs: number, rest = {}) => ({
    ...{ tenantId: 'a', fleetId: 'f', eventId, code: 'FLEET_CREATED', message: `of ${timeMs}`, timeMs },
    ...rest,
  });

  it('lists events newest first, of one time the last one first, page by page', async () => {
    for (const [id, timeMs] of [
      ['1', 5],
      ['2', 7],
      ['3', 7],
      ['4', 6],
      ['5', 7],
    ] as const) {
      await store.addFleetEvent(event(id, timeMs));
    }
    await store.addFleetEvent(event('b', 7, { tenantId: 'b' }));
    await store.addFleetEvent(event('g', 7, { fleetId: 'g' }));
    const { items, sizes } = await allPages(2, page => store.listFleetEvents('a', 'f', page));
    expect(items.map(({ eventId }) => eventId)).toEqual(['5', '3', '2', '4', '1']);
    expect(sizes).toEqual([2, 2, 1]);
    expect(items[4]).toEqual(event('1', 5));
  });

  it('lists the events of a time, both ends included, and goes on behind the last one shown', async () => {
    for (const timeMs of [1, 2, 3, 4, 5]) await store.addFleetEvent(event(`${timeMs}`, timeMs));
    const range = { fromMs: 2, toMs: 4, limit: 2 };
    const first = await store.listFleetEvents('a', 'f', range);
    expect(first.items.map(({ timeMs }) => timeMs)).toEqual([4, 3]);
    await store.addFleetEvent(event('new', 4));
    const second = await store.listFleetEvents('a', 'f', { ...range, after: first.next });
    expect(second.items.map(({ timeMs }) => timeMs)).toEqual([2]);
    expect(second.next).toBeUndefined();
  });
}

function describeForgetting(storeOf: () => Store): void {
  it('forgets what was over before, and nothing that is not', async () => {
    const store = storeOf();
    const capacity = { slots: 9, activating: 9 };
    for (const [id, endedMs] of [
      ['old', 99],
      ['new', 100],
      ['on', undefined],
    ] as const) {
      const ended = endedMs === undefined ? {} : { terminatedMs: endedMs };
      await store.insert('fleet', fleet(id, { status: endedMs ? 'TERMINATED' : 'ACTIVE', ...ended }));
      await store.insert('placement', placement(id, endedMs === undefined ? {} : { endedMs }));
      await store.addFleetEvent({
        ...{ tenantId: 'a', fleetId: 'f', eventId: id, code: 'FLEET_CREATED', message: '' },
        timeMs: endedMs ?? 101,
      });
      await store.claimGameSession(gameSession(id, { createdMs: 1 }), capacity);
      const player = { playerSessionId: `p-${id}`, playerId: 'p' };
      await store.claimPlayerSessions('a', id, [player], { nowMs: 1, expiresMs: 1_000 });
      if (endedMs !== undefined) await store.endGameSession('a', id, { atMs: endedMs });
    }
    await store.insert('script', script('old', { createdMs: 1 }));
    const left = { playerSessionId: 'left', playerId: 'p' };
    await store.claimPlayerSessions('a', 'on', [left], { nowMs: 1, expiresMs: 1_000 });
    await store.completePlayerSession('left', 99);

    await store.forget(100);

    const page = { limit: 9 };
    expect((await store.listAll('fleet')).map(({ id }) => id)).toEqual(['new', 'on']);
    expect((await store.listAll('placement')).map(({ id }) => id)).toEqual(['new', 'on']);
    const events = (await store.listFleetEvents('a', 'f', page)).items;
    expect(events.map(({ eventId }) => eventId)).toEqual(['on', 'new']);
    const sessions = (await store.listGameSessions('a', { fleetId: 'fleet-1' }, page)).items;
    expect(sessions.map(({ gameSessionId }) => gameSessionId)).toEqual(['new', 'on']);
    const players = (await store.listPlayerSessions('a', { playerId: 'p' }, page)).items;
    expect(players.map(({ playerSessionId }) => playerSessionId)).toEqual(['p-new', 'p-on']);
    expect(await store.get('script', 'a', 'old')).toBeDefined();
  });

  it('forgets more than fits into one step', async () => {
    const store = storeOf();
    const many = Array.from({ length: 450 }, (_, index) => `${index}`);
    for (const id of many) await store.insert('placement', placement(id, { endedMs: 5 }));
    await store.forget(6);
    expect(await store.listAll('placement')).toEqual([]);
  });
}
