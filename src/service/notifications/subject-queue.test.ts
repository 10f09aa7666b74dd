import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SubjectQueue } from './subject-queue.ts';

interface Item {
  name: string;
  subjects: string[];
}

function queueOf(...items: [string, ...string[]][]): SubjectQueue<Item> {
  const queue = new SubjectQueue<Item>();
  for (const [name, ...subjects] of items) queue.add({ name, subjects });
  return queue;
}

test('an item waits until all that share a subject with it, and came before, are done', () => {
  const queue = queueOf(['first', 'a'], ['second', 'b'], ['both', 'a', 'b'], ['last', 'b']);
  const [first, second] = [queue.take()!, queue.take()!];
  expect([first, second].map(({ item }) => item.name)).toEqual(['first', 'second']);
  expect(queue.take()).toBeUndefined();
  queue.release(first);
  expect(queue.take()).toBeUndefined();
  queue.release(second);
  const both = queue.take()!;
  expect(both.item.name).toBe('both');
  expect(queue.take()).toBeUndefined();
  queue.release(both);
  expect(queue.take()!.item.name).toBe('last');
});

test('an item that names a subject twice, or none, gets its turn', () => {
  const queue = queueOf(['twice', 'a', 'a'], ['none'], ['none, too']);
  for (const name of ['twice', 'none', 'none, too']) expect(queue.take()?.item.name).toBe(name);
});

test('the oldest is dropped first, never one whose turn it is, and holds up nobody then', () => {
  const queue = queueOf(['taken', 'a'], ['dropped', 'a', 'b'], ['next', 'b']);
  const taken = queue.take()!;
  expect(queue.dropOldest()?.name).toBe('dropped');
  expect(queue.waitingCount).toBe(1);
  expect(queue.take()?.item.name).toBe('next');
  expect(queue.dropOldest()).toBeUndefined();
  queue.release(taken);
  expect(queue.take()).toBeUndefined();
});

test('whatever is added, taken, released and dropped: subjects keep their order, and nothing is stuck', () => {
  const subjects = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 });
  const act = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), subjects }),
    fc.constant({ kind: 'take' as const }),
    fc.record({ kind: fc.constant('release' as const), index: fc.nat(9) }),
    fc.constant({ kind: 'drop' as const }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), acts => {
      const queue = new SubjectQueue<Item>();
      const taken: NonNullable<ReturnType<typeof queue.take>>[] = [];
      /** All that is there, oldest first. */
      let there: Item[] = [];
      const take = (): void => {
        const turn = queue.take();
        const expected = there.filter(
          (item, index) =>
            !taken.some(one => one.item === item) &&
            there
              .slice(0, index)
              .every(earlier => !earlier.subjects.some(one => item.subjects.includes(one))),
        );
        if (turn === undefined) expect(expected).toEqual([]);
        else {
          expect(expected).toContain(turn.item);
          taken.push(turn);
        }
      };
      const release = (index: number): void => {
        const [turn] = taken.splice(index % Math.max(taken.length, 1), 1);
        if (turn === undefined) return;
        queue.release(turn);
        there = there.filter(item => item !== turn.item);
      };
      for (const [index, one] of acts.entries()) {
        if (one.kind === 'add') {
          const item = { name: `${index}`, subjects: one.subjects };
          queue.add(item);
          there.push(item);
        } else if (one.kind === 'take') take();
        else if (one.kind === 'release') release(one.index);
        else {
          const dropped = queue.dropOldest();
          expect(dropped).toBe(there.find(item => !taken.some(turn => turn.item === item)));
          there = there.filter(item => item !== dropped);
        }
        expect(queue.waitingCount).toBe(there.length - taken.length);
      }
      while (there.length > 0) {
        const before = taken.length;
        take();
        if (taken.length === before) release(0);
      }
      expect(queue.waitingCount).toBe(0);
    }),
  );
});
