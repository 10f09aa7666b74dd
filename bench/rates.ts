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
  const starts = new Map(
    [ours, yardstick].map(contender => [contender, { rate: firstRate, factor: COARSE }]),
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contender, rounds] of found) {
      const { best, bestRate, isGeneratorLimit } = await findHighest(
        contender,
        scene,
        starts.get(contender)!,
      );
      rounds.push(best);
      // The next round's will not be far.
      starts.set(contender, { rate: bestRate / FINE ** 2, factor: FINE });
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

interface Start {
  /** Messages per second and player. */
  rate: number;
  /** What it is raised by, as long as that is not too much. */
  factor: number;
}

/** Raises the rate until it is too much; if the steps were coarse, in fine ones then from the last that was not. */
async function findHighest(
  contender: Contender,
  scene: Scene,
  start: Start,
): Promise<{ best: Measured; bestRate: number; isGeneratorLimit: boolean }> {
  await using server = await LoadedServer.start(contender, scene);
  const at = (messagesPerSecondPerPlayer: number): Promise<Measured> =>
    server.run({ messagesPerSecondPerPlayer, warmUpMs: WARM_UP_MS, measuredMs: MEASURED_MS });
  let { rate: bestRate, factor } = start;
  let best = await at(bestRate);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (best.p99Ms > MOST_P99_MS) {
      bestRate /= FINE;
      best = await at(bestRate);
      continue;
    }
    const one = await at(bestRate * factor);
    if (one.p99Ms <= MOST_P99_MS) {
      bestRate *= factor;
      best = one;
      if (one.isGeneratorLimit) return { best, bestRate, isGeneratorLimit: true };
    } else if (factor > FINE) {
      factor = FINE;
      // What was too much has to leave first.
      await at(start.rate);
    } else break;
  }
  return { best, bestRate, isGeneratorLimit: false };
}
