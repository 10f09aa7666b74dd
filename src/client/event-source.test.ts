import { describe, expect, test } from 'vitest';
import { DropOldestQueue } from './drop-oldest-queue.ts';
import { EventSource } from './event-source.ts';
import { MessageStream } from './message-stream.ts';

const queueOf = (maxItems: number, maxBytes = Number.MAX_SAFE_INTEGER) =>
  new DropOldestQueue<string>(maxItems, maxBytes, text => text.length);

function drain(queue: DropOldestQueue<string>): string[] {
  const items: string[] = [];
  while (queue.length > 0) items.push(queue.shift()!);
  return items;
}

describe('DropOldestQueue', () => {
  test('drops the oldest above its number of items', () => {
    const queue = queueOf(2);
    for (const item of ['a', 'b', 'c']) queue.push(item);
    expect(drain(queue)).toEqual(['b', 'c']);
  });

  test('drops as many of the oldest as its bytes ask for, but never the newest', () => {
    const queue = queueOf(10, 5);
    for (const item of ['aa', 'bb', 'ccc']) queue.push(item);
    expect(drain(queue)).toEqual(['bb', 'ccc']);
    queue.push('x');
    queue.push('much too long');
    expect(drain(queue)).toEqual(['much too long']);
    queue.push('aaaaa');
    expect(drain(queue)).toEqual(['aaaaa']);
  });
});

describe('EventSource', () => {
  test('holds what nobody listens to for the first listener, in order with what follows', async () => {
    const source = new EventSource<string>(queueOf(2));
    const seen: string[] = [];
    for (const event of ['a', 'b', 'c']) source.emit(event);
    source.on(event => seen.push(event));
    source.emit('d');
    expect(seen).toEqual([]);
    await Promise.resolve();
    source.emit('e');
    expect(seen).toEqual(['c', 'd', 'e']);
  });

  test('holds on where the first listener has gone before it got anything', async () => {
    const source = new EventSource<string>(queueOf(2));
    const seen: string[] = [];
    source.emit('a');
    source.on(event => seen.push(`gone ${event}`))();
    await Promise.resolve();
    source.on(event => seen.push(event));
    await Promise.resolve();
    expect(seen).toEqual(['a']);
  });

  test('calls every subscription once, until it is ended', async () => {
    const source = new EventSource<string>(queueOf(2));
    const seen: string[] = [];
    const listener = (event: string) => seen.push(event);
    const stop = source.on(listener);
    source.on(listener);
    await Promise.resolve();
    source.emit('a');
    stop();
    source.emit('b');
    expect(seen).toEqual(['a', 'a', 'b']);
  });
});

describe('MessageStream', () => {
  test('keeps what the loop has not taken, and ends behind it', async () => {
    const stream = new MessageStream(queueOf(2), () => {});
    for (const item of ['a', 'b', 'c']) stream.push(item);
    stream.end();
    stream.push('late');
    const seen: string[] = [];
    for await (const item of stream) seen.push(item);
    expect(seen).toEqual(['b', 'c']);
  });

  test('wakes a loop that waits, with an item or with the end', async () => {
    const stream = new MessageStream(queueOf(2), () => {});
    const waiting = [stream.next(), stream.next()];
    stream.push('a');
    stream.end();
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: 'a' },
      { done: true, value: undefined },
    ]);
  });

  test('a loop that is left early lets its subscription and its items go', async () => {
    let left = 0;
    const stream = new MessageStream(queueOf(5), () => left++);
    for (const item of ['a', 'b', 'c']) stream.push(item);
    for await (const _item of stream) break;
    expect(left).toBe(1);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});
