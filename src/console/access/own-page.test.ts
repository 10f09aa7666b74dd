import { expect, test } from 'vitest';
import { CONSOLE_HEADER } from '../protocol.ts';
import { OwnPage, type OwnPageOptions } from './own-page.ts';

const LOCAL: OwnPageOptions = { listensOn: '127.0.0.1', alsoKnownAs: [], hosts: 'known' };
const PROXIED: OwnPageOptions = { listensOn: '10.0.0.5', alsoKnownAs: ['games.example'], hosts: 'known' };
const EVERYWHERE: OwnPageOptions = { listensOn: '0.0.0.0', alsoKnownAs: [], hosts: 'known' };
const KEYED: OwnPageOptions = { listensOn: '10.0.0.5', alsoKnownAs: ['games.example'], hosts: 'any' };

function isRefused(options: OwnPageOptions, headers: Record<string, string>, method = 'GET'): boolean {
  try {
    new OwnPage(options).check(method, headers);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'console_elsewhere' });
    return true;
  }
}

test.each([
  [LOCAL, '127.0.0.1:9080'],
  [LOCAL, 'localhost:9080'],
  [LOCAL, '[::1]:9080'],
  [PROXIED, '10.0.0.5:9080'],
  [PROXIED, 'games.example'],
  [PROXIED, 'localhost:9080'],
  [EVERYWHERE, '192.0.2.7:9080'],
  [KEYED, 'any.name.example'],
])('%o is known as %s', (options, host) => {
  expect(isRefused(options, { host })).toBe(false);
});

test.each([
  [LOCAL, 'evil.example'],
  [LOCAL, 'evil.example:9080'],
  [LOCAL, '127.0.0.1.evil.example'],
  [LOCAL, 'localhost.evil.example'],
  [LOCAL, '192.0.2.7'],
  [LOCAL, ''],
  [LOCAL, 'a b'],
  [PROXIED, 'evil.games.example'],
  [EVERYWHERE, 'evil.example'],
])('%o is not known as %j: a name of somebody else’s could lead here', (options, host) => {
  expect(isRefused(options, { host })).toBe(true);
});

test.each([
  [{ origin: 'http://localhost:9080' }, false],
  [{ origin: 'http://localhost:3000' }, true],
  [{ origin: 'http://evil.example' }, true],
  [{ origin: 'null' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, true],
])('a request with %o is refused: %s', (headers, expected) => {
  expect(isRefused(LOCAL, { host: 'localhost:9080', ...(headers as Record<string, string>) })).toBe(expected);
});

test('behind a proxy the page comes from the name the server is known by', () => {
  const host = '10.0.0.5:9080';
  expect(isRefused(KEYED, { host, origin: 'https://games.example' })).toBe(false);
  expect(isRefused(KEYED, { host, origin: 'https://other.example' })).toBe(true);
});

test('what acts has the header that only the console’s own page can send', () => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    expect(isRefused(LOCAL, { host: 'localhost' }, method)).toBe(true);
    expect(isRefused(LOCAL, { host: 'localhost', [CONSOLE_HEADER]: '1' }, method)).toBe(false);
  }
});
