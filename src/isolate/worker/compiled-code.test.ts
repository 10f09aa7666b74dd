import ivm from 'isolated-vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TokenBucket } from '../../limits/token-bucket.ts';
import { CompiledCode, HELD_BYTES, LEAST_LEFT_MS } from './compiled-code.ts';

const LEFT_MS = 1_000;
const FUNCTIONS = 200;
/** Each time a compiler may still be busy with others. */
const MOST_ASKED = 2_000;

let isolate: ivm.Isolate;
let context: ivm.Context;
/** By which budgets are filled. */
let nowMs: number;

beforeEach(() => {
  nowMs = 0;
  isolate = new ivm.Isolate({ memoryLimit: 64 });
  context = isolate.createContextSync();
});
afterEach(() => {
  if (!isolate.isDisposed) isolate.dispose();
});

/** Short calls of many functions, each worth compiling, until V8's compilers hold more than is left to them. */
async function makeHot(): Promise<void> {
  const body =
    'a.x += b & 3; a.y = a.x * b | 0; if (a.y > 9) a.x -= a.y; for (const c of [1, 2, 3]) a.y ^= c;';
  const functions = Array.from(
    { length: FUNCTIONS },
    (_, index) => `(a, b) => { ${body} return a.x + ${index}; }`,
  );
  const call = context.evalClosureSync(
    `const functions = [${functions.join()}];
    const a = { x: 1, y: 2 };
    return b => { for (const each of functions) each(a, b); };`,
    [],
    { result: { reference: true } },
  );
  for (let calls = 0; mallocedBytes() < HELD_BYTES; calls++) {
    call.applySync(undefined, [calls]);
    // The compilers have a turn while nobody is inside.
    await new Promise(setImmediate);
  }
}

function newBudget(): TokenBucket {
  return CompiledCode.budget(() => nowMs);
}

function mallocedBytes(): number {
  return isolate.getHeapStatisticsSync().malloced_memory;
}

test('what the compilers hold of an isolate that nobody is in is given back, and their code taken', async () => {
  await makeHot();
  const code = new CompiledCode(isolate, context, newBudget());
  let asked = 0;
  for (; mallocedBytes() >= HELD_BYTES && asked < MOST_ASKED; asked++) {
    code.take(mallocedBytes(), nowMs, LEFT_MS);
    nowMs += 30_000;
    await new Promise(setImmediate);
  }
  expect(asked).toBeLessThan(MOST_ASKED);
});

function countedCode(budget = newBudget()): { code: CompiledCode; compiled(): number } {
  let compiled = 0;
  const counted = {
    compileScriptSync: (text: string) => {
      compiled++;
      return isolate.compileScriptSync(text);
    },
  } as ivm.Isolate;
  return { code: new CompiledCode(counted, context, budget), compiled: () => compiled };
}

test('an isolate with little of theirs is left alone, and so is one for a second after they were asked, then longer', () => {
  const { code, compiled } = countedCode();
  code.take(HELD_BYTES - 1, 0, LEFT_MS);
  expect(compiled()).toBe(0);
  const expected = { 0: 1, 999: 1, 1000: 2, 2999: 2, 3000: 3 };
  for (const [atMs, times] of Object.entries(expected)) {
    nowMs = Number(atMs);
    code.take(HELD_BYTES, nowMs, LEFT_MS);
    expect(compiled(), `at ${atMs} ms`).toBe(times);
  }
});

test('once it was of use, an isolate is asked after a second again', () => {
  const { code, compiled } = countedCode();
  for (nowMs = 0; nowMs < 60_000; nowMs += 1_000) code.take(HELD_BYTES, nowMs, LEFT_MS);
  code.take(HELD_BYTES - 1, nowMs, LEFT_MS);
  nowMs += 30_000;
  const before = compiled();
  code.take(HELD_BYTES, nowMs, LEFT_MS);
  nowMs += 1_000;
  code.take(HELD_BYTES, nowMs, LEFT_MS);
  expect(compiled()).toBe(before + 2);
});

test('a request that has used up its time is not made longer, the next one is asked', () => {
  const { code, compiled } = countedCode();
  code.take(HELD_BYTES, 0, LEAST_LEFT_MS - 1);
  expect(compiled()).toBe(0);
  code.take(HELD_BYTES, 1, LEAST_LEFT_MS);
  expect(compiled()).toBe(1);
});

test('isolates of one worker are asked within what it has for that each second', () => {
  const budget = newBudget();
  const [first, second] = [countedCode(budget), countedCode(budget)];
  first.code.take(HELD_BYTES, 0, LEFT_MS);
  expect(budget.isFull()).toBe(false);
  budget.spend(budget.tokens);
  second.code.take(HELD_BYTES, 0, LEFT_MS);
  expect(second.compiled()).toBe(0);
  nowMs = 1_000;
  second.code.take(HELD_BYTES, 1_000, LEFT_MS);
  expect(second.compiled()).toBe(1);
});

test('an isolate that is gone is no error', () => {
  const code = new CompiledCode(isolate, context, newBudget());
  isolate.dispose();
  expect(() => code.take(HELD_BYTES, 0, LEFT_MS)).not.toThrow();
});
