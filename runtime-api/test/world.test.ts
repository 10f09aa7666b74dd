import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { UNAVAILABLE_MODULES } from '../modules/unavailable.ts';
import { endSessions, inScript, Play } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

const PROFILES = ['strict', 'standard'] as const;

describe.each(PROFILES)('a script (%s)', profile => {
  test('has no way out: no files, sockets, processes, WebAssembly, shared memory', async () => {
    const names = [
      ...[
        'WebAssembly',
        'SharedArrayBuffer',
        'Atomics',
        'WeakRef',
        'FinalizationRegistry',
        'Intl',
        'Temporal',
      ],
      'XMLHttpRequest',
      'WebSocket',
      'Worker',
      'Deno',
      'Bun',
      'playpenRuntime',
    ];
    names.push('fetch', 'ivm', '_ivm', 'internalBinding', 'require', 'module');
    const value = await inScript(
      host,
      `return ${JSON.stringify(names)}.filter(name => name in globalThis);`,
      { profile },
    );
    expect(value).toEqual([]);
  });

  test.each([
    'Object.getPrototypeOf(async function () {}).constructor("return typeof WebAssembly")()',
    'new Function("return typeof SharedArrayBuffer")()',
    '(typeof eval === "function" ? (0, eval)("typeof WebAssembly") : "undefined")',
    'typeof Buffer.alloc(0).constructor.constructor("return process.binding")().binding',
  ])('finds nothing more by %s', async expression => {
    const body = `try { return await ${expression}; } catch (error) { return error.name; }`;
    // The strict profile makes no code from text at all.
    expect(['undefined', 'EvalError']).toContain(await inScript(host, body, { profile }));
  });

  test('is what it was written for: a CommonJS module in Node', async () => {
    const body = `return [typeof require, typeof module, typeof exports, typeof __filename, typeof __dirname, global === globalThis,
      typeof Buffer, typeof console, typeof setTimeout, typeof setImmediate, typeof process, typeof URL, typeof TextEncoder, typeof structuredClone];`;
    expect(await inScript(host, body, { profile })).toEqual([
      ...['function', 'object', 'object', 'string', 'string', true],
      ...['function', 'object', 'function', 'function', 'object', 'function', 'function', 'function'],
    ]);
  });
});

describe('require', () => {
  test.each([
    'util',
    'events',
    'buffer',
    'assert',
    'path',
    'url',
    'querystring',
    'string_decoder',
    'os',
    'crypto',
    'timers',
    'perf_hooks',
    'process',
    'console',
  ])('gives %s, by its name and with node: before it, the same each time', async name => {
    const body = `const one = require('${name}'); return [typeof one !== 'undefined', one === require('node:${name}'), one === require('${name}')];`;
    expect(await inScript(host, body)).toEqual([true, true, true]);
  });

  test.each(Object.entries(UNAVAILABLE_MODULES))('of %s names it and says why not', async (name, reason) => {
    const body = `try { require('${name}'); } catch (error) { return [error.code, error.message]; }`;
    const [code, message] = await inScript(host, body);
    expect(code).toBe('ERR_PLAYPEN_UNAVAILABLE');
    expect(message).toContain(`"${name}"`);
    expect(message).toContain(reason);
  });

  test.each([
    'left-pad',
    './gone',
    '/etc/passwd',
    '../../x',
    '__proto__',
    'constructor',
    'toString',
    'node:',
    '',
  ])('of %j, which there is not, says so', async name => {
    const body = `try { require('${name}'); } catch (error) { return [error.code, error.message.includes("'${name}'")]; }`;
    expect(await inScript(host, body)).toEqual(['MODULE_NOT_FOUND', true]);
  });

  test.each(['undefined', '5', 'null', '{}', '[]'])('of %s throws into the script alone', async name => {
    expect(await inScript(host, `try { require(${name}); } catch (error) { return error.code; }`)).toBe(
      'MODULE_NOT_FOUND',
    );
  });
});

describe('what scripts for Node 10 do', () => {
  test.each([
    ['new Buffer("hi").toString()', 'hi'],
    ['Buffer("hi").toString("hex")', '6869'],
    ['new Buffer.from("hi").toString()', 'hi'],
    ['new Buffer(3).length', 3],
    ['new Buffer([1, 2])[1]', 2],
    ['require("util").format("%s-%d", "a", 5)', 'a-5'],
    ['require("util").isArray([])', true],
    ['new (require("events"))().on("x", () => {}).listenerCount("x")', 1],
    ['new (require("events").EventEmitter)().emit("nobody")', false],
    ['require("util").inherits.length > 0', true],
    ['JSON.stringify(require("url").parse("http://a/b?c=1").query)', '"c=1"'],
    ['require("buffer").Buffer === Buffer', true],
  ])('%s', async (expression, value) => {
    expect(await inScript(host, `return ${expression};`)).toEqual(value);
  });
});

describe('process', () => {
  test("env is empty, and the script's own to fill", async () => {
    const body = `const before = Object.keys(process.env); process.env.MODE = 'x'; return [before, process.env.MODE, typeof process.env.HOME];`;
    expect(await inScript(host, body)).toEqual([[], 'x', 'undefined']);
  });

  test('says nothing about the machine', async () => {
    const body = `return [process.pid, process.platform, process.arch, process.cwd(), process.argv, require('os').hostname()];`;
    const [pid, platform, arch, cwd, argv, name] = await inScript(host, body);
    expect([pid, platform, arch, cwd, argv]).toEqual([1, 'linux', 'x64', '/', ['node', 'script.js']]);
    expect(name).not.toBe(hostname());
    const refused = `try { require('os').networkInterfaces(); } catch (error) { return error.message; }`;
    expect(await inScript(host, refused)).toContain('os.networkInterfaces is not available');
  });

  test('takes listeners as scripts set them', async () => {
    const body = `process.on('uncaughtException', () => {}).on('SIGTERM', () => {}); process.once('exit', () => {}); return process.listenerCount('exit');`;
    expect(await inScript(host, body)).toBe(1);
  });
});

test.each(PROFILES)("what a script leaves in the global scope is its session's alone (%s)", async profile => {
  const leave = 'globalThis.left = (globalThis.left || 0) + 1; Array.prototype.mine = 1; return left;';
  expect(await inScript(host, leave, { profile })).toBe(1);
  expect(await inScript(host, leave, { profile })).toBe(1);
  const look = 'return [typeof left, typeof [].mine];';
  expect(await inScript(host, look, { profile })).toEqual(['undefined', 'undefined']);
});

test("sloppy mode is the script's: undeclared variables, with, octals", async () => {
  const play = await Play.startCode(
    host,
    `exports.ssExports = { init() { undeclared = 010; with ({ inside: 1 }) undeclared += inside; console.log('is ' + undeclared); } };`,
  );
  await play.logged('is 9');
});
