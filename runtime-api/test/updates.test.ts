import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, Play } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

const AT_FIRST = '{"matchId":"at first"}';
const LATER = '{"matchId":"later"}';
const description = { name: 'Friday game', matchmakerData: AT_FIRST };

describe.each(['strict', 'standard'] as const)('onUpdateGameSession in the %s profile', profile => {
  test('gets the game session with its new matchmaker data, the reason and the ticket', async () => {
    const play = await Play.start(
      host,
      'onUpdateGameSession(...args) { report([this === exports.ssExports, ...args]); }',
      { profile, description },
    );
    play.session.updateMatchmakerData(LATER, 'MATCHMAKING_DATA_UPDATED', 'auto-backfill-1');
    const [isThis, gameSession, ...others] = await play.report();
    expect(isThis).toBe(true);
    expect(gameSession).toMatchObject({ gameSessionId: play.session.id, name: 'Friday game' });
    expect(gameSession).toMatchObject({ matchmakerData: LATER, MatchmakerData: LATER });
    expect(others).toEqual(['MATCHMAKING_DATA_UPDATED', 'auto-backfill-1']);
  });

  test('gets what getGameSession gives from then on; what onStartGameSession got stays as it was', async () => {
    const play = await Play.start(
      host,
      `onStartGameSession(gameSession) { this.kept = gameSession; Object.freeze(gameSession); },
       onUpdateGameSession(gameSession) {
         report([gameSession === session.getGameSession(), this.kept.matchmakerData, gameSession.matchmakerData]);
       }`,
      { profile, description },
    );
    play.session.updateMatchmakerData(LATER, 'MATCHMAKING_DATA_UPDATED', '');
    expect(await play.report()).toEqual([true, AT_FIRST, LATER]);
  });

  test.each(['BACKFILL_FAILED', 'BACKFILL_TIMED_OUT', 'BACKFILL_CANCELLED'] as const)(
    'is told of %s with the matchmaker data as it was',
    async reason => {
      const play = await Play.start(
        host,
        `onStartGameSession(gameSession) { this.kept = gameSession; },
         onUpdateGameSession(gameSession, ...rest) { report([gameSession === this.kept, ...rest]); }`,
        { profile, description },
      );
      play.session.updateMatchmakerData(undefined, reason, 'ticket-1');
      expect(await play.report()).toEqual([true, reason, 'ticket-1']);
    },
  );

  test.each([
    ['of one byte a character', 'x'.repeat(390_000)],
    ['of three bytes a character', '\u2603'.repeat(390_000)],
    ['of none', ''],
  ])('gets the largest and the smallest matchmaker data whole: %s', async (_, matchmakerData) => {
    const play = await Play.start(
      host,
      `onUpdateGameSession({ matchmakerData }) {
         const first = matchmakerData.slice(0, 1);
         report([matchmakerData.length, matchmakerData === first.repeat(matchmakerData.length), first]);
       }`,
      { profile },
    );
    play.session.updateMatchmakerData(matchmakerData, 'MATCHMAKING_DATA_UPDATED', '');
    expect(await play.report()).toEqual([matchmakerData.length, true, matchmakerData.slice(0, 1)]);
  });
});

test('a promise of onUpdateGameSession that is rejected is logged, and the session goes on', async () => {
  const play = await Play.start(
    host,
    `async onUpdateGameSession(gameSession, reason) {
       await 1;
       if (reason !== 'BACKFILL_FAILED') throw new Error('later');
       report('on');
     }`,
  );
  play.session.updateMatchmakerData(LATER, 'MATCHMAKING_DATA_UPDATED', '');
  await play.logged('onUpdateGameSession threw Error: later');
  play.session.updateMatchmakerData(undefined, 'BACKFILL_FAILED', '');
  expect(await play.report()).toBe('on');
  expect(play.session.uncaughtErrors).toBe(0);
});

test('onUpdateGameSession that is added while the script starts counts', async () => {
  const play = await Play.start(
    host,
    'onStartGameSession() { this.onUpdateGameSession = (gameSession, reason) => report(reason); }',
  );
  play.session.updateMatchmakerData(undefined, 'BACKFILL_CANCELLED', '');
  expect(await play.report()).toBe('BACKFILL_CANCELLED');
});

test('the script may end its session in onUpdateGameSession', async () => {
  const play = await Play.start(host, 'onUpdateGameSession() { process.exit(3); }');
  play.session.updateMatchmakerData(undefined, 'BACKFILL_FAILED', '');
  expect(await play.session.ended).toMatchObject({ code: 'script_exit', detail: 'exit code 3' });
});

describe('a script without onUpdateGameSession', () => {
  const SCRIPT = 'onMessage() { report(session.getGameSession().matchmakerData); }';

  test('is not woken for new matchmaker data, and reads it when next it runs', async () => {
    const play = await Play.start(host, SCRIPT, { description });
    const client = await play.login();
    const other = await Play.start(host, 'onMessage(got) { say(got.sender, 2, "done"); }');
    const neighbour = await other.login();
    const batchesBefore = play.session.load.counters.latency.count;
    play.session.updateMatchmakerData('{}', 'MATCHMAKING_DATA_UPDATED', '');
    play.session.updateMatchmakerData(LATER, 'MATCHMAKING_DATA_UPDATED', '');
    play.session.updateMatchmakerData(undefined, 'BACKFILL_FAILED', '');
    // Both are in one worker, which does one thing after the other.
    neighbour.sendToScript(1, '');
    await neighbour.nextMessage(2);
    expect(play.session.load).toMatchObject({ queueEvents: 0, queueBytes: 0 });
    expect(play.session.load.counters.latency.count).toBe(batchesBefore);
    client.sendToScript(1, '');
    expect(await play.report()).toBe(LATER);
  });

  test('reads it in a timer too', async () => {
    const play = await Play.start(
      host,
      `ready() {
         const timer = setInterval(() => {
           const { matchmakerData } = session.getGameSession();
           if (matchmakerData === '${AT_FIRST}') return;
           clearInterval(timer);
           report(matchmakerData);
         }, 1);
       }`,
      { description },
    );
    play.session.updateMatchmakerData(LATER, 'MATCHMAKING_DATA_UPDATED', '');
    expect(await play.report()).toBe(LATER);
  });
});
