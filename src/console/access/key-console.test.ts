import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { type Limits, resolveLimits } from '../../limits/limits.ts';
import { KeyConsole, SIGN_IN_COOKIE } from './key-console.ts';

const ACME = { accessKeyId: 'AKACME', secretAccessKey: 'secret-of-acme-0001', tenantId: 'acme' };
const ZETA = { accessKeyId: 'AKZETA', secretAccessKey: 'secret-of-zeta-0001', tenantId: 'zeta' };
const WRONG = { ...ACME, secretAccessKey: 'secret-of-nobody-01' };

function consoleWith(limits: Partial<Limits> = {}) {
  const clock = { ms: 1_000 };
  const access = new KeyConsole({ keys: [ACME, ZETA], limits: resolveLimits(limits), now: () => clock.ms });
  return { access, clock };
}

function requestWith(token: string): FastifyRequest {
  return { cookies: { [SIGN_IN_COOKIE]: token } } as unknown as FastifyRequest;
}

function codeOf(signIn: () => unknown): unknown {
  try {
    signIn();
    return 'in';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('a token is good for its time, and no other is', () => {
  const { access, clock } = consoleWith({ consoleSignInMs: 10_000 });
  const { token, visitor } = access.signIn(ACME, '192.0.2.1');
  expect(visitor).toMatchObject({ tenantId: 'acme', permissions: ['read', 'act'] });
  expect(access.visitorOf(requestWith(token))).toBe(visitor);
  expect(access.visitorOf(requestWith(`${token}x`))).toBeUndefined();
  expect(access.visitorOf(requestWith(visitor.id))).toBeUndefined();
  clock.ms += 9_999;
  expect(access.isGood(visitor)).toBe(true);
  clock.ms += 1;
  expect(access.isGood(visitor)).toBe(false);
  expect(access.visitorOf(requestWith(token))).toBeUndefined();
});

test('a token is good no longer when somebody has signed out', () => {
  const { access } = consoleWith();
  const { token, visitor } = access.signIn(ACME, '192.0.2.1');
  access.signOut(requestWith(token));
  expect(access.isGood(visitor)).toBe(false);
});

test('of one key’s sign-ins the oldest are over when there are too many; those of another stay', () => {
  const { access } = consoleWith({ consoleSignInsPerKey: 2 });
  const zeta = access.signIn(ZETA, '192.0.2.1').visitor;
  const acme = Array.from({ length: 3 }, () => access.signIn(ACME, '192.0.2.1').visitor);
  expect(acme.map(visitor => access.isGood(visitor))).toEqual([false, true, true]);
  expect(access.isGood(zeta)).toBe(true);
});

test('whoever fails too often from one address waits, whatever key it is, and others do not', () => {
  const { access, clock } = consoleWith({ failedSignInsPerMinutePerAddress: 3 });
  const nobody = { ...ACME, accessKeyId: 'AKNOBODY' };
  for (let count = 0; count < 3; count++) {
    expect(codeOf(() => access.signIn(nobody, '192.0.2.1'))).toBe('console_sign_in_refused');
  }
  expect(codeOf(() => access.signIn(nobody, '192.0.2.1'))).toBe('console_sign_in_busy');
  // Whether the secret is right is not told any more.
  expect(codeOf(() => access.signIn(ZETA, '192.0.2.1'))).toBe('console_sign_in_busy');
  expect(codeOf(() => access.signIn(ZETA, '192.0.2.2'))).toBe('in');
  clock.ms += 60_000;
  expect(codeOf(() => access.signIn(ZETA, '192.0.2.1'))).toBe('in');
});

test('a key that fails too often from many addresses waits, and other keys do not', () => {
  const { access } = consoleWith({ failedSignInsPerMinutePerKey: 2 });
  for (const last of [1, 2]) {
    expect(codeOf(() => access.signIn(WRONG, `192.0.2.${last}`))).toBe('console_sign_in_refused');
  }
  expect(codeOf(() => access.signIn(ACME, '192.0.2.3'))).toBe('console_sign_in_busy');
  expect(codeOf(() => access.signIn(ZETA, '192.0.2.3'))).toBe('in');
});

test('of the addresses that failed a bounded number is remembered', () => {
  const { access } = consoleWith({ failedSignInsPerMinutePerAddress: 1, signInAddresses: 1 });
  const nobody = { ...ACME, accessKeyId: 'AKNOBODY' };
  for (const last of [1, 2, 1, 2]) {
    expect(codeOf(() => access.signIn(nobody, `192.0.2.${last}`))).toBe('console_sign_in_refused');
  }
});

test('a key that is not for the console signs nobody in', () => {
  const access = new KeyConsole({
    keys: [{ ...ACME, console: [] }],
    limits: resolveLimits(),
    now: () => 0,
  });
  expect(codeOf(() => access.signIn(ACME, '192.0.2.1'))).toBe('console_forbidden');
});
