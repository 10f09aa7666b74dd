import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, inScript, Play } from './play.ts';

let host: TestHost;
let small: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
  small = await TestHost.start({ limits: { timersPerSession: 5 } });
});
afterEach(() => Promise.all([endSessions(host), endSessions(small)]));
afterAll(() => Promise.all([host.stop(), small.stop()]));

const PROFILES = ['strict', 'standard'] as const;

describe.each([
  ['Date.now()'],
  ['performance.now()'],
  ['new Date().getTime()'],
  ['+new Date'],
  ['Date()'],
  ['new Date().toISOString()'],
  ['process.hrtime().join()'],
  ['process.uptime()'],
  ['Reflect.construct(Date, []).getTime()'],
  ['new (class extends Date {})().getTime()'],
  ['new (new Date().constructor)().getTime()'],
])('%s', expression => {
  test('stands still while a batch runs', async () => {
    const body = `const before = ${expression}; let sum = 0; for (let i = 0; i < 1e5; i++) sum += i;
      await null; await Promise.all([1]); return [sum > 0, before === ${expression}];`;
    expect(await inScript(host, body)).toEqual([true, true]);
  });

  test('has moved on when a timer fires', async () => {
    // Dates as text count seconds.
    const delayMs = expression === 'Date()' ? 1_001 : 5;
    const body = `const before = ${expression}; await new Promise(done => setTimeout(done, ${delayMs})); return before === ${expression};`;
    expect(await inScript(host, body)).toBe(false);
  });
});

test.each(['Date.now()', 'performance.now()', '+new Date', 'process.uptime()'])(
  '%s passes within a batch where the host is told to give scripts the live time',
  async expression => {
    const live = await TestHost.start({ clock: 'live' });
    const body = `const before = ${expression}; while (${expression} === before); return ${expression} > before;`;
    expect(await inScript(live, body)).toBe(true);
    await live.stop();
  },
);

test('Date is the same moment as the machine has it, and else the Date of the language', async () => {
  const before = Date.now();
  const [now, ...rest] = await inScript(
    host,
    `return [Date.now(), new Date(0).toISOString(), new Date(2020, 1, 3).getFullYear(), Date.UTC(2020, 0), Date.parse('2020-01-01T00:00:00Z'),
      new Date() instanceof Date, Object.prototype.toString.call(new Date()), Date.name, Date.length, typeof Date(), new Date(NaN).getTime()];`,
  );
  expect(now).toBeGreaterThanOrEqual(before - 1);
  expect(now).toBeLessThanOrEqual(Date.now());
  const start2020 = Date.UTC(2020, 0);
  expect(rest).toEqual([
    '1970-01-01T00:00:00.000Z',
    2020,
    start2020,
    start2020,
    true,
    '[object Date]',
    'Date',
    7,
    'string',
    null,
  ]);
});

test('Date.now() of all events of one batch is the same, and never goes back', async () => {
  const play = await Play.start(
    host,
    'seen: [], onMessage(got) { this.seen.push([Date.now(), performance.now()]); if (got.opCode === 2) report(this.seen); }',
  );
  const client = await play.login();
  for (let i = 0; i < 50; i++) client.sendToScript(1, '');
  client.sendToScript(2, '');
  const seen: number[][] = await play.report();
  for (const clock of [0, 1]) {
    const times = seen.map(pair => pair[clock]!);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
});

test.each(PROFILES)(
  'chance differs from session to session and stays within its bounds (%s)',
  async profile => {
    const draws = `const randoms = Array.from({ length: 200 }, () => Math.random());
    return { randoms, bytes: require('crypto').randomBytes(16).toString('hex'), id: crypto.randomUUID(),
      ints: Array.from({ length: 100 }, () => require('crypto').randomInt(3)), filled: [...crypto.getRandomValues(new Uint8Array(16))] };`;
    const [one, two] = [await inScript(host, draws, { profile }), await inScript(host, draws, { profile })];
    for (const key of ['randoms', 'bytes', 'id', 'ints', 'filled']) expect(one[key]).not.toEqual(two[key]);
    expect(one.randoms.every((x: number) => x >= 0 && x < 1)).toBe(true);
    expect(new Set(one.randoms).size).toBe(200);
    expect(new Set(one.ints)).toEqual(new Set([0, 1, 2]));
    expect(one.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  },
);

describe.each(PROFILES)('timers (%s)', profile => {
  test('run in the order of their time, those of one time in the order in which they were set', async () => {
    const body = `const seen = [];
      await new Promise(done => {
        setTimeout(() => seen.push('late'), 20); setTimeout(done, 30);
        setTimeout(() => seen.push('soon'), 2); setTimeout(() => seen.push('soon too'), 2);
        setTimeout(() => seen.push('at once')); setImmediate(() => seen.push('immediate')); setTimeout(() => seen.push('zero'), 0);
        queueMicrotask(() => seen.push('microtask')); process.nextTick(() => seen.push('tick')); seen.push('now');
      });
      return seen;`;
    expect(await inScript(host, body, { profile })).toEqual([
      ...['now', 'microtask', 'tick', 'at once', 'immediate', 'zero', 'soon', 'soon too', 'late'],
    ]);
  });

  test('get their arguments', async () => {
    const body = `return new Promise(done => setTimeout((...args) => done(args), 1, 'a', { b: 2 }));`;
    expect(await inScript(host, body, { profile })).toEqual(['a', { b: 2 }]);
  });

  test('get themselves as this, so that an interval can clear itself', async () => {
    const body = `let runs = 0;
      await new Promise(done => setInterval(function () { if (++runs === 2) { clearInterval(this); setTimeout(done, 5); } }, 1));
      return runs;`;
    expect(await inScript(host, body, { profile })).toBe(2);
  });

  test('an interval goes on until it is cleared, by itself or others', async () => {
    const body = `let runs = 0;
      await new Promise(done => { const timer = setInterval(() => { if (++runs === 4) { clearInterval(timer); setTimeout(done, 10); } }, 1); });
      return runs;`;
    expect(await inScript(host, body, { profile })).toBe(4);
  });

  test('an async tick loop keeps running beside messages', async () => {
    const play = await Play.start(
      host,
      `ticks: 0, async ready() { this.loop(); },
       async loop() { for (;;) { await new Promise(next => setTimeout(next, 1)); this.ticks++; if (this.ticks % 10 === 0) report(this.ticks); } },
       onMessage(got) { say(got.sender, 4, 'on'); }`,
      { profile },
    );
    expect(await play.report()).toBe(10);
    const client = await play.login();
    client.sendToScript(1, '');
    await client.nextMessage(4);
    for (let ticks = 20; ticks <= 50; ticks += 10) expect(await play.report()).toBe(ticks);
  });

  test('a loop that sets its next timeout itself keeps running', async () => {
    const play = await Play.start(
      host,
      'onStartGameSession() { let n = 0; const tick = () => { report(++n); if (n < 5) setTimeout(tick, 1000 / 200); }; tick(); }',
      { profile },
    );
    for (let n = 1; n <= 5; n++) expect(await play.report()).toBe(n);
  });
});

describe('a timer', () => {
  test.each(['clearTimeout', 'clearInterval', 'clearImmediate'])(
    'is cleared by %s, given it or its number',
    async clear => {
      const body = `const fail = () => report('fired');
      ${clear}(setTimeout(fail, 1)); ${clear}(setInterval(fail, 1)); ${clear}(setImmediate(fail)); ${clear}(+setTimeout(fail, 1));
      ${clear}(String(+setTimeout(fail, 1)));
      await new Promise(done => setTimeout(done, 10)); return 'quiet';`;
      expect(await inScript(host, body)).toBe('quiet');
    },
  );

  test('can be cleared by an earlier one that is due in the same batch', async () => {
    const body = `const seen = [];
      setTimeout(() => { seen.push(1); clearTimeout(second); }, 1); const second = setTimeout(() => seen.push(2), 1);
      await new Promise(done => setTimeout(done, 10)); return seen;`;
    expect(await inScript(host, body)).toEqual([1]);
  });

  test.each([
    'undefined',
    'null',
    '0',
    '-1',
    '99999',
    'NaN',
    '"x"',
    '{}',
    '[]',
    'true',
    'Symbol()',
    '{ valueOf() { throw 1; } }',
  ])('cleared by what is none, %s, is nothing', async handle => {
    const body = `clearTimeout(${handle}); clearInterval(${handle}); clearImmediate(${handle}); return 'fine';`;
    expect(await inScript(host, body)).toBe('fine');
  });

  test.each(['undefined', 'null', '-5', 'NaN', '"soon"', '"1"', '{}', '0.5', '2 ** 31', 'Infinity'])(
    'with a delay of %s fires soon',
    async delay => {
      expect(
        await inScript(host, `return new Promise(done => setTimeout(() => done('fired'), ${delay}));`),
      ).toBe('fired');
    },
  );

  test.each(['undefined', 'null', '"code()"', '{}'])(
    'of %s, which is no function, throws as in Node',
    async callback => {
      const body = `try { setTimeout(${callback}, 1); } catch (error) { return error.name; }`;
      expect(await inScript(host, body)).toBe('TypeError');
    },
  );

  test('has ref, unref, hasRef, refresh and close, which give it back', async () => {
    const body = `const timer = setTimeout(() => report('fired'), 5);
      const same = [timer.ref(), timer.unref(), timer.refresh()].every(t => t === timer);
      return [same, timer.hasRef(), typeof +timer, timer.close() === timer];`;
    expect(await inScript(host, body)).toEqual([true, true, 'number', true]);
  });

  test('that was unref-ed fires all the same', async () => {
    expect(await inScript(host, 'return new Promise(done => setTimeout(() => done(1), 1).unref());')).toBe(1);
  });

  test('starts its delay anew with refresh', async () => {
    const body = `return new Promise(done => {
        const seen = [];
        const first = setTimeout(() => { seen.push('refreshed'); done(seen); }, 4);
        setTimeout(() => first.refresh(), 3); setTimeout(() => seen.push('between'), 5);
      });`;
    expect(await inScript(host, body)).toEqual(['between', 'refreshed']);
  });

  test('can be waited for with timers/promises and util.promisify', async () => {
    const body = `const one = await require('timers/promises').setTimeout(1, 'one');
      const two = await require('util').promisify(setTimeout)(1, 'two'); return [one, two];`;
    expect(await inScript(host, body)).toEqual(['one', 'two']);
  });
});

test('one timer too many throws a RangeError; those that have fired or been cleared do not count', async () => {
  const body = `const timers = [];
    const fill = () => { for (;;) try { timers.push(setTimeout(() => {}, 50_000)); } catch (error) { return [timers.length, error.name, error.message]; } };
    const full = fill();
    clearTimeout(timers.pop()); clearTimeout(timers.pop());
    await new Promise(done => setTimeout(done, 1));
    timers.push(setTimeout(() => {}, 50_000));
    return [full, fill()];`;
  const full = [5, 'RangeError', 'a game session may have 5 timers at once'];
  expect(await inScript(small, body)).toEqual([full, full]);
});
