import { type Act, actPath } from './act.ts';
import { Lane, type LaneOptions } from './lane.ts';
import { type LoopLag, worstLag } from './loop-watch.ts';
import { type ActOutcome, furthest, latenesses } from './outcome.ts';

const QUIET_MS = 1_500;

/** What a run of many acts came to. */
export interface RunOutcome {
  outcomes: ActOutcome[];
  /** Whether times were measured so that they can be held against their goals. */
  isTimed: boolean;
  /** Of each lane, while nobody did anything, one lane after the other. */
  quietLag: LoopLag;
  /** While acts were played, over all of them: the worst lane's. */
  lag: LoopLag;
  /** The most that the memory a relay host has in use grew over a run of acts. */
  heapGrowthBytes: number;
}

export interface RunOptions {
  /** Relay hosts that play acts at the same time. */
  lanes: number;
  lane: LaneOptions;
  /**
   * Whether times count. What was late is played again then when all is done, alone, for lanes share the machine's
   * cores.
   */
  isTimed: boolean;
  onOutcome(outcome: ActOutcome): void;
}

/** Plays acts in several lanes at once. */
export async function runActs(acts: readonly Act[], options: RunOptions): Promise<RunOutcome> {
  const rest = [...acts];
  const quietLag = await measureQuiet(options.lane);
  const first = await Promise.all(Array.from({ length: options.lanes }, () => runLane(rest, options)));
  const outcomes = first.flatMap(({ outcomes }) => outcomes);
  const late = options.isTimed ? outcomes.filter(outcome => latenesses(outcome).length > 0) : [];
  const second = await runLane(
    late.map(({ act }) => act),
    options,
  );
  const all = [...first, second];
  return {
    outcomes: outcomes.map(outcome =>
      timedAgain(
        outcome,
        second.outcomes.find(({ act }) => act === outcome.act),
      ),
    ),
    isTimed: options.isTimed,
    quietLag,
    lag: worstLag(all.map(({ lag }) => lag)),
    heapGrowthBytes: Math.max(...all.map(({ heapGrowthBytes }) => heapGrowthBytes)),
  };
}

/** The times of the second playing; a promise that was broken in either of them was broken. */
function timedAgain(first: ActOutcome, second: ActOutcome | undefined): ActOutcome {
  if (second === undefined) return first;
  const { calls } = first.broken.length > 0 ? first : second;
  const reach = furthest([first.reach, second.reach]);
  return { ...second, calls, reach, broken: [...first.broken, ...second.broken] };
}

interface LaneRun {
  outcomes: ActOutcome[];
  lag: LoopLag;
  heapGrowthBytes: number;
}

const NO_LAG = worstLag([]);

/** Takes acts until none is left. A lane that something was broken in, or that died, is replaced. */
async function runLane(rest: Act[], options: RunOptions): Promise<LaneRun> {
  const run: LaneRun = { outcomes: [], lag: NO_LAG, heapGrowthBytes: 0 };
  let lane: Lane | undefined;
  for (let act = rest.shift(); act !== undefined; act = rest.shift()) {
    lane ??= await Lane.start(options.lane);
    const outcome = await lane.play(act).catch(error => lost(act!, error));
    run.outcomes.push(outcome);
    options.onOutcome(outcome);
    if (outcome.broken.length === 0) continue;
    await closeLane(lane, run);
    lane = undefined;
  }
  if (lane !== undefined) await closeLane(lane, run);
  return run;
}

async function closeLane(lane: Lane, run: LaneRun): Promise<void> {
  try {
    run.lag = worstLag([run.lag, await lane.overallLag()]);
    run.heapGrowthBytes = Math.max(run.heapGrowthBytes, await lane.heapGrowthBytes());
  } catch {
    // The relay host is gone, which the outcome of the act says that it died of.
  }
  await lane.stop();
}

/** An act that took the runner's means away: the relay host died, or answers no more. */
function lost(act: Act, error: unknown): ActOutcome {
  const broken = [`${actPath(act)} could not be played to its end: ${error}`];
  const call = { call: act.calls[0]!.name, reach: 'host', code: 'lost', detail: String(error) } as const;
  return {
    act,
    calls: [call],
    reach: 'host',
    broken,
    otherWorkerMs: 0,
    lag: NO_LAG,
    workerPeakBytes: 0,
    tookMs: 0,
  };
}

async function measureQuiet(options: LaneOptions): Promise<LoopLag> {
  const lane = await Lane.start(options);
  const lag = await lane.quietLag(QUIET_MS);
  await lane.stop();
  return lag;
}
