import { alternate, type Contender, reportMeasured, reportRatio, type Scene } from './load/measure.ts';
import { PLAYPEN } from './relay.ts';
import type { Report } from './report/report.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** V8 compiles what is called often, in each isolate for itself: so long it takes until most of it is compiled. */
const WARM_UP_MS = 12_000;
/** Of what is there to compare with alone. */
const BRIEF_WARM_UP_MS = 3_000;
const FULL = { messagesPerSecondPerPlayer: 30, warmUpMs: 500, measuredMs: 2_500 };
const HALF = { messagesPerSecondPerPlayer: 15, warmUpMs: 500, measuredMs: 2_500 };
export const ECHO_SCRIPT = `
    let session;
    exports.ssExports = {
      init(rtSession) { session = rtSession; },
      onMessage(message) {
        const answer = session.newBinaryGameMessage(8, session.getServerId(), message.payload);
        session.sendReliableMessage(answer, message.sender);
      },
    };`;
export const SCRIPT_SCENE: Scene = {
  ...{ sessions: 40, playersPerSession: 8, to: 'script', payloadBytes: 64, script: ECHO_SCRIPT },
};
export const DIRECT: Contender = {
  name: 'no isolation',
  file: 'yardsticks/direct-script.ts',
  style: 'realtime',
};
const RESTLESS: Contender = {
  ...PLAYPEN,
  name: 'Playpen without rest between dispatches',
  limits: { dispatchRestMs: 0 },
};
const OTHERS: readonly Contender[] = [
  { name: 'async isolate in the host', file: 'yardsticks/async-isolate.ts', style: 'realtime' },
  { name: 'process per session', file: 'yardsticks/process-per-session.ts', style: 'realtime' },
];

/** Messages to a script, each answered, and the same at half the load. */
export async function benchScript(report: Report): Promise<void> {
  const results = await alternate([DIRECT, PLAYPEN, RESTLESS], SCRIPT_SCENE, {
    windows: [FULL, HALF],
    warmUpMs: WARM_UP_MS,
    rounds: ROUNDS,
  });
  for (const [name, [full, half]] of results) {
    reportMeasured(report, name, full!, 'message');
    reportMeasured(report, `${name}, half the load`, half!, 'message');
  }
  const others = await alternate(OTHERS, SCRIPT_SCENE, {
    windows: [FULL],
    warmUpMs: BRIEF_WARM_UP_MS,
    rounds: ROUNDS,
  });
  for (const [name, [rounds]] of others) reportMeasured(report, name, rounds!, 'message');
  const [directFull, directHalf] = results.get(DIRECT.name)!;
  const [full, half] = results.get(PLAYPEN.name)!;
  const cpu = (one: { cpuUsPerDelivery: number }): number => one.cpuUsPerDelivery;
  reportRatio(report, 'server CPU per message, Playpen to no isolation', [full!, directFull!], cpu, {
    atMost: 1.15,
  });
  const added = (value: 'p50Ms' | 'p99Ms'): number[] =>
    half!.map((one, round) => one[value] - directHalf![round]![value]);
  report.row('latency that the isolate adds at half the load, p50', added('p50Ms'), 'ms', { atMost: 0.2 });
  report.row('latency that the isolate adds at half the load, p99', added('p99Ms'), 'ms', { atMost: 1 });
  report.plot(
    'Server CPU per message',
    'µs',
    new Map([...results, ...others].map(([name, [rounds]]) => [name, rounds!.map(cpu)])),
  );
}
