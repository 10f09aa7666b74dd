import { alternate, type Contender, printMeasured, type Scene } from './load/measure.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WINDOW = { messagesPerSecondPerPlayer: 10, warmUpMs: 1_500, measuredMs: 3_000 };
const SCENE: Scene = { sessions: 10, playersPerSession: 32, to: 'group', payloadBytes: 64 };
const PLAYPEN: Contender = { name: 'Playpen', file: 'servers/playpen.ts', style: 'realtime' };
/** What comes in one turn of the event loop leaves at its end, however busy the host is. */
const RESTLESS: Contender = { ...PLAYPEN, name: 'Playpen without rest', limits: { flushRestMs: 0 } };
const PLAIN: Contender = { name: 'plain ws relay', file: 'yardsticks/ws-relay.ts', style: 'plain' };

/** Messages to all players of a session whose script asks to see none: 10 game sessions of 32 players, 10 a second each. */
export async function benchRelay(): Promise<void> {
  const results = await alternate([PLAIN, PLAYPEN, RESTLESS], SCENE, WINDOW, ROUNDS);
  printMeasured(results, WINDOW, 'delivery');
}
