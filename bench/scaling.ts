import { LoadedServer, type Scene } from './load/measure.ts';
import { PLAYPEN } from './relay.ts';
import type { Report } from './report/report.ts';
import { ECHO_SCRIPT } from './script.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MESSAGES_PER_SECOND = 2_000;
const SESSIONS = [10, 100, 1_000];
const PLAYERS_PER_SESSION = 2;

/** The same number of messages, by more and more sessions: what one costs must not grow with them. */
export async function benchScaling(report: Report): Promise<void> {
  const costs = new Map<string, number[]>(SESSIONS.map(sessions => [`${sessions} sessions`, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const sessions of SESSIONS) {
      const scene: Scene = {
        ...{ sessions, playersPerSession: PLAYERS_PER_SESSION, to: 'script', payloadBytes: 64 },
        script: ECHO_SCRIPT,
      };
      await using server = await LoadedServer.start(PLAYPEN, scene);
      const messagesPerSecondPerPlayer = MESSAGES_PER_SECOND / sessions / PLAYERS_PER_SESSION;
      const one = await server.run({ messagesPerSecondPerPlayer, warmUpMs: 4_000, measuredMs: 4_000 });
      costs.get(`${sessions} sessions`)!.push(one.cpuUsPerDelivery);
    }
  }
  for (const [name, values] of costs) report.row(`server CPU per message, ${name}`, values, 'µs');
  report.plot('Server CPU per message', 'µs', costs);
}
