import { expect, test } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { type Limits, resolveLimits } from '../limits/limits.ts';
import { AddressBook } from './address-book.ts';

function bookWith(limits: Partial<Limits> = {}) {
  const clock = { ms: 0 };
  const hits = new LimitHits();
  const options = {
    limits: resolveLimits({ addressBurstMs: 1_000, loginsPerSecondPerAddress: 2, ...limits }),
    hits,
    now: () => clock.ms,
  };
  const book = new AddressBook(options);
  /** Comes, logs in as often, and goes. */
  const visit = (from: string, logins = 1): boolean[] => {
    const address = book.enter(from);
    const allowed = Array.from({ length: logins }, () => address.mayLogIn());
    book.leave(address);
    return allowed;
  };
  return { book, hits, clock, visit };
}

test('what an address has used up does not come back with the next connection', () => {
  const { visit, hits } = bookWith();
  expect(visit('192.0.2.1', 3)).toEqual([true, true, false]);
  expect(visit('192.0.2.1')).toEqual([false]);
  expect(hits.get('loginsPerSecondPerAddress')).toBe(2);
  expect(visit('192.0.2.2')).toEqual([true]);
});

test('it comes back with time, and then the address is forgotten', () => {
  const { book, visit, clock } = bookWith();
  visit('192.0.2.1', 3);
  expect(book.size).toBe(1);
  clock.ms += 1_500;
  expect(visit('192.0.2.1', 3)).toEqual([true, true, false]);
  clock.ms += 1_500;
  visit('192.0.2.2');
  expect(book.size).toBe(1);
});

test('the addresses of one IPv6 network are one, its neighbours are not', () => {
  const { visit } = bookWith();
  expect(visit('2001:db8:0:1::1', 2)).toEqual([true, true]);
  expect(visit('2001:db8:0:1:ffff:ffff:ffff:ffff')).toEqual([false]);
  expect(visit('2001:db8:0:2::1')).toEqual([true]);
});

test('an IPv4 address is the same one by either family', () => {
  const { visit } = bookWith();
  expect(visit('::ffff:192.0.2.1', 2)).toEqual([true, true]);
  expect(visit('192.0.2.1')).toEqual([false]);
  expect(visit('::ffff:192.0.2.2')).toEqual([true]);
});

test('of addresses that are gone a bounded number is remembered; the first to leave begins anew', () => {
  const { book, visit, hits } = bookWith({ trackedAddresses: 2 });
  for (const last of [1, 2, 3]) expect(visit(`192.0.2.${last}`, 3)).toEqual([true, true, false]);
  expect(book.size).toBe(2);
  expect(hits.get('trackedAddresses')).toBe(1);
  expect(visit('192.0.2.3')).toEqual([false]);
  expect(visit('192.0.2.1')).toEqual([true]);
});

test('an address with a connection is never forgotten', () => {
  const { book, visit } = bookWith({ trackedAddresses: 1 });
  const address = book.enter('192.0.2.1');
  address.mayLogIn();
  address.mayLogIn();
  for (const last of [2, 3, 4]) visit(`192.0.2.${last}`);
  expect(book.enter('192.0.2.1')).toBe(address);
  expect(address.mayLogIn()).toBe(false);
});
