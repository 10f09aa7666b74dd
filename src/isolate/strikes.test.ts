import { expect, test } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { resolveLimits } from '../limits/limits.ts';
import { StrikeBook } from './strikes.ts';
import type { Trust } from './trust.ts';

const WINDOW_MS = 1_000;
const SHARED: Trust = { tier: 'shared', tenantId: 'acme' };

function newBook() {
  const clock = { ms: 0 };
  const limits = resolveLimits({ strikesPerTier: 2, strikeWindowMs: WINDOW_MS, strikesTracked: 2 });
  const book = new StrikeBook({ limits, hits: new LimitHits(), now: () => clock.ms });
  const strike = (times: number, owner = 'bad'): void => {
    for (let i = 0; i < times; i++) book.add(owner, SHARED);
  };
  return { book, clock, strike, tier: (owner = 'bad') => book.tierFor(owner, SHARED).tier };
}

test('a script that never cost a worker runs where it is wanted to', () => {
  expect(newBook().tier('good')).toBe('shared');
});

test('strikes lower the tier of the script that earned them, and of no other', () => {
  const { strike, tier } = newBook();
  const tiers = [1, 2, 3, 4].map(() => {
    strike(1);
    return tier();
  });
  expect(tiers).toEqual(['shared', 'tenant', 'tenant', 'exclusive']);
  expect(tier('good')).toBe('shared');
});

test('a script that costs workers even alone is refused, and the refusal says for how long', () => {
  const { strike, tier } = newBook();
  strike(6);
  expect(() => tier()).toThrow(expect.objectContaining({ code: 'script_refused' }));
  expect(() => tier()).toThrow('it may run again in 1 s');
});

test('after a refusal it gets one chance, alone; the next refusal lasts twice as long', () => {
  const { strike, tier, clock } = newBook();
  strike(6);
  clock.ms += WINDOW_MS;
  expect(tier()).toBe('exclusive');
  strike(1);
  clock.ms += WINDOW_MS;
  expect(() => tier()).toThrow('it may run again in 1 s');
  clock.ms += WINDOW_MS;
  expect(tier()).toBe('exclusive');
});

test('strikes are forgotten', () => {
  const { strike, tier, clock } = newBook();
  strike(2);
  clock.ms += WINDOW_MS;
  expect(tier()).toBe('shared');
  strike(6);
  clock.ms += 5 * WINDOW_MS;
  expect(tier()).toBe('shared');
});

test('no more scripts are remembered than the limit says; the one whose strike is oldest is forgotten', () => {
  const { strike, tier } = newBook();
  for (const owner of ['a', 'b', 'c']) strike(2, owner);
  expect(['a', 'b', 'c'].map(tier)).toEqual(['shared', 'tenant', 'tenant']);
});
