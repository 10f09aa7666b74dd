import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inNode } from './test/in-node.ts';
import { bundleModules, ModulesRealm } from './test/modules-realm.ts';

let realm: ModulesRealm;
beforeAll(async () => {
  realm = new ModulesRealm(await bundleModules());
});
afterAll(() => realm.dispose());

describe('url gives what Node gives for', () => {
  test.each([
    'http://User:pw@Host.com:8080/p/a/t/h?query=string&a=1&a=2#hash',
    'https://example.com',
    'https://example.com?x=1',
    '/relative/path?x=1#y',
    'path/only',
    '?x=1',
    '#top',
    '//host/path',
    'mailto:someone@example.com',
    'ws://[::1]:8080/socket',
    'file:///etc/passwd',
    'http://example.com/a?b?c#d#e',
    'HTTP://EXAMPLE.com/Case',
    '',
  ])('url.parse of %j', url => {
    for (const args of ['', ', true']) {
      const parsed = `(u => Object.fromEntries(Object.entries(u)))(require('url').parse(${JSON.stringify(url)}${args}))`;
      expect(realm.value(parsed)).toEqual(inNode(parsed));
    }
  });

  test.each([
    "require('url').parse('//host/path', false, true).host",
    "require('url').format({ protocol: 'https', hostname: 'example.com', port: 8080, pathname: 'a', query: { b: [1, 2], c: 'x y' }, hash: 'h' })",
    "require('url').format({ protocol: 'mailto:', pathname: 'a@b' })",
    "require('url').format(new URL('https://example.com/a?b#c'))",
    "require('url').format(require('url').parse('http://a.com:80/p?q=1#h'))",
    "require('url').resolve('/one/two/three', 'four')",
    "require('url').resolve('http://example.com/', '/one')",
    "require('url').resolve('http://example.com/one', '../two?x=1')",
    "require('url').resolve('a/b', 'c')",
    "new URL('../b?c=1#d', 'https://u:p@example.com:8443/a/x/').href",
    "new URL('HTTPS://EXAMPLE.com:443/%7Efoo/../bar').href",
    "new URL('https://münchen.example/ü?ü').href",
    "(u => { u.searchParams.append('k', 'v w'); u.port = '81'; u.hash = ''; return u.toString(); })(new URL('http://h/p?x=1#y'))",
    "JSON.stringify({ u: new URL('http://h') })",
    "[...new URLSearchParams('a=1&b=2&a=3')]",
    "(p => [p.get('a'), p.getAll('a'), p.has('z'), p.toString(), p.size])(new URLSearchParams({ a: '1 2', b: 'ü' }))",
    "new URLSearchParams([['x', '1'], ['y', '2']]).toString()",
    "URL.canParse('nope') || URL.canParse('http://ok')",
    "require('url').URL === URL",
    "require('util').inspect(new URL('https://a:b@example.com:81/x?y=1#z'))",
    "require('util').inspect({ u: new URLSearchParams('a=1&b=2') })",
    "require('util').inspect(new URLSearchParams())",
    "require('url').domainToASCII('español.com')",
    "require('querystring').parse('a=1&b=2&a=3&c=%20+x&d&=e')",
    "require('querystring').parse('a:1;b:2', ';', ':')",
    "require('querystring').parse('a=1&b=2&c=3', null, null, { maxKeys: 2 })",
    "require('querystring').parse('bad=%zz')",
    "require('querystring').stringify({ a: [1, 'x y'], b: true, c: null, d: undefined, e: NaN, f: 'ü&=' })",
    "require('querystring').stringify({ a: 1, b: 2 }, ';', ':')",
    "require('querystring').escape('a b&c')",
    "require('querystring').unescape('a%20b')",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });

  test.each(["new URL('nope')", "new URL('/x')", "require('url').parse(5)"])(
    '%s throws a TypeError',
    expression => {
      expect(realm.thrown(expression)?.name).toBe('TypeError');
    },
  );
});

describe('path gives what Node gives for', () => {
  test.each([
    "require('path').join('/a', '..', 'b', './c.txt')",
    "require('path').resolve('/a/b', '../c')",
    "require('path').basename('/a/b.txt', '.txt') + require('path').extname('x.tar.gz') + require('path').dirname('/a/b')",
    "require('path').parse('/home/user/file.txt')",
    "require('path').relative('/a/b/c', '/a/d')",
    "require('path').normalize('/a//b/../c/.')",
    "require('path').isAbsolute('/a')",
    "require('path').sep + require('path').delimiter + require('path').posix.sep",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });
});

describe('string_decoder gives what Node gives for', () => {
  test.each([
    "(d => [d.write(Buffer.from([0xe2, 0x82])), d.write(Buffer.from([0xac])), d.end(Buffer.from([0xe2]))])(new (require('string_decoder').StringDecoder)('utf8'))",
    "(d => [d.write(Buffer.from('YW', 'latin1')), d.end()])(new (require('string_decoder').StringDecoder)('base64'))",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });
});
