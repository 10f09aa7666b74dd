import { expect, test } from 'vitest';
import { keepEdits, keptEdits } from './kept-edits.ts';

class MapStorage implements Storage {
  readonly #items = new Map<string, string>();
  readonly #room: number;

  constructor(room = 1_000) {
    this.#room = room;
  }

  get length(): number {
    return this.#items.size;
  }

  clear(): void {
    this.#items.clear();
  }

  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (value.length > this.#room) throw new DOMException('full', 'QuotaExceededError');
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

const EDITS = { file: 'script.js', text: 'mine', baseText: 'one' };

test('what is kept is there until it is forgotten', () => {
  const storage = new MapStorage();
  expect(keptEdits(storage)).toBeUndefined();
  keepEdits(EDITS, storage);
  expect(keptEdits(storage)).toEqual(EDITS);
  keepEdits(undefined, storage);
  expect(keptEdits(storage)).toBeUndefined();
});

test('what there is no room for is not kept, and nothing older in its place', () => {
  const storage = new MapStorage(100);
  keepEdits(EDITS, storage);
  keepEdits({ ...EDITS, text: 'x'.repeat(200) }, storage);
  expect(keptEdits(storage)).toBeUndefined();
});

test.each(['{', 'null', '7', '{"file":"script.js","text":1,"baseText":""}'])(
  '%s is taken for nothing',
  kept => {
    const storage = new MapStorage();
    keepEdits(EDITS, storage);
    storage.setItem(storage.key(0)!, kept);
    expect(keptEdits(storage)).toBeUndefined();
  },
);
