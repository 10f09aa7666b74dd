import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';
import { TurnFlusher } from './turn-flusher.ts';

/** A socket that takes nothing until it is told to, and records what it is given in each write. */
class StuckSocket extends Writable {
  readonly writes: string[] = [];
  #done: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#take(chunk.toString(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#take(chunks.map(({ chunk }) => chunk.toString()).join(''), done);
  }

  /** The operating system takes what was written last. */
  release(): void {
    this.#done?.();
  }

  #take(text: string, done: () => void): void {
    this.writes.push(text);
    this.#done = done;
  }
}

function outboxOf(capacityBytes: number) {
  const socket = new StuckSocket();
  const state = { canWrite: true };
  const outbox = new Outbox({
    socket,
    flusher: new TurnFlusher(0),
    capacityBytes,
    canWrite: () => state.canWrite,
  });
  return { socket, outbox, state };
}

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

test('what one turn sends leaves in one write, in order, when the turn has ended', async () => {
  const { socket, outbox } = outboxOf(1_000);
  outbox.pushReliable(Buffer.from('a'));
  outbox.pushFast(Buffer.from('b'));
  await Promise.resolve();
  outbox.pushReliable(Buffer.from('c'));
  expect(socket.writes).toEqual([]);
  await nextTurn();
  expect(socket.writes).toEqual(['abc']);
});

test('the next turn has a write of its own', async () => {
  const { socket, outbox } = outboxOf(1_000);
  outbox.pushReliable(Buffer.from('a'));
  await nextTurn();
  socket.release();
  outbox.pushReliable(Buffer.from('b'));
  await nextTurn();
  expect(socket.writes).toEqual(['a', 'b']);
});

test('flush writes at once, and leaves nothing for the end of the turn', async () => {
  const { socket, outbox } = outboxOf(1_000);
  outbox.pushReliable(Buffer.from('a'));
  outbox.flush();
  expect(socket.writes).toEqual(['a']);
  socket.release();
  await nextTurn();
  expect(socket.writes).toEqual(['a']);
});

test('nothing is written once the socket may not be written to', async () => {
  const { socket, outbox, state } = outboxOf(1_000);
  outbox.pushReliable(Buffer.from('a'));
  state.canWrite = false;
  await nextTurn();
  expect(socket.writes).toEqual([]);
  expect(outbox.backlogBytes).toBe(0);
});

test('the bound counts what is queued and what the socket has not got rid of', async () => {
  const { socket, outbox } = outboxOf(100);
  expect(outbox.pushReliable(Buffer.alloc(60))).toBe(true);
  await nextTurn();
  expect(socket.writableLength).toBe(60);
  expect(outbox.pushReliable(Buffer.alloc(40))).toBe(true);
  expect(outbox.backlogBytes).toBe(100);
  expect(outbox.pushReliable(Buffer.alloc(1))).toBe(false);
  socket.release();
  expect(outbox.pushReliable(Buffer.alloc(1))).toBe(true);
});

test('fast messages are dropped from a quarter on, while reliable ones still pass', () => {
  const { outbox } = outboxOf(100);
  expect(outbox.pushFast(Buffer.alloc(24))).toBe(true);
  expect(outbox.pushFast(Buffer.alloc(1))).toBe(true);
  expect(outbox.pushFast(Buffer.alloc(1))).toBe(false);
  expect(outbox.pushReliable(Buffer.alloc(75))).toBe(true);
  expect(outbox.backlogBytes).toBe(100);
});

test('a fast message never goes over the bound', () => {
  const { outbox } = outboxOf(100);
  expect(outbox.pushFast(Buffer.alloc(101))).toBe(false);
  expect(outbox.backlogBytes).toBe(0);
});
