import { type Contender, LoadedServer, type Measured, type Scene } from './load/measure.ts';
import { PLAIN, PLAYPEN, RELAY_SCENE } from './relay.ts';
import type { Goal, Report } from './report/report.ts';
import { DIRECT, SCRIPT_SCENE } from './script.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MOST_P99_MS = 50;
/** See `script.ts`. */
const WARM_UP_MS = 12_000;
const SETTLE_MS = 300;
const MEASURED_MS = 1_000;
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
  await using stack = new AsyncDisposableStack();
  const searches = new Map<Contender, RateSearch>();
  for (const contender of found.keys()) {
    const search = new RateSearch(stack.use(await LoadedServer.start(contender, scene)), firstRate);
    await search.warmUp();
    searches.set(contender, search);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contender, rounds] of found) {
      const { best, isGeneratorLimit } = await searches.get(contender)!.findHighest();
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

/** The highest rate of one server, searched for again and again. */
class RateSearch {
  readonly #server: LoadedServer;
  readonly #firstRate: number;
  #startRate: number;
  #factor = COARSE;

  /** @param firstRate messages per second and player */
  constructor(server: LoadedServer, firstRate: number) {
    this.#server = server;
    this.#firstRate = firstRate;
    this.#startRate = firstRate;
  }

  async warmUp(): Promise<void> {
    await this.#at(this.#firstRate, WARM_UP_MS);
  }

  /** Raises the rate until it is too much; if the steps were coarse, in fine ones then from the last that was not. */
  async findHighest(): Promise<{ best: Measured; isGeneratorLimit: boolean }> {
    let rate = this.#startRate;
    let factor = this.#factor;
    let best = await this.#at(rate);
    let isGeneratorLimit = false;
    for (let step = 0; step < MOST_STEPS && !isGeneratorLimit; step++) {
      if (best.p99Ms > MOST_P99_MS) {
        rate /= FINE;
        best = await this.#at(rate);
        continue;
      }
      const one = await this.#at(rate * factor);
      if (one.p99Ms <= MOST_P99_MS) {
        rate *= factor;
        best = one;
        ({ isGeneratorLimit } = one);
      } else if (factor > FINE) {
        factor = FINE;
        // What was too much has to leave first.
        await this.#at(this.#startRate);
      } else break;
    }
    // The next one will not be far.
    this.#startRate = rate / FINE ** 2;
    this.#factor = FINE;
    return { best, isGeneratorLimit };
  }

  #at(messagesPerSecondPerPlayer: number, warmUpMs = SETTLE_MS): Promise<Measured> {
    return this.#server.run({ messagesPerSecondPerPlayer, warmUpMs, measuredMs: MEASURED_MS });
  }
}
