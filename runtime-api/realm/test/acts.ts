const GIANT = '{ length: 2 ** 53 - 1 }';
const ENDLESS = `[][Symbol.iterator].call(${GIANT})`;
/** 2 ** 24 units, made by an operator that no guard can see. */
const LONG = "(() => { let s = 'ab'; for (let i = 0; i < 23; i++) s += s; return s; })()";

const arrayMethods = Object.getOwnPropertyNames(Array.prototype).filter(
  name =>
    typeof (Array.prototype as unknown as Record<string, unknown>)[name] === 'function' &&
    name !== 'constructor',
);
const stringMethods = Object.getOwnPropertyNames(String.prototype).filter(
  name =>
    typeof (String.prototype as unknown as Record<string, unknown>)[name] === 'function' &&
    name !== 'constructor',
);

/**
 * Hostile acts by family, each an expression. In the strict profile each is over within the limits of its own
 * session: it ends at once, or by the time or memory limit, and its worker lives on.
 */
export const ACTS: Record<string, readonly string[]> = {
  'a list that says it is 2 ** 53 - 1 long': [
    ...arrayMethods.map(name => `Array.prototype.${name}.call(${GIANT}, 0, 1)`),
    ...arrayMethods.map(name => `Array.prototype.${name}.call(Object.create(${GIANT}), 0, 1)`),
    `Array.prototype.includes.call({ get length() { return 2 ** 53 - 1; } })`,
    `Array.prototype.includes.call({ length: { valueOf: () => 2 ** 53 - 1 } })`,
    `Array.from(${GIANT})`,
    `Array.from({ length: 2 ** 53 - 1, get [Symbol.iterator]() { delete this[Symbol.iterator]; } })`,
    `Array.from.call(Object, ${GIANT})`,
    `[].concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true })`,
    `String.raw({ raw: ${GIANT} })`,
    `Math.max.apply(null, ${GIANT})`,
    `Reflect.apply(Math.max, null, { length: 1e8 })`,
    `Reflect.construct(Array, { length: 1e8 })`,
    `Function.prototype.apply.call(Math.max, null, { length: 1e8 })`,
    `JSON.stringify(${GIANT})`,
    `new Set(${ENDLESS})`,
    `[...${ENDLESS}]`,
    `Promise.all(${ENDLESS})`,
    `${ENDLESS}.drop(1e15).next()`,
    `${ENDLESS}.toArray()`,
  ],
  'an array of great length': [
    ...[
      'includes(1)',
      'fill(1)',
      'reverse()',
      'toSorted()',
      'sort()',
      'join()',
      'flat()',
      'map(x => x)',
      'at(1)',
    ].map(call => `new Array(2 ** 32 - 1).${call}`),
    `[new Array(2 ** 32 - 1)].flat()`,
    `[1].flatMap(() => new Array(2 ** 32 - 1))`,
    `[].concat(new Array(2 ** 32 - 1))`,
    `new Array(1e6).sort()`,
    `new Array(1e6).join('x'.repeat(1e6))`,
    `JSON.stringify(new Array(1e8))`,
    `Object.entries(new Array(1e8))`,
    `(() => { const a = []; a[2 ** 32 - 2] = 1; return a.indexOf(3); })()`,
  ],
  'a long text': [
    ...stringMethods.map(name => `${LONG}.${name}('a', 'b')`),
    `${LONG}.replace(/a/g, x => x)`,
    `${LONG}.split('')`,
    `'ab'.repeat(2 ** 27)`,
    `'a'.padEnd(2 ** 29)`,
    `'\\ufdfa'.repeat(2 ** 18).normalize('NFKD')`,
    `[...${LONG}]`,
    `Object.keys(${LONG})`,
    `Array.from(${LONG})`,
    `parseFloat(${LONG})`,
    `Number(${LONG})`,
    `Date.parse(${LONG})`,
    `encodeURIComponent(${LONG})`,
    `Buffer.from(${LONG}).toString('hex')`,
    `new TextEncoder().encode(${LONG})`,
  ],
  'a regular expression': [
    `/a/g[Symbol.match](${LONG})`,
    `/a/g[Symbol.replace](${LONG}, 'b')`,
    `/(?:)/[Symbol.split](${LONG})`,
    `/(a+)+$/.test('a'.repeat(40) + 'b')`,
    `new RegExp(${LONG})`,
    `RegExp('('.repeat(1e5) + ')'.repeat(1e5))`,
    `new (/a/.constructor)('a|'.repeat(1e6))`,
    `/(((a{1000}){1000}){1000}){1000}/.test('a')`,
    `(() => { const f = () => { try { f(); } catch { new RegExp('(a|b)*c' + Math.random()).test('a'); } }; f(); })()`,
  ],
  JSON: [
    `JSON.parse('['.repeat(5e5))`,
    `JSON.parse(${LONG})`,
    `JSON.parse('{"a":' .repeat(1e5))`,
    `JSON.stringify(${LONG})`,
    `(() => { let v = {}; for (;;) v = { v }; })()`,
    `JSON.stringify({ toJSON() { for (;;); } })`,
  ],
  'typed arrays and buffers': [
    `new Uint8Array({ length: 6e7 })`,
    `new (Object.getPrototypeOf(Buffer))({ length: 6e7 })`,
    `new (class extends Float64Array {})({ length: 6e7 })`,
    `Uint8Array.from({ length: 6e7 })`,
    `new Uint8Array(6e7).sort()`,
    `new Float64Array(new Array(1e7))`,
    `new ArrayBuffer(2 ** 31)`,
    `new ArrayBuffer(8, { maxByteLength: 2 ** 31 }).resize(2 ** 31)`,
    `(() => { const all = []; for (;;) all.push(new ArrayBuffer(2 ** 23)); })()`,
    `Object.assign({}, new Uint8Array(1e6))`,
    `Object.getOwnPropertyNames(new Uint8Array(1e6))`,
    `Reflect.ownKeys(new Uint8Array(1e6))`,
    `Buffer.alloc(1e9)`,
  ],
  'promises without end': [
    `(() => { let p = Promise.resolve(); for (;;) p = p.then(x => x); })()`,
    `(async () => { for (;;) await 0; })()`,
    `(() => { const again = () => Promise.resolve().then(again); again(); })()`,
    `Promise.all(new Array(5e6))`,
    `(() => { for (let i = 0; i < 1e5; i++) Promise.reject(i); })()`,
    `Promise.reject({ get message() { for (;;); }, get stack() { for (;;); } })`,
    `({ then(resolve) { resolve(this); } })`,
  ],
  'what is thrown': [
    `(() => { throw Object.defineProperty(new Error('x'), 'message', { get() { for (;;); } }); })()`,
    `(() => { throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;); } }); })()`,
    `(() => { throw { get message() { for (;;); }, toString() { for (;;); } }; })()`,
    `(() => { Error.prepareStackTrace = () => { for (;;); }; throw new Error('x'); })()`,
    `(() => { throw Object.defineProperty(() => {}, 'length', { value: 'x' }); })()`,
    `(() => { const e = new Error(); e.cause = e; throw e; })()`,
    `(() => { const f = () => f(); f(); })()`,
  ],
};
