import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, Play, scriptOf } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

const ENDINGS = [
  ['session.processEnding()', 'session_ended'],
  ['process.exit(0)', 'script_exit'],
] as const;

describe.each(ENDINGS)('%s', (ending, code) => {
  test.each(['init', 'onProcessStarted', 'onStartGameSession'])('in %s ends the start', async name => {
    const script = scriptOf(`${name}(given) { session ??= given; ${ending}; return true; }`);
    await expect(host.play(script)).rejects.toMatchObject({ code });
  });

  test.each([
    'onPlayerAccepted',
    'onMessage',
    'onSendToPlayer',
    'onSendToGroup',
    'onPlayerJoinGroup',
    'onPlayerLeaveGroup',
  ])('in %s delivers what was sent before, then closes every client', async name => {
    const play = await Play.start(
      host,
      `${name}() {
         // The first to be accepted does not end it.
         if ('${name}' === 'onPlayerAccepted' && session.getPlayers().size < 2) return true;
         session.sendReliableGroupMessage(message(4, 'bye'), -1); ${ending}; return true;
       }`,
    );
    const ann = await play.login();
    const bob = await play.login().catch(() => undefined);
    ann.joinGroup(1);
    ann.leaveGroup(1);
    ann.sendToScript(1, '');
    ann.sendToPlayer(1, 2, '');
    ann.sendToGroup(-1, 3, '');
    for (const client of bob === undefined ? [ann] : [ann, bob]) {
      expect(await client.closed).toEqual({ code: 1000, reason: code });
      expect((await client.nextMessage(4)).text).toBe('bye');
    }
    expect(await play.session.ended).toMatchObject({ code });
  });

  test('in onPlayerConnect refuses the player with the reason', async () => {
    const play = await Play.start(host, `onPlayerConnect() { ${ending}; return true; }`);
    await expect(play.login()).rejects.toThrow(code);
    expect(await play.session.ended).toMatchObject({ code });
  });

  test('in onPlayerDisconnect ends it for those who are left', async () => {
    const play = await Play.start(host, `onPlayerDisconnect() { ${ending}; }`);
    const [ann, bob] = [await play.login(), await play.login()];
    await ann.close();
    expect((await bob.closed).reason).toBe(code);
  });

  test('in onHealthCheck, a timer and a promise', async () => {
    const quick = await TestHost.start({ limits: { healthCheckIntervalMs: 5 } });
    try {
      const checked = await Play.start(quick, `onHealthCheck() { ${ending}; return true; }`);
      expect(await checked.session.ended).toMatchObject({ code });
    } finally {
      await quick.stop();
    }
    const timed = await Play.start(host, `onStartGameSession() { setTimeout(() => { ${ending}; }, 1); }`);
    expect(await timed.session.ended).toMatchObject({ code });
    const promised = await Play.start(
      host,
      `onStartGameSession() { setTimeout(async () => { await null; ${ending}; }, 1); }`,
    );
    expect(await promised.session.ended).toMatchObject({ code });
    expect(promised.session.uncaughtErrors).toBe(0);
  });

  test.each(['strict', 'standard'] as const)(
    'in an async function that nobody waits for is no uncaught error (%s)',
    async profile => {
      const play = await Play.start(
        host,
        `onMessage() { this.endIt(); }, async endIt() { await null; ${ending}; }`,
        { profile, uncaughtErrors: 'end-session' },
      );
      (await play.login()).sendToScript(1, '');
      expect(await play.session.ended).toMatchObject({ code });
      expect(play.session.uncaughtErrors).toBe(0);
    },
  );
});

describe('processEnding', () => {
  test('returns a promise, and may be called and awaited many times', async () => {
    const play = await Play.start(
      host,
      `async onMessage() {
         const promise = session.processEnding();
         const ended = [promise instanceof Promise, typeof await promise];
         await session.processEnding(); session.processEnding().then(() => {}); await session.processEnding(1, 'x');
         report(ended);
       }`,
    );
    (await play.login()).sendToScript(1, '');
    expect(await play.report()).toEqual([true, 'undefined']);
    expect(await play.session.ended).toMatchObject({ code: 'session_ended' });
  });

  test('then process.exit is what scripts of Amazon do, and ends it once', async () => {
    const play = await Play.start(
      host,
      `async onMessage(got) { say(got.sender, 4, 'bye'); await session.processEnding(); process.exit(0); }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    expect(await client.closed).toEqual({ code: 1000, reason: 'session_ended' });
    expect((await client.nextMessage(4)).text).toBe('bye');
    expect(play.session.uncaughtErrors).toBe(0);
  });

  test('lets the callback that calls it finish, but nothing it sends later is delivered', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) { session.processEnding(); say(got.sender, 4, 'too late'); report('finished'); }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    await client.closed;
    expect(client.inbox.filter(packet => packet.opCode > 0)).toEqual([]);
    expect(await play.report()).toBe('finished');
  });

  test('calls neither onProcessTerminate nor onPlayerDisconnect', async () => {
    const play = await Play.start(
      host,
      `onMessage() { session.processEnding(); }, onProcessTerminate() { report('terminate'); },
       onPlayerDisconnect() { report('disconnect'); }, onPlayerConnect() { console.log('that is all'); return true; }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    await client.closed;
    await play.session.terminate('session_terminated');
    expect((await play.linesUntil('game session ended')).filter(line => line.startsWith('report'))).toEqual(
      [],
    );
  });

  test('of one session leaves the others alone', async () => {
    const other = await Play.start(host, 'onMessage(got) { say(got.sender, 4, "still here"); }');
    const ended = await Play.start(host, 'onMessage() { session.processEnding(); }');
    const [ann, bob] = [await other.login(), await ended.login()];
    bob.sendToScript(1, '');
    await bob.closed;
    ann.sendToScript(1, '');
    expect((await ann.nextMessage()).text).toBe('still here');
  });
});

describe('process.exit', () => {
  test('stops the script at once', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) {
         say(got.sender, 4, 'before'); console.log('before'); process.exit(7); say(got.sender, 5, 'after'); console.log('after');
       }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    client.sendToScript(1, '');
    await client.closed;
    expect(client.inbox.filter(packet => packet.opCode > 0).map(packet => packet.text)).toEqual(['before']);
    expect(await play.session.ended).toMatchObject({ code: 'script_exit', detail: 'exit code 7' });
    const lines = await play.linesUntil('game session ended');
    expect(lines.filter(line => line === 'before')).toHaveLength(1);
    expect(lines).not.toContain('after');
    expect(lines.filter(line => line.includes('process.exit was called'))).toEqual([]);
  });

  test('while the module is evaluated fails the start', async () => {
    await expect(host.play(`process.exit(1);${scriptOf('')}`)).rejects.toMatchObject({
      code: 'script_failed',
      detail: expect.stringContaining('process.exit was called'),
    });
  });

  test.each([
    ['undefined', 0],
    ['"3"', 3],
    ['NaN', 0],
    ['{}', 0],
  ])('takes %s as the code %i', async (given, exitCode) => {
    const code = `exports.ssExports = { init() { process.exit(${given}); } };`;
    await expect(host.play(code)).rejects.toMatchObject({ detail: `exit code ${exitCode}` });
  });
});

describe('an error that no callback answers for', () => {
  const GOES_ON = 'onMessage(got) { say(got.sender, 4, "on"); }';

  test.each([
    ['in a timer', 'setTimeout(() => { throw new Error("lost"); }, 1);'],
    ['in a promise of a timer', 'setTimeout(async () => { await null; throw new Error("lost"); }, 1);'],
    ['in setImmediate', 'setImmediate(() => { throw new Error("lost"); });'],
    ['in queueMicrotask', 'queueMicrotask(() => { throw new Error("lost"); });'],
    ['in process.nextTick', 'process.nextTick(() => { throw new Error("lost"); });'],
  ])('%s is logged with its line and counted, and the session goes on', async (_, body) => {
    const play = await Play.start(host, `onStartGameSession() { ${body} }, ${GOES_ON}`);
    const { msg, level } = await play.logged('uncaught');
    expect(msg).toMatch(/^uncaught Error: lost\n.*playpen-script\.js:\d+:\d+/);
    expect(level).toBe(50);
    expect(play.session.uncaughtErrors).toBe(1);
    const client = await play.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage()).text).toBe('on');
  });

  test('each time counts', async () => {
    const play = await Play.start(
      host,
      `onStartGameSession() { let left = 5; const timer = setInterval(() => {
         if (--left === 0) { clearInterval(timer); console.log('that is all'); } throw left; }, 1); }`,
    );
    const lines = await play.linesUntil('uncaught thrown: 0');
    expect(lines.filter(line => line.startsWith('uncaught'))).toHaveLength(5);
    expect(play.session.uncaughtErrors).toBe(5);
  });

  test.each([
    ['a rejected promise', 'Promise.reject(new Error("lost"));'],
    ['an async function', '(async () => { await null; throw new Error("lost"); })();'],
    ['a then', 'Promise.resolve().then(() => { throw new Error("lost"); });'],
  ])('%s that nobody handles is logged and counted in the standard profile', async (_, body) => {
    const play = await Play.start(host, `onStartGameSession() { ${body} }, ${GOES_ON}`, {
      profile: 'standard',
    });
    expect((await play.logged('uncaught')).msg).toMatch(
      /^uncaught Error: lost\n.*playpen-script\.js:\d+:\d+/,
    );
    expect(play.session.uncaughtErrors).toBe(1);
    const client = await play.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage()).text).toBe('on');
  });

  test.each(['strict', 'standard'] as const)(
    'a rejection that is handled counts nowhere (%s)',
    async profile => {
      const play = await Play.start(
        host,
        `onMessage(got) {
         Promise.reject(new Error('fine')).catch(() => say(got.sender, 4, 'caught'));
         (async () => { try { await Promise.reject(1); } catch { say(got.sender, 4, 'caught'); } })();
       }`,
        { profile },
      );
      const client = await play.login();
      client.sendToScript(1, '');
      expect([(await client.nextMessage()).text, (await client.nextMessage()).text]).toEqual([
        'caught',
        'caught',
      ]);
      expect(play.session.uncaughtErrors).toBe(0);
    },
  );

  test('a rejection that nobody handles does no harm in the strict profile', async () => {
    const play = await Play.start(
      host,
      `onStartGameSession() { Promise.reject(new Error('lost')); }, ${GOES_ON}`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage()).text).toBe('on');
  });

  test.each([
    ['in a timer', 'strict', 'setTimeout(() => { throw new Error("lost"); }, 1);'],
    ['in a promise', 'standard', 'setTimeout(() => { Promise.reject(new Error("lost")); }, 1);'],
  ] as const)('%s ends the session where that is asked for', async (_, profile, body) => {
    const play = await Play.start(host, `onMessage() { ${body} }`, {
      profile,
      uncaughtErrors: 'end-session',
    });
    const client = await play.login();
    client.sendToScript(1, '');
    expect(await client.closed).toEqual({ code: 4024, reason: 'script_uncaught_error' });
    expect(await play.session.ended).toMatchObject({
      code: 'script_uncaught_error',
      detail: expect.stringContaining('Error: lost'),
    });
  });

  test('a throw in a callback does not end the session even where uncaught errors do', async () => {
    const play = await Play.start(
      host,
      'onMessage(got) { if (got.opCode === 1) throw new Error("answered for"); say(got.sender, 4, "on"); }',
      { uncaughtErrors: 'end-session' },
    );
    const client = await play.login();
    client.sendToScript(1, '');
    client.sendToScript(2, '');
    expect((await client.nextMessage()).text).toBe('on');
    expect(play.session.uncaughtErrors).toBe(0);
  });
});
