import { alternate, type Contender, type Scene } from './load/measure.ts';
import { printRow } from './report.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WINDOW = { messagesPerSecondPerPlayer: 10, warmUpMs: 1_500, measuredMs: 3_000 };
const SCENE: Scene = { sessions: 10, playersPerSession: 32, to: 'group', payloadBytes: 64 };
const PLAYPEN: Contender = { name: 'Playpen', file: 'servers/playpen.ts', style: 'realtime' };
const PLAIN: Contender = { name: 'plain ws relay', file: 'yardsticks/ws-relay.ts', style: 'plain' };

/** Messages to all players of a session whose script asks to see none: 10 game sessions of 32 players, 10 a second each. */
export async function benchRelay(): Promise<void> {
  const results = await alternate([PLAIN, PLAYPEN], SCENE, WINDOW, ROUNDS);
  for (const [name, rounds] of results) {
    printRow(
      `${name}: server CPU per delivery`,
      rounds.map(one => one.cpuUsPerDelivery),
      'us',
    );
    printRow(
      `${name}: p50`,
      rounds.map(one => one.p50Ms),
      'ms',
    );
    printRow(
      `${name}: p99`,
      rounds.map(one => one.p99Ms),
      'ms',
    );
    printRow(
      `${name}: deliveries per second`,
      rounds.map(one => (one.received / WINDOW.measuredMs) * 1_000),
      '/s',
    );
    printRow(
      `${name}: load generator's share of a core`,
      rounds.map(one => one.generatorShare),
      '',
    );
  }
}
