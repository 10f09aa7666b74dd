import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import type { TestClient } from '../../src/host/test/test-client.ts';
import { Play } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

let trio: Play;
let asker: TestClient;
beforeAll(async () => {
  trio = await Play.start(
    host,
    `onMessage(got) {
       const ask = new Function('players', 'session', 'require', 'return (' + got.getPayloadAsText() + ')');
       try { report(ask(session.getPlayers(), session, require)); } catch (error) { report(String(error)); }
     }`,
    { profile: 'standard' },
  );
  asker = await trio.login();
  await trio.login();
  await trio.login();
});

/** What `expression` is in a session with three players, 1, 2 and 3; `players` is what getPlayers() gives. */
function among(expression: string): Promise<unknown> {
  asker.sendToScript(1, expression);
  return trio.report();
}

describe('getPlayers()', () => {
  test.each([
    ['has a size', 'players.size', 3],
    ['has a length', 'players.length', 3],
    ['gets by peer id', 'players.get(2).peerId', 2],
    ['gets by numeric string', 'players.get("2").peerId', 2],
    [
      'gets nothing for a stranger',
      'String([players.get(9), players.get(), players.get(null), players.get({})])',
      ',,,',
    ],
    [
      'has',
      '[players.has(1), players.has("3"), players.has(9), players.has(0), players.has()]',
      [true, true, false, false, false],
    ],
    ['includes a player', 'players.includes(players.get(2))', true],
    [
      'includes a peer id',
      '[players.includes(2), players.includes("2"), players.includes(9)]',
      [true, true, false],
    ],
    ['includes no copy of a player', 'players.includes({ ...players.get(2) })', false],
    ['includes not nothing', '[players.includes(undefined), players.includes(null)]', [false, false]],
    [
      'maps',
      'players.map((player, peerId) => [player.peerId, peerId])',
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ],
    [
      'filters',
      'players.filter((player, peerId) => peerId > 1 && player.peerId < 3).map(p => p.peerId)',
      [2],
    ],
    ['filters into an array', 'Array.isArray(players.filter(() => true))', true],
    ['finds the first', 'players.find(player => player.peerId > 1).peerId', 2],
    ['finds by peer id', 'players.find((_, peerId) => peerId === 3).peerId', 3],
    ['finds nothing', 'typeof players.find(() => false)', 'undefined'],
    ['some', '[players.some(p => p.peerId === 3), players.some(p => p.peerId === 4)]', [true, false]],
    ['every', '[players.every(p => p.peerId < 4), players.every(p => p.peerId < 3)]', [true, false]],
    ['reduces from a value', 'players.reduce((sum, p) => sum + p.peerId, 10)', 16],
    ['reduces from undefined', 'typeof players.reduce(sum => sum, undefined)', 'undefined'],
    ['reduces from its first player', 'players.reduce((a, b) => (a.peerId > b.peerId ? a : b)).peerId', 3],
    ['gives keys', '[...players.keys()]', [1, 2, 3]],
    ['gives values', '[...players.values()].map(p => p.peerId)', [1, 2, 3]],
    [
      'gives entries',
      '[...players.entries()].map(([id, p]) => [id, p.peerId])',
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ],
    ['can be spread', '[...players].map(p => p.peerId)', [1, 2, 3]],
    ['can be made an array', 'Array.from(players, p => p.peerId)', [1, 2, 3]],
    ['can be made a Map', '(m => [m.size, m.get(2).peerId])(new Map(players))', [3, 2]],
    ['can be taken apart', '(([first, second]) => [first.peerId, second.peerId])(players)', [1, 2]],
    [
      'is gone through as players',
      '(() => { const seen = []; for (const player of players) seen.push(player.peerId); return seen; })()',
      [1, 2, 3],
    ],
    [
      'is gone through as pairs of peer id and player',
      '(() => { const seen = []; for (const [peerId, player] of players) seen.push([peerId, player.peerId]); return seen; })()',
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ],
    [
      'forEach gives the player, its peer id and the list',
      '(() => { const seen = []; players.forEach((player, peerId, list) => seen.push([player.peerId, peerId, list === players])); return seen; })()',
      [
        [1, 1, true],
        [2, 2, true],
        [3, 3, true],
      ],
    ],
    [
      'forEach takes a this',
      '(() => { const self = { seen: 0 }; players.forEach(function () { this.seen++; }, self); return self.seen; })()',
      3,
    ],
    ['is a fresh one each time', 'session.getPlayers() === session.getPlayers()', false],
    ['holds the same player objects each time', 'session.getPlayers().get(1) === players.get(1)', true],
    [
      'a callback that throws throws to its caller',
      '(() => { try { players.map(() => { throw 5; }); } catch (e) { return e; } })()',
      5,
    ],
  ])('%s', async (_, expression, value) => {
    expect(await among(expression)).toEqual(value);
  });

  test('reduces no players with no initial value as an array does: with a TypeError', async () => {
    const play = await Play.start(
      host,
      'ready() { try { session.getPlayers().reduce(() => 1); } catch (error) { report(error.name); } }',
    );
    expect(await play.report()).toBe('TypeError');
  });

  test('is shown as the Map it stands for', async () => {
    expect(await among('require("util").inspect(players.get(1)).slice(0, 21)')).toMatch(
      /^Player \{\s+peerId: 1,/,
    );
    expect(await among('require("util").inspect(players)')).toMatch(/Map\(3\) \{\s+1 => Player \{/);
  });

  test('is empty before any player is there', async () => {
    const play = await Play.start(
      host,
      `ready() {
         const players = session.getPlayers();
         players.forEach(() => report('a player'));
         report([players.size, players.map(() => 1), players.some(() => true), players.every(() => false)]);
       }`,
    );
    expect(await play.report()).toEqual([0, [], false, true]);
  });

  test('is a snapshot: it does not change when players come and go', async () => {
    const play = await Play.start(
      host,
      `onPlayerAccepted() { this.before ??= session.getPlayers(); },
       onPlayerDisconnect() { setTimeout(() => report([this.before.map(p => p.peerId), session.getPlayers().map(p => p.peerId)]), 1); }`,
    );
    const first = await play.login();
    await play.login();
    await first.close();
    expect(await play.report()).toEqual([[1], [2]]);
  });

  test('can be gone through while players are disconnected', async () => {
    const play = await Play.start(
      host,
      `onMessage() { let seen = 0; for (const player of session.getPlayers()) { seen++; session.disconnectPlayer(player); } report(seen); }`,
    );
    const clients = [await play.login(), await play.login()];
    clients[1]!.sendToScript(1, '');
    expect(await play.report()).toBe(2);
    for (const client of clients) expect(await client.closed).toEqual({ code: 4010, reason: 'kicked' });
  });

  test('has a connecting player only once it is accepted, and a leaver until onPlayerDisconnect is over', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect(got) { report(session.getPlayers().has(got.peerId)); return true; },
       onPlayerAccepted(player) { report(session.getPlayers().get(player.peerId) === player); },
       onPlayerDisconnect(peerId) { report([session.getPlayers().has(peerId), session.getPlayers().size]); setTimeout(() => report(session.getPlayers().size), 1); }`,
    );
    await (await play.login()).close();
    expect([await play.report(), await play.report()]).toEqual([false, true]);
    expect(await play.report()).toEqual([true, 1]);
    expect(await play.report()).toBe(0);
  });
});
