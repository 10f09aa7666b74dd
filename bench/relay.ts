import { alternate, type Contender, reportMeasured, reportRatio, type Scene } from './load/measure.ts';
import type { Report } from './report/report.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WARM_UP_MS = 3_000;
const WINDOW = { messagesPerSecondPerPlayer: 10, warmUpMs: 500, measuredMs: 2_500 };
export const RELAY_SCENE: Scene = { sessions: 10, playersPerSession: 32, to: 'group', payloadBytes: 64 };
export const PLAYPEN: Contender = { name: 'Playpen', file: 'servers/playpen.ts', style: 'realtime' };
export const PLAIN: Contender = { name: 'plain ws relay', file: 'yardsticks/ws-relay.ts', style: 'plain' };
/** What comes in one turn of the event loop leaves at its end, however busy the host is. */
const RESTLESS: Contender = { ...PLAYPEN, name: 'Playpen without rest', limits: { flushRestMs: 0 } };

/** Messages to all players of a session whose script asks to see none. */
export async function benchRelay(report: Report): Promise<void> {
  const results = await alternate([PLAIN, PLAYPEN, RESTLESS], RELAY_SCENE, {
    windows: [WINDOW],
    warmUpMs: WARM_UP_MS,
    rounds: ROUNDS,
  });
  for (const [name, [rounds]] of results) reportMeasured(report, name, rounds!, 'delivery');
  const [plain, playpen, restless] = [PLAIN, PLAYPEN, RESTLESS].map(({ name }) => results.get(name)![0]!);
  const cpu = (one: { cpuUsPerDelivery: number }): number => one.cpuUsPerDelivery;
  reportRatio(report, 'server CPU per delivery, Playpen to plain ws relay', [playpen!, plain!], cpu, {
    atMost: 0.5,
  });
  reportRatio(report, 'server CPU per delivery, with rest to without', [playpen!, restless!], cpu);
  report.plot(
    'Server CPU per delivery',
    'µs',
    new Map([...results].map(([name, [rounds]]) => [name, rounds!.map(cpu)])),
  );
}
