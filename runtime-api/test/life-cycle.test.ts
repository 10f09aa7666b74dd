import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, Play, scriptOf } from './play.ts';

let host: TestHost;
/** Impatient: what a script may take its time for is over soon. */
let hasty: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
  hasty = await TestHost.start({
    limits: {
      startDecisionMs: 50,
      connectDecisionMs: 50,
      terminateMs: 50,
      healthCheckIntervalMs: 20,
      healthDecisionMs: 50,
    },
  });
});
afterEach(() => Promise.all([endSessions(host), endSessions(hasty)]));
afterAll(() => Promise.all([host.stop(), hasty.stop()]));

test('callbacks come in their order, and each waits for the promise of the one before', async () => {
  const slow = (name: string): string =>
    `async ${name}() { heard.push('${name}'); await later(); heard.push('done'); return true; },`;
  const play = await Play.startCode(
    host,
    scriptOf(
      `async ready() { heard.push('init'); await later(); heard.push('done'); },
       ${slow('onProcessStarted')} ${slow('onStartGameSession')}
       async onPlayerConnect() { heard.push('connect ' + session.getPlayers().size); await later(); return true; },
       onPlayerAccepted() { heard.push('accepted ' + session.getPlayers().size); },
       onPlayerDisconnect(peerId) { heard.push('disconnect ' + session.getPlayers().has(peerId)); },
       onProcessTerminate() { heard.push('terminate ' + session.getPlayers().size); report(heard); }`,
      'const heard = ["module"]; const later = () => new Promise(resolve => setTimeout(resolve, 2));',
    ),
  );
  const client = await play.login();
  await client.close();
  await play.logged('player gone');
  await play.session.terminate('session_terminated');
  expect(await play.report()).toEqual([
    ...['module', 'init', 'done', 'onProcessStarted', 'done', 'onStartGameSession', 'done'],
    ...['connect 0', 'accepted 1', 'disconnect true', 'terminate 0'],
  ]);
});

test.each(['strict', 'standard'] as const)(
  'what the module starts while it is evaluated runs, and what it logs is kept (%s)',
  async profile => {
    const play = await Play.startCode(
      host,
      scriptOf(
        '',
        `console.log('evaluated');
         queueMicrotask(() => console.log('microtask')); process.nextTick(() => console.log('tick'));
         Promise.resolve().then(() => console.log('promise')); setTimeout(() => console.log('timer'), 1);
         queueMicrotask(() => { throw new Error('lost'); });`,
      ),
      { profile },
    );
    const lines = await play.linesUntil('timer');
    expect(lines.map(line => line.split('\n')[0])).toEqual([
      ...['evaluated', 'microtask', 'tick', 'promise', 'uncaught Error: lost', 'timer'],
    ]);
    expect(play.session.uncaughtErrors).toBe(1);
  },
);

test('init gets the session, onProcessStarted an array, onStartGameSession the game session', async () => {
  const play = await Play.start(
    host,
    `onProcessStarted(...args) { report(args); return true; },
     onStartGameSession(...args) { report([args.length, args[0].GameSessionId === session.getGameSessionId()]); },
     onHealthCheck(...args) { return true; }`,
  );
  expect(await play.report()).toEqual([[]]);
  expect(await play.report()).toEqual([1, true]);
});

describe('what the script sends to a player', () => {
  test('in onPlayerConnect and onPlayerAccepted reaches it before the login response', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect(got) { say(got.peerId, 1, 'connect'); session.sendMessage(message(2, 'fast'), got.player); return true; },
       onPlayerAccepted(player) { say(player, 3, 'accepted'); session.sendReliableGroupMessage(message(4, 'all'), -1); }`,
    );
    const client = await play.login();
    expect(client.inbox.map(packet => packet.opCode)).toEqual([1, 2, 3, 4]);
  });

  test('while it refuses it reaches it before the refusal', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect(got) { say(got.peerId, 1, 'too late'); return false; }`,
    );
    const client = await host
      .login({ playerSessionId: play.session.id })
      .catch((error: Error) => error.message);
    expect(client).toContain('login_refused');
  });
});

describe('onProcessStarted', () => {
  test.each(['false', '0', '""', 'null', 'undefined', 'NaN', 'Promise.resolve(false)'])(
    'that returns %s keeps the session from starting, and its creator is told why',
    async value => {
      const code = scriptOf(
        `onProcessStarted() { return ${value}; }, onStartGameSession() { report('started'); }`,
      );
      await expect(host.play(code)).rejects.toMatchObject({ code: 'start_refused' });
    },
  );

  test.each(['true', '1', '"yes"', '{}', 'Promise.resolve(true)'])(
    'that returns %s lets it start',
    async value => {
      const play = await Play.start(host, `onProcessStarted() { return (${value}); }`);
      expect(play.session.state).toBe('active');
    },
  );
});

describe("a throw fails the session, and its creator sees the script's own line:", () => {
  test.each(['init', 'onProcessStarted', 'onStartGameSession'])('in %s', async name => {
    const throwing = `exports.ssExports = { init() {},\n${name}() {\nnull.x;\n} };`;
    await expect(host.play(throwing)).rejects.toMatchObject({
      code: 'script_failed',
      // The wrapper the script is evaluated in adds one line.
      detail: expect.stringMatching(new RegExp(`^${name} threw TypeError.*\\n.*playpen-script\\.js:4:`)),
    });
  });

  test.each(['init', 'onProcessStarted', 'onStartGameSession'])('in the promise of %s', async name => {
    const rejecting = `exports.ssExports = { init() {}, async ${name}() {\nawait 1; throw new Error('no luck'); } };`;
    await expect(host.play(rejecting)).rejects.toMatchObject({
      code: 'script_failed',
      detail: expect.stringMatching(/threw Error: no luck\n.*playpen-script\.js:3:/),
    });
  });
});

describe('the start ends', () => {
  test.each(['init', 'onProcessStarted', 'onStartGameSession'])(
    'with start_timeout when the promise of %s never settles',
    async name => {
      const code = `exports.ssExports = { init() {}, ${name}() { return new Promise(() => {}); } };`;
      await expect(hasty.play(code)).rejects.toMatchObject({
        code: 'start_timeout',
        detail: expect.stringContaining(name),
      });
    },
  );

  test('with script_timeout when a callback never returns', async () => {
    await expect(host.play('exports.ssExports = { init() { for (;;); } };')).rejects.toMatchObject({
      code: 'script_timeout',
    });
  });

  test('with session_ended when the script ends the session while it starts', async () => {
    const code = 'exports.ssExports = { init(session) { session.processEnding(); } };';
    await expect(host.play(code)).rejects.toMatchObject({ code: 'session_ended' });
  });

  test('with script_exit when the script exits while it starts', async () => {
    const code = 'exports.ssExports = { init() { process.exit(3); } };';
    await expect(host.play(code)).rejects.toMatchObject({ code: 'script_exit', detail: 'exit code 3' });
  });
});

describe('a login that is not answered', () => {
  test('in time is refused', async () => {
    const play = await Play.start(hasty, 'onPlayerConnect() { return new Promise(() => {}); }');
    await expect(play.login()).rejects.toThrow('login_refused');
  });

  test('before the player leaves adds nobody, and is no departure', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect() { return new Promise(resolve => { this.decide = resolve; report('asked'); }); },
       onPlayerAccepted() { report('accepted'); },
       onPlayerDisconnect() { report('disconnect'); },
       onProcessTerminate() { this.decide(true); setTimeout(() => {}, 1); report(session.getPlayers().size); }`,
    );
    const client = await openUndecided(play);
    await client.close();
    await play.logged('player gone');
    await play.session.terminate('session_terminated');
    expect(await play.report()).toBe(0);
  });
});

describe('when the service ends the session', () => {
  test('onProcessTerminate is called, and what it sends arrives before the close', async () => {
    const play = await Play.start(
      host,
      `onProcessTerminate() { session.sendReliableGroupMessage(message(6, 'bye'), -1); }`,
    );
    const client = await play.login();
    await play.session.terminate('session_terminated');
    expect((await client.nextMessage(6)).text).toBe('bye');
    expect(await client.closed).toEqual({ code: 4020, reason: 'session_terminated' });
    expect(await play.session.ended).toMatchObject({ code: 'session_terminated' });
  });

  test('a promise of onProcessTerminate is waited for', async () => {
    const play = await Play.start(
      host,
      `async onProcessTerminate() { await new Promise(resolve => setTimeout(resolve, 5));
       session.sendReliableGroupMessage(message(6, 'saved'), -1); }`,
    );
    const client = await play.login();
    await play.session.terminate('session_terminated');
    expect((await client.nextMessage(6)).text).toBe('saved');
  });

  test.each([
    ['never settles', 'return new Promise(() => {});'],
    ['throws', 'throw new Error("no");'],
    ['ends the session itself', 'session.processEnding();'],
  ])('an onProcessTerminate that %s does not keep it', async (_, body) => {
    const play = await Play.start(hasty, `onProcessTerminate() { ${body} }`);
    const client = await play.login();
    await play.session.terminate('session_terminated');
    expect((await client.closed).reason).toBe('session_terminated');
  });

  test('while it starts, its creator is told', async () => {
    const code = 'exports.ssExports = { init() { return new Promise(() => {}); } };';
    const playing = host.play(code);
    const [session] = host.host.sessions.values();
    await session!.terminate('session_terminated');
    await expect(playing).rejects.toMatchObject({ code: 'session_terminated' });
  });
});

describe('health checks', () => {
  test('come from time to time', async () => {
    const play = await Play.start(hasty, 'onHealthCheck() { report(1); return true; }');
    for (let i = 0; i < 5; i++) expect(await play.report()).toBe(1);
    expect(play.session.state).toBe('active');
  });

  test.each([
    ['return false', 'return false;'],
    ['return nothing', ''],
    ['throw', 'throw new Error("sick");'],
    ['reject', 'return Promise.reject(new Error("sick"));'],
    ['never settle', 'return new Promise(() => {});'],
  ])('that %s three times in a row end the session', async (_, body) => {
    const play = await Play.start(hasty, `onHealthCheck() { ${body} }`);
    expect(await play.session.ended).toMatchObject({ code: 'script_unhealthy' });
  });

  test('end it with the third bad one, no sooner and no later', async () => {
    const play = await Play.start(hasty, `onHealthCheck() { console.log('checked'); return false; }`);
    await play.session.ended;
    const lines = await play.linesUntil('game session ended');
    expect(lines.filter(line => line === 'checked')).toHaveLength(3);
  });

  test('that are bad twice and then good do not', async () => {
    const play = await Play.start(
      hasty,
      'checks: 0, onHealthCheck() { report(++this.checks); return this.checks % 3 === 0; }',
    );
    for (let i = 1; i <= 10; i++) expect(await play.report()).toBe(i);
    expect(play.session.state).toBe('active');
  });

  test('a script without onHealthCheck is healthy', async () => {
    const play = await Play.start(hasty, 'ready() { setInterval(() => report(1), 20); }');
    for (let i = 0; i < 6; i++) await play.report();
    expect(play.session.state).toBe('active');
  });
});

async function openUndecided(play: Play): Promise<{ close(): Promise<void> }> {
  const { TestClient } = await import('../../src/host/test/test-client.ts');
  const client = await TestClient.open(host.port);
  client.sendLogin({ playerSessionId: play.session.id });
  expect(await play.report()).toBe('asked');
  return client;
}
