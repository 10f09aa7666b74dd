import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inNode } from './test/in-node.ts';
import { bundleModules, ModulesRealm } from './test/modules-realm.ts';

let bundle: string;
let realm: ModulesRealm;
beforeAll(async () => {
  bundle = await bundleModules();
  realm = new ModulesRealm(bundle);
});
afterAll(() => realm.dispose());

describe('crypto gives what Node gives for', () => {
  const algorithms = [
    'md5',
    'ripemd160',
    'sha1',
    'sha224',
    'sha256',
    'sha384',
    'sha512',
    'SHA256',
    'sha-256',
  ];
  test.each(algorithms)('hashes and HMACs of %s', name => {
    // Node's own crypto knows fewer spellings; ours must agree where it knows the name.
    const node = JSON.stringify(name === 'sha-256' ? 'sha256' : name);
    const hash = (n: string): string =>
      `require('crypto').createHash(${n}).update('héllo ').update(Buffer.from([0, 255])).digest('hex')`;
    const hmac = (n: string): string =>
      `require('crypto').createHmac(${n}, 'key').update('x'.repeat(500)).digest('base64')`;
    expect(realm.value(hash(JSON.stringify(name)))).toBe(inNode(hash(node)));
    expect(realm.value(hmac(JSON.stringify(name)))).toBe(inNode(hmac(node)));
  });

  test.each([
    "require('crypto').createHash('md5').digest()",
    "require('crypto').createHash('sha1').update('ff', 'hex').digest('base64url')",
    "require('crypto').hash('sha256', 'abc')",
    "require('crypto').timingSafeEqual(Buffer.from('a'), Buffer.from('a'))",
    "(() => { try { const h = require('crypto').createHash('md5'); h.digest(); h.update('a'); } catch (e) { return e.code; } })()",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });

  test('what needs a secret source of chance is refused by name', () => {
    for (const name of ['generateKeyPairSync', 'createCipheriv', 'scryptSync']) {
      const thrown = realm.thrown(`require('crypto').${name}()`);
      expect(thrown?.code).toBe('ERR_PLAYPEN_UNAVAILABLE');
      expect(thrown?.message).toContain(`crypto.${name}`);
    }
  });

  test('an unknown digest is refused', () => {
    expect(realm.thrown("require('crypto').createHash('__proto__')")?.code).toBe('ERR_CRYPTO_INVALID_DIGEST');
  });
});

describe('chance', () => {
  const DRAWS = `[
    crypto.randomUUID(),
    [...crypto.getRandomValues(new Uint32Array(3))],
    require('crypto').randomBytes(8).toString('hex'),
    [1, 2, 3, 4].map(() => require('crypto').randomInt(10)),
    require('crypto').randomInt(-5, 5),
    require('crypto').randomFillSync(Buffer.alloc(4), 2).toString('hex'),
  ]`;

  test('two sessions with the same seed draw the same', () => {
    const draw = (): unknown => {
      const session = new ModulesRealm(bundle);
      try {
        return session.value(DRAWS);
      } finally {
        session.dispose();
      }
    };
    expect(draw()).toEqual(draw());
  });

  test('one session does not draw the same twice', () => {
    expect(realm.value(DRAWS)).not.toEqual(realm.value(DRAWS));
  });

  test('a UUID is of version 4', () => {
    expect(realm.value('crypto.randomUUID()')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test('randomInt stays in its range and reaches both ends of it', () => {
    const body =
      "const n = []; for (let i = 0; i < 500; i++) n.push(require('crypto').randomInt(3, 6)); return [...new Set(n)].sort();";
    expect(realm.run(body)).toEqual([3, 4, 5]);
  });

  test.each(['randomInt(5, 5)', 'randomInt(1.5)', 'randomBytes(-1)', 'randomInt(0, 2 ** 49)'])(
    '%s is out of range',
    call => {
      expect(realm.thrown(`require('crypto').${call}`)?.code).toBe('ERR_OUT_OF_RANGE');
    },
  );

  test('getRandomValues refuses more than its quota, and floats', () => {
    expect(realm.thrown('crypto.getRandomValues(new Uint8Array(65537))')?.name).toBe('QuotaExceededError');
    expect(realm.thrown('crypto.getRandomValues(new Float32Array(1))')?.name).toBe('TypeMismatchError');
  });
});

describe('time', () => {
  test('comes from the session alone', () => {
    const body = `
      clock.performanceNowMs = 2500.25;
      clock.nowMs = 1700000002500;
      return [performance.now(), performance.timeOrigin, process.uptime(), process.hrtime(),
        process.hrtime([1, 999999999]), String(process.hrtime.bigint()), require('os').uptime(),
        require('perf_hooks').performance === performance];`;
    expect(realm.run(body)).toEqual([
      2500.25,
      1_699_999_999_999.75,
      2.50025,
      [2, 500_250_000],
      [0, 500_250_001],
      '2500250000',
      2.50025,
      true,
    ]);
  });

  test('measuring with a clock that stands still is refused by name', () => {
    expect(realm.thrown("performance.mark('a')")?.code).toBe('ERR_PLAYPEN_UNAVAILABLE');
    expect(realm.thrown("new (require('perf_hooks').PerformanceObserver)()")).toBeDefined();
  });
});

describe('console', () => {
  const logged = (body: string): unknown => realm.run(`takeLog(); ${body}; return takeLog();`);

  test('logs at the level of each method, formatted', () => {
    const lines =
      "console.log('a %d', 1, { b: 2 }); console.info(1); console.debug([]); console.warn(null); console.error('e')";
    expect(logged(lines)).toEqual([
      ['info', 'a 1 { b: 2 }'],
      ['info', '1'],
      ['debug', '[]'],
      ['warn', 'null'],
      ['error', 'e'],
    ]);
  });

  test('methods work alone, as callbacks', () => {
    expect(logged('const { log } = console; [1].forEach(x => log(x))')).toEqual([['info', '1']]);
  });

  test('groups indent every line', () => {
    expect(
      logged(
        "console.group('G'); console.log('a\\nb'); console.groupEnd(); console.groupEnd(); console.log('c')",
      ),
    ).toEqual([
      ['info', 'G'],
      ['info', '  a\n  b'],
      ['info', 'c'],
    ]);
  });

  test('counts, times and asserts', () => {
    const lines = `
      console.count(); console.count(); console.countReset(); console.count(); console.count('x');
      clock.performanceNowMs = 10; console.time('t'); clock.performanceNowMs = 15.5; console.timeLog('t', 'now'); console.timeEnd('t');
      console.timeEnd('t'); console.assert(true, 'no'); console.assert(false, 'yes %d', 1); console.assert(0)`;
    expect(logged(lines)).toEqual([
      ['info', 'default: 1'],
      ['info', 'default: 2'],
      ['info', 'default: 1'],
      ['info', 'x: 1'],
      ['info', 't: 5.500ms now'],
      ['info', 't: 5.500ms'],
      ['warn', "No such label 't' for console.time"],
      ['warn', 'Assertion failed: yes 1'],
      ['warn', 'Assertion failed'],
    ]);
  });

  test.each([
    "[{ a: 1, b: 'x' }, { a: 2, c: { d: 1 } }]",
    '[[1, 2], [3, 4]]',
    "{ r1: { a: 1 }, r2: 'value' }",
    '[1, 2]',
    '5',
  ])('table prints what Node prints for %s', data => {
    const inNodeTable = `(() => {
      const { Console } = require('console'); const { Writable } = require('stream'); let text = '';
      new Console(new Writable({ write(chunk, _, done) { text += chunk; done(); } })).table(${data});
      return text.replace(/\\n$/, '');
    })()`;
    expect(logged(`console.table(${data})`)).toEqual([['info', inNode(inNodeTable)]]);
  });

  test('trace and dir show where and what', () => {
    const lines = logged(
      "console.trace('here'); console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 })",
    ) as string[][];
    expect(lines[0]![1]).toMatch(/^(Error: )?Trace: here\n {4}at /);
    expect(lines[1]).toEqual(['info', '{ a: [Object] }']);
  });
});

describe('process', () => {
  test('exit ends the session with its code, with exitCode, or with 0', () => {
    expect(realm.thrown('process.exit(3)')?.message).toBe('exit 3');
    expect(realm.thrown('process.exitCode = 4; process.exit()')?.message).toBe('exit 4');
    expect(realm.thrown('process.exitCode = undefined; process.exit()')?.message).toBe('exit 0');
    expect(realm.thrown('const { exit } = process; exit()')?.message).toBe('exit 0');
  });

  test('takes listeners, and emits only what the script emits', () => {
    const body = `
      let heard = 0;
      process.on('uncaughtException', () => heard++).once('exit', () => heard++).on('SIGTERM', () => heard++);
      const before = heard;
      process.emit('SIGTERM');
      return [before, heard, process.listenerCount('uncaughtException')];`;
    expect(realm.run(body)).toEqual([0, 1, 1]);
  });

  test('shows nothing of the machine', () => {
    expect(
      realm.value('[process.env, process.argv, process.cwd(), process.pid, process.memoryUsage().heapUsed]'),
    ).toEqual([{}, ['node', 'script.js'], '/', 1, 0]);
    expect(realm.thrown("require('os').networkInterfaces()")?.code).toBe('ERR_PLAYPEN_UNAVAILABLE');
    expect(realm.value("require('os').EOL")).toBe('\n');
  });

  test('writes of stdout and stderr are log entries', () => {
    const body =
      "takeLog(); process.stdout.write('out\\n'); process.stderr.write(Buffer.from('err')); return takeLog();";
    expect(realm.run(body)).toEqual([
      ['info', 'out'],
      ['error', 'err'],
    ]);
  });

  test('nextTick refuses what is no function; kill is refused by name', () => {
    expect(realm.thrown('process.nextTick(5)')?.code).toBe('ERR_INVALID_ARG_TYPE');
    expect(realm.thrown('process.kill(1)')?.code).toBe('ERR_PLAYPEN_UNAVAILABLE');
  });

  test('a script may put another value in the place of a lazy global', () => {
    const session = new ModulesRealm(bundle);
    try {
      expect(session.run('globalThis.URL = 5; return URL;')).toBe(5);
      expect(session.value("typeof require('url').URL")).toBe('function');
    } finally {
      session.dispose();
    }
  });
});
