import { type Contender, LoadedServer, type Measured, type Scene } from './load/measure.ts';
import { PLAIN, PLAYPEN, RELAY_SCENE } from './relay.ts';
import type { Goal, Report } from './report/report.ts';
import { DIRECT, SCRIPT_SCENE } from './script.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MOST_P99_MS = 50;
const WARM_UP_MS = 500;
const MEASURED_MS = 1_500;
/** Rates are so far apart at first, then so far. */
const COARSE = 1.6;
const FINE = 1.12;
const MOST_STEPS = 14;

/** The highest rates of messages with a p99 of 50 ms, relayed and scripted. */
export async function benchRates(report: Report): Promise<void> {
  await benchPair(report, 'relayed', [PLAYPEN, PLAIN], RELAY_SCENE, 8, { atLeast: 2 });
  await benchPair(report, 'scripted', [PLAYPEN, DIRECT], SCRIPT_SCENE, 20, { atLeast: 1 });
}

async function benchPair(
  report: Report,
  what: string,
  [ours, yardstick]: readonly [Contender, Contender],
  scene: Scene,
  firstRate: number,
  goal: Goal,
): Promise<void> {
  const found = new Map<Contender, Measured[]>([
    [ours, []],
    [yardstick, []],
  ]);
  let limited = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contender, rounds] of found) {
      const { best, isGeneratorLimit } = await findHighest(contender, scene, firstRate);
      rounds.push(best);
      if (isGeneratorLimit) limited++;
    }
  }
  for (const [{ name }, rounds] of found) {
    report.row(
      `${what}: highest rate, ${name}`,
      rounds.map(one => one.perSecond),
      '/s',
    );
  }
  const [own, other] = [found.get(ours)!, found.get(yardstick)!];
  report.row(
    `${what}: highest rate, ${ours.name} to ${yardstick.name}`,
    own.map((one, round) => one.perSecond / other[round]!.perSecond),
    '×',
    goal,
  );
  if (limited > 0) {
    report.note(
      `${what}: ${limited} of ${2 * ROUNDS} searches ended because the load generator could not send more.`,
    );
  }
  const bars = [...found].map(([{ name }, rounds]) => [name, rounds.map(one => one.perSecond)] as const);
  report.plot(
    `Highest rate with a p99 of ${MOST_P99_MS} ms, ${what}`,
    'messages received per second',
    new Map(bars),
  );
}

/** Raises the rate in coarse steps until it is too much, then in fine ones from the last that was not. */
async function findHighest(
  contender: Contender,
  scene: Scene,
  firstRate: number,
): Promise<{ best: Measured; isGeneratorLimit: boolean }> {
  await using server = await LoadedServer.start(contender, scene);
  const at = (messagesPerSecondPerPlayer: number): Promise<Measured> =>
    server.run({ messagesPerSecondPerPlayer, warmUpMs: WARM_UP_MS, measuredMs: MEASURED_MS });
  let best = await at(firstRate);
  let bestRate = firstRate;
  let factor = COARSE;
  for (let step = 0; step < MOST_STEPS; step++) {
    const one = await at(bestRate * factor);
    if (one.isGeneratorLimit && one.p99Ms <= MOST_P99_MS) return { best: one, isGeneratorLimit: true };
    if (one.p99Ms <= MOST_P99_MS) {
      bestRate *= factor;
      best = one;
    } else if (factor === COARSE) {
      factor = FINE;
      // What was too much has to leave first.
      await at(firstRate);
    } else break;
  }
  return { best, isGeneratorLimit: false };
}
