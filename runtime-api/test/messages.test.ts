import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, Play, received } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

const SEND = (message: string): string => `session.sendReliableMessage(${message}, got.sender)`;

describe.each(['newTextGameMessage', 'newBinaryGameMessage'])('%s', name => {
  test.each([
    ['text', '"héllo ☃ 😀"', Buffer.from('héllo ☃ 😀')],
    ['nothing', '""', Buffer.alloc(0)],
    ['a lone surrogate', '"a\\ud800b"', Buffer.from('a\ufffdb')],
    ['a Buffer', 'Buffer.from([0, 255, 128])', Buffer.from([0, 255, 128])],
    ['a Uint8Array', 'new Uint8Array([0, 255, 128])', Buffer.from([0, 255, 128])],
    ['part of a buffer', 'new Uint8Array([9, 1, 2, 9]).subarray(1, 3)', Buffer.from([1, 2])],
    ['a Uint16Array', 'new Uint16Array([0x0201])', Buffer.from([1, 2])],
    ['a DataView', 'new DataView(new Uint8Array([9, 1, 2]).buffer, 1)', Buffer.from([1, 2])],
    ['an ArrayBuffer', 'new Uint8Array([1, 2]).buffer', Buffer.from([1, 2])],
    [
      'an array with a length of its own',
      'Object.defineProperty(new Uint8Array([1, 2]), "length", { value: 9 })',
      Buffer.from([1, 2]),
    ],
    ['what only looks like a Uint8Array', 'Object.create(Uint8Array.prototype)', Buffer.alloc(0)],
    ['a number', '12.5', Buffer.from('12.5')],
    ['undefined', 'undefined', Buffer.from('undefined')],
    ['null', 'null', Buffer.from('null')],
    ['true', 'true', Buffer.from('true')],
    [
      'a function',
      '(function add(a, b) { return a + b; })',
      Buffer.from('function add(a, b) { return a + b; }'),
    ],
    ['an object', '{ a: 1 }', Buffer.from('[object Object]')],
    ['an array', '[1, [2, 3]]', Buffer.from('1,2,3')],
    ['an object with a toString', '{ toString() { return "shown"; } }', Buffer.from('shown')],
    ['a symbol', 'Symbol("s")', Buffer.from('Symbol(s)')],
    ['an object that is no text', 'Object.create(null)', Buffer.alloc(0)],
    ['an object whose toString throws', '{ toString() { throw 1; } }', Buffer.alloc(0)],
  ])('makes a message of %s', async (_, content, bytes) => {
    const [packet] = await received(host, SEND(`session.${name}(5, -1, ${content})`));
    expect(packet!.payload).toEqual(bytes);
  });

  test('with no content at all sends the text "undefined", as String does', async () => {
    const [packet] = await received(host, SEND(`session.${name}(5, -1)`));
    expect(packet!.text).toBe('undefined');
  });
});

test.each([
  ['more', 9],
  ['less', 1],
])('a message whose payload says that it is %s is sent whole', async (_, length) => {
  const payload = `Object.defineProperty(new Uint8Array([1, 2]), 'length', { value: ${length} })`;
  const [packet] = await received(host, SEND(`{ opCode: 5, sender: -1, payload: ${payload} }`));
  expect(packet!.payload).toEqual(Buffer.from([1, 2]));
});

describe('the sender that clients see', () => {
  test.each([
    ['-1', -1],
    ['3', 3],
    ['0', 0],
    ['"2"', 2],
    ['got.sender', 1],
    ['session.getServerId()', -1],
    ['undefined', -1],
    ['null', -1],
    ['NaN', -1],
    ['"Ann"', -1],
    ['{}', -1],
    ['1.5', -1],
    ['2 ** 40', -1],
  ])('%s is %i', async (given, sender) => {
    const [packet] = await received(host, SEND(`session.newTextGameMessage(5, ${given}, '')`));
    expect(packet!.sender).toBe(sender);
  });
});

describe('the op code', () => {
  test.each([
    ['5', 5],
    ['"5"', 5],
    ['2147483647', 2147483647],
  ])('%s is %i', async (given, opCode) => {
    const [packet] = await received(host, SEND(`session.newTextGameMessage(${given}, -1, '')`));
    expect(packet!.opCode).toBe(opCode);
  });

  test.each([
    '0',
    '-1',
    '-13',
    '1.5',
    'NaN',
    'Infinity',
    '2147483648',
    '"five"',
    '""',
    'undefined',
    'null',
    '{}',
  ])('%s is none: the message is dropped and logged, and nothing is thrown', async given => {
    const play = await Play.start(
      host,
      `onMessage(got) { ${SEND(`session.newTextGameMessage(${given}, -1, '')`)}; say(got.sender, 99, ''); }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage()).opCode).toBe(99);
    await play.logged('sendReliableMessage: dropped, the op code');
  });
});
