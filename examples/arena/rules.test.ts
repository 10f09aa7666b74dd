import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type RealtimeClient } from '../../src/client/index.ts';
import { TestHost } from '../../src/host/test/harness.ts';
import { type ArenaState, decodeState, type Roster } from './state.ts';

const [MOVE, DASH, STATE, ROSTER, HAPPENED] = [1, 2, 10, 11, 12] as const;

interface Happened {
  kind: 'coin' | 'dash' | 'bump';
  peerId: number;
  by?: number;
  coins?: number;
}

let source: string;
let host: TestHost;
const clients: RealtimeClient[] = [];
beforeAll(async () => {
  source = await readFile(new URL('script.js', import.meta.url), 'utf8');
  host = await TestHost.start();
});
afterAll(async () => {
  await Promise.all(clients.map(client => client.close()));
  await host.stop();
});

async function join(name: string): Promise<RealtimeClient> {
  const client = await connect({ endpoint: '127.0.0.1', port: host.port, payload: name });
  clients.push(client);
  return client;
}

type Place = { x: number; y: number };

/** Steers towards a place; true once it is this near. */
function steer(client: RealtimeClient, from: Place, to: Place, near: number): boolean {
  const direction = (delta: number): number => (Math.abs(delta) < 0.5 ? 0 : Math.sign(delta));
  client.send(MOVE, Uint8Array.of(direction(to.x - from.x), direction(to.y - from.y)));
  return Math.hypot(to.x - from.x, to.y - from.y) < near;
}

/** Plays a turn at each state until one says that it is over. */
function play(client: RealtimeClient, turn: (state: ArenaState) => boolean): Promise<void> {
  return new Promise(resolve => {
    const stop = client.on('message', ({ opCode, payload }) => {
      if (opCode !== STATE || !turn(decodeState(payload))) return;
      stop();
      resolve();
    });
  });
}

function happened(client: RealtimeClient, kind: Happened['kind']): Promise<Happened> {
  return new Promise(resolve => {
    client.on('message', ({ opCode, payload }) => {
      if (opCode !== HAPPENED) return;
      const what = JSON.parse(new TextDecoder().decode(payload)) as Happened;
      if (what.kind === kind) resolve(what);
    });
  });
}

test('who dashes into somebody shakes coins out of them', async () => {
  await host.play(source, { profile: 'strict' });
  const [ada, bob] = [await join('Ada'), await join('Bob')];
  const bump = happened(ada, 'bump');

  await play(bob, ({ players, coins }) => {
    const me = players.get(bob.peerId);
    if (me === undefined) return false;
    if (me.score > 0) return true;
    const distance = (coin: Place): number => Math.hypot(coin.x - me.x, coin.y - me.y);
    steer(bob, me, coins.toSorted((a, b) => distance(a) - distance(b))[0]!, 0);
    return false;
  });
  bob.send(MOVE, Uint8Array.of(0, 0));

  let bobsBest = 0;
  let isOver = false;
  void bump.then(() => {
    isOver = true;
  });
  await play(ada, ({ players }) => {
    const [me, other] = [players.get(ada.peerId), players.get(bob.peerId)];
    if (isOver || me === undefined || other === undefined) return isOver;
    bobsBest = Math.max(bobsBest, other.score);
    if (steer(ada, me, other, 4)) ada.send(DASH);
    return false;
  });
  const { peerId, by, coins = 0 } = await bump;
  expect([peerId, by]).toEqual([bob.peerId, ada.peerId]);
  expect(coins).toBeGreaterThan(0);
  await play(bob, ({ players }) => players.get(bob.peerId)!.score === bobsBest - coins);
}, 60_000);

test('a round ends, all stand still, and the next one begins with no coins in hand', async () => {
  const short = source
    .replace('const ROUND = (90 * 1000)', 'const ROUND = (2 * 1000)')
    .replace('const PAUSE = (6 * 1000)', 'const PAUSE = (0.5 * 1000)');
  expect(short).not.toContain('90 * 1000');
  await host.play(short);
  const client = await join('Ada');
  const phases: (string | undefined)[] = [];
  await new Promise<void>(resolve => {
    client.on('message', ({ opCode, payload }) => {
      if (opCode !== ROSTER) return;
      const { phase } = JSON.parse(new TextDecoder().decode(payload)) as Roster;
      if (phase !== phases.at(-1)) phases.push(phase);
      if (phases.length === 3) resolve();
    });
  });
  expect(phases).toEqual(['round', 'pause', 'round']);
  await play(client, ({ players }) => players.get(client.peerId)?.score === 0);
}, 60_000);
