import { alternate, type Contender, printMeasured, type Scene } from './load/measure.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WINDOW = { messagesPerSecondPerPlayer: 30, warmUpMs: 2_000, measuredMs: 3_000 };
const SCENE: Scene = {
  ...{ sessions: 40, playersPerSession: 8, to: 'script', payloadBytes: 64 },
  script: `
    let session;
    exports.ssExports = {
      init(rtSession) { session = rtSession; },
      onMessage(message) {
        const answer = session.newBinaryGameMessage(8, session.getServerId(), message.payload);
        session.sendReliableMessage(answer, message.sender);
      },
    };`,
};
const CONTENDERS: readonly Contender[] = [
  { name: 'no isolation', file: 'yardsticks/direct-script.ts', style: 'realtime' },
  { name: 'Playpen', file: 'servers/playpen.ts', style: 'realtime' },
  { name: 'async isolate in the host', file: 'yardsticks/async-isolate.ts', style: 'realtime' },
  { name: 'process per session', file: 'yardsticks/process-per-session.ts', style: 'realtime' },
];

/** Messages to a script, each answered: 40 game sessions of 8 players, 30 a second each. */
export async function benchScript(): Promise<void> {
  const results = await alternate(CONTENDERS, SCENE, WINDOW, ROUNDS);
  printMeasured(results, WINDOW, 'message');
}
