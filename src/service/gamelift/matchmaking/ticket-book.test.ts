import { expect, onTestFinished, test } from 'vitest';
import { resolveLimits } from '../../../limits/limits.ts';
import type { MatchmakingTicketRecord } from '../../../store/records.ts';
import { SqliteStore } from '../../../store/sqlite/sqlite-store.ts';
import { failure } from '../test/rig.ts';
import { TicketBook } from './ticket-book.ts';

async function startBook() {
  const store = new SqliteStore({ file: ':memory:' });
  await store.open();
  onTestFinished(() => store.close());
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const book = new TicketBook({ store, limits: resolveLimits(), now: () => 7_000, onError });
  return { book, store, errors };
}

function record(id: string, ...players: string[]): MatchmakingTicketRecord {
  return {
    ...{ tenantId: 'a', id, createdMs: 1_000, configurationName: 'duel', status: 'QUEUED' },
    players: players.map(PlayerId => ({ PlayerId })),
  };
}

test('the store has what becomes of a ticket, in the order in which it became it', async () => {
  const { book, store } = await startBook();
  const ticket = await book.add(record('t-1', 'ann'));
  const changes = (['SEARCHING', 'PLACING', 'COMPLETED'] as const).map(status =>
    book.change(ticket, { status }),
  );
  expect(ticket.record).toMatchObject({ status: 'COMPLETED', endedMs: 7_000 });
  await Promise.all(changes);
  expect(await store.get('matchmakingTicket', 'a', 't-1')).toMatchObject({
    status: 'COMPLETED',
    endedMs: 7_000,
  });
});

test('a ticket that has ended does not change, is nobody’s, and is found where the store has it', async () => {
  const { book } = await startBook();
  const ticket = await book.add(record('t-1', 'ann'));
  book.holdPlayers(ticket);
  expect(book.ofPlayer('a', 'ann')).toBe(ticket);
  expect(book.ofPlayer('b', 'ann')).toBeUndefined();
  await book.change(ticket, { status: 'CANCELLED' });
  expect(book.ofPlayer('a', 'ann')).toBeUndefined();
  await book.change(ticket, { status: 'SEARCHING' });
  expect(book.get('a', 't-1')).toBeUndefined();
  expect(await book.find('a', 't-1')).toMatchObject({ status: 'CANCELLED' });
});

test('an older ticket that ends leaves its players to the newer one', async () => {
  const { book } = await startBook();
  const older = await book.add(record('t-1', 'ann', 'ben'));
  book.holdPlayers(older);
  const newer = await book.add(record('t-2', 'ann'));
  book.holdPlayers(newer);
  await book.change(older, { status: 'CANCELLED' });
  expect(book.ofPlayer('a', 'ann')).toBe(newer);
  expect(book.ofPlayer('a', 'ben')).toBeUndefined();
});

test('an id is used once, be its ticket active, ended, or just being written down', async () => {
  const { book } = await startBook();
  const invalid = failure('InvalidRequestException');
  const first = book.add(record('t-1', 'ann'));
  await expect(book.add(record('t-1', 'ben'))).rejects.toMatchObject(invalid);
  await book.change(await first, { status: 'CANCELLED' });
  await expect(book.add(record('t-1', 'ann'))).rejects.toMatchObject(invalid);
  expect(book.get('a', 't-1')).toBeUndefined();
});

test('what the store could not keep is reported, and a ticket it has not got is none', async () => {
  const { book, store, errors } = await startBook();
  const ticket = await book.add(record('t-1', 'ann'));
  await store.close();
  await expect(book.change(ticket, { status: 'SEARCHING' })).rejects.toMatchObject({ code: 'store_failed' });
  expect(errors).toMatchObject([{ code: 'store_failed' }]);
  await expect(book.add(record('t-2', 'ben'))).rejects.toMatchObject({ code: 'store_failed' });
  expect(book.get('a', 't-2')).toBeUndefined();
  await store.open();
});
