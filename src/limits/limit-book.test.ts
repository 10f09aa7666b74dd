import { describe, expect, test } from 'vitest';
import { LimitBook, type LimitConfig } from './limit-book.ts';
import { LIMITS } from './limits.ts';

test('what nobody sets has its default', () => {
  expect(new LimitBook().forSession({ tenantId: 'acme', fleetId: 'f1' }).heapMb).toBe(LIMITS.heapMb.default);
});

test('a fleet goes before its tenant, a tenant before the host', () => {
  const book = new LimitBook({
    host: { heapMb: 30, batchMs: 300, startMs: 3_000 },
    tenants: { acme: { heapMb: 20, batchMs: 200 } },
    fleets: { f1: { heapMb: 10 } },
  });
  expect(book.forSession({ tenantId: 'acme', fleetId: 'f1' })).toMatchObject({
    heapMb: 10,
    batchMs: 200,
    startMs: 3_000,
  });
  expect(book.forSession({ tenantId: 'acme' })).toMatchObject({ heapMb: 20 });
  expect(book.forSession({ tenantId: '__proto__', fleetId: 'constructor' })).toMatchObject({ heapMb: 30 });
});

describe('a configuration is refused, with the place that is wrong, that', () => {
  test.each([
    ['names no limit', { host: { heapMB: 3 } }, 'host.heapMB is no limit'],
    [
      'gives a tenant what is the host’s',
      { tenants: { a: { connections: 3 } } },
      'tenants.a.connections can be',
    ],
    [
      'goes beyond what can be',
      { fleets: { f: { heapMb: 9_999 } } },
      'fleets.f.heapMb is 9999; 1024 is the most',
    ],
    ['is no number', { host: { heapMb: '64' } }, 'host.heapMb must be a number'],
    ['is below zero', { host: { heapMb: -1 } }, 'host.heapMb must be a number of 0 or more'],
    ['is no object', { tenants: [] }, 'tenants must be an object'],
  ])('%s', (_, config, message) => {
    expect(() => new LimitBook(config as unknown as LimitConfig)).toThrow(
      expect.objectContaining({ code: 'limits_invalid', detail: expect.stringContaining(message) }),
    );
  });
});
