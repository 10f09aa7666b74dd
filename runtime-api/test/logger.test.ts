import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, inScript, Play } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

describe('the logger', () => {
  const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60, cxfatal: 60 };

  test.each(Object.entries(LEVELS))('writes at %s', async (name, level) => {
    const play = await Play.start(host, `ready() { session.getLogger().${name}('said at ${name}'); }`);
    expect(await play.logged(`said at ${name}`)).toMatchObject({ level, source: 'script' });
  });

  test.each([
    ['an object', '{ a: 1, b: { c: [2] } }', '{ a: 1, b: { c: [ 2 ] } }'],
    ['an array', '[1, "x"]', "[ 1, 'x' ]"],
    ['undefined', 'undefined', 'undefined'],
    ['null', 'null', 'null'],
    ['several things', '"players:", 2, [true]', 'players: 2 [ true ]'],
    ['bytes', 'Buffer.from("hi")', '<Buffer 68 69>'],
    ['a Map', 'new Map([[1, 2]])', 'Map(1) { 1 => 2 }'],
    ['a circle', '(() => { const o = {}; o.o = o; return o; })()', '<ref *1> { o: [Circular *1] }'],
    ['a symbol', 'Symbol("s")', 'Symbol(s)'],
    ['a getter that throws', '{ get x() { throw 1; } }', '{ x: [Getter] }'],
    [
      'an object that cannot be shown',
      'new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; } })',
      'shown: ',
    ],
  ])('shows %s', async (_, source, text) => {
    const play = await Play.start(host, `ready() { session.getLogger().info("shown:", ${source}); }`, {
      profile: 'standard',
    });
    expect((await play.logged('shown:')).msg).toContain(text);
  });

  test('placeholders in the first argument are filled in', async () => {
    const play = await Play.start(host, 'ready() { session.getLogger().info("%s has %d%%", "Ann", 5); }');
    await play.logged('Ann has 5%');
  });

  test('an error is shown with its stack', async () => {
    const play = await Play.start(host, 'ready() { session.getLogger().error("failed", new Error("why")); }');
    expect((await play.logged('failed')).msg).toMatch(
      /^failed Error: why\n +at .*playpen-script\.js:\d+:\d+/,
    );
  });

  test('called with nothing it writes an empty line', async () => {
    const play = await Play.start(host, 'ready() { session.getLogger().info(); console.log("end"); }');
    expect(await play.linesUntil('end')).toEqual(['', 'end']);
  });

  test('is the same each time, and console writes to the same log', async () => {
    expect(await inScript(host, 'return session.getLogger() === session.getLogger();')).toBe(true);
    const play = await Play.start(host, 'ready() { console.warn("from %s", "console"); }');
    expect(await play.logged('from console')).toMatchObject({ level: 40, source: 'script' });
  });
});
