import { LoadedServer, type Measured, type Scene } from './load/measure.ts';
import { PLAYPEN } from './relay.ts';
import type { Report } from './report/report.ts';
import { ECHO_SCRIPT } from './script.ts';

const MINUTES = Number(process.env.BENCH_MINUTES ?? 10);
const WINDOW_MS = 30_000;
/**
 * So long it takes until all send. Where 2,000 sessions begin in the same second, all become hot in the same second too, some
 * minutes later, and V8 compiles for all of them at once.
 */
const RAMP_MS = Number(process.env.BENCH_RAMP_SECONDS ?? 180) * 1_000;
const SCENE: Scene = {
  ...{ sessions: 2_000, playersPerSession: 2, to: 'script', payloadBytes: 64, script: ECHO_SCRIPT },
};
const MIB = 1024 ** 2;

/** Many small sessions for a long time: neither memory nor latency may grow. */
export async function benchSteady(report: Report): Promise<void> {
  await using server = await LoadedServer.start(PLAYPEN, SCENE);
  const windows: Measured[] = [];
  const memoryMb: number[] = [];
  const atOneASecond = { messagesPerSecondPerPlayer: 1, measuredMs: WINDOW_MS };
  await server.run({ ...atOneASecond, warmUpMs: RAMP_MS, rampMs: RAMP_MS });
  for (let passedMs = 0; passedMs < MINUTES * 60_000; passedMs += WINDOW_MS) {
    windows.push(await server.run({ ...atOneASecond, warmUpMs: 0 }));
    memoryMb.push(server.memoryBytes() / MIB);
  }
  report.row(
    'latency, p50',
    windows.map(one => one.p50Ms),
    'ms',
  );
  report.row(
    'latency, p99',
    windows.map(one => one.p99Ms),
    'ms',
    { atMost: 20 },
  );
  report.row('memory, all processes', memoryMb, 'MiB');
  report.row('memory at the end, to memory at the beginning', [memoryMb.at(-1)! / memoryMb[0]!], '×', {
    atMost: 1.05,
  });
  report.row(
    'answered, of what was sent',
    windows.map(one => one.received / one.sent),
    '×',
  );
}
