import { TestClient } from '../../src/host/test/test-client.ts';
import type { Limits } from '../../src/limits/limits.ts';
import type { Act } from './act.ts';
import { type Child, startChild } from './child.ts';
import type { CrowdCalls } from './crowd-process.ts';
import { HEAP_SLACK_BYTES } from './goals.ts';
import { type LoopLag, worstLag } from './loop-watch.ts';
import { MemoryWatch } from './memory-watch.ts';
import { type ActOutcome, type CallOutcome, furthest, isWithin } from './outcome.ts';
import { playRound, type Round } from './play.ts';
import { Relay } from './relay.ts';
import type { RelayState } from './relay-process.ts';
import { HONEST_SCRIPT, Victim } from './victim.ts';

const WORKERS = 2;
/** A session goes to the least loaded worker, so that the second one is seldom in the same as the first. */
const VICTIM_ATTEMPTS = 20;
const SETTLE_MS = 15_000;
/** So many players come once before the first act, for what they leave behind is kept: UDP ports. */
const MOST_PLAYERS = 16;

export interface LaneOptions {
  limits: Partial<Limits>;
  /** How long a session may neither answer nor end. */
  patienceMs: number;
}

/** A relay host with two workers, a victim in each, and the players of hostile sessions: acts are played here. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #relay: Relay;
  readonly #crowd: Child<CrowdCalls, object>;
  #victims: Victim[] = [];
  #base: RelayState | undefined;

  private constructor(options: LaneOptions, relay: Relay, crowd: Child<CrowdCalls, object>) {
    this.#options = options;
    this.#relay = relay;
    this.#crowd = crowd;
  }

  static async start(options: LaneOptions): Promise<Lane> {
    const relay = await Relay.start({ workers: WORKERS, limits: options.limits });
    const lane = new Lane(options, relay, startChild<CrowdCalls, object>('./crowd-process.ts', {}));
    await lane.#warmUp();
    return lane;
  }

  /** Over all acts so far. */
  overallLag(): Promise<LoopLag> {
    return this.#relay.overallLag();
  }

  /** The lag while nobody does anything hostile. */
  async quietLag(forMs: number): Promise<LoopLag> {
    await this.#relay.beginWatch();
    await new Promise(resolve => setTimeout(resolve, forMs));
    return this.#relay.endWatch();
  }

  /** Memory that the relay host has in use above what it had before the first act. */
  async heapGrowthBytes(): Promise<number> {
    return (await this.#relay.state()).heapBytes - this.#base!.heapBytes;
  }

  /**
   * Plays an act, each of its calls.
   * @throws when the relay host or its players do not survive it: the lane is of no more use then
   */
  async play(act: Act): Promise<ActOutcome> {
    const startedMs = performance.now();
    const calls: CallOutcome[] = [];
    const broken: string[] = [];
    let otherWorkerMs = 0;
    const lags: LoopLag[] = [];
    const memory = new MemoryWatch();
    let workerPeakBytes = 0;
    while (calls.length < act.calls.length) {
      await this.#fillWorkers();
      memory.begin(await this.#relay.workerPids());
      const { lag, ...round } = await this.#playRound(act, calls.length).finally(() => {
        workerPeakBytes = Math.max(workerPeakBytes, memory.end());
      });
      lags.push(lag);
      calls.push(...round.calls);
      broken.push(...round.broken);
      otherWorkerMs = Math.max(otherWorkerMs, round.otherWorkerMs);
      this.#victims = this.#victims.filter(({ session }) => session.end === undefined);
    }
    broken.push(...judge(act, calls), ...(await this.#startHonest()));
    await this.#fillWorkers();
    broken.push(...(await this.#settle()));
    const lag = worstLag(lags);
    const reach = furthest(calls.map(({ reach }) => reach));
    const tookMs = performance.now() - startedMs;
    return { act, calls, reach, broken, otherWorkerMs, lag, workerPeakBytes, tookMs };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#victims.map(victim => victim.stop()));
    await this.#relay.stop();
    await this.#crowd.kill();
  }

  async #playRound(act: Act, firstCall: number): Promise<Round & { lag: LoopLag }> {
    await this.#relay.beginWatch();
    const round = await playRound(act, firstCall, {
      relay: this.#relay,
      crowd: this.#crowd.calls,
      victims: this.#victims,
      patienceMs: this.#options.patienceMs,
      batchMs: this.#options.limits.batchMs!,
    });
    return { ...round, lag: await this.#relay.endWatch() };
  }

  /** What a relay host keeps once it has been used is no growth: all of it is used before the base is taken. */
  async #warmUp(): Promise<void> {
    await this.#fillWorkers();
    const session = await this.#relay.createSession(HONEST_SCRIPT, 'strict');
    await session.started;
    await this.#crowd.calls.join(this.#relay.port, session.id, MOST_PLAYERS);
    await this.#relay.terminate(session);
    await this.#crowd.calls.leaveAll(1_000);
    await this.#startHonest();
    await new Promise(resolve => setTimeout(resolve, 500));
    this.#base = await this.#relay.state();
  }

  /** A victim in each of two workers, started again where it was lost. */
  async #fillWorkers(): Promise<void> {
    for (let attempt = 0; this.#victims.length < WORKERS; attempt++) {
      if (attempt === VICTIM_ATTEMPTS) throw new Error('there is no way to have a session in each worker');
      const victim = await Victim.start(this.#relay);
      const isSecond = this.#victims.some(({ session }) => session.workerPid === victim.session.workerPid);
      if (isSecond) await this.#end(victim);
      else this.#victims.push(victim);
    }
  }

  async #end(victim: Victim): Promise<void> {
    await this.#relay.terminate(victim.session);
    await victim.session.ended;
    await victim.stop();
  }

  /** A further honest session can start, be played, and end. */
  async #startHonest(): Promise<string[]> {
    const session = await this.#relay.createSession(HONEST_SCRIPT, 'strict');
    const failed = await session.started;
    if (failed !== undefined) return [`afterwards an honest session could not start: ${failed.code}`];
    const client = await TestClient.login(this.#relay.port, { playerSessionId: session.id });
    await client.echo('is everything all right?');
    await client.close();
    await this.#relay.terminate(session);
    await session.ended;
    return [];
  }

  /** Waits until the relay host has what it had before the first act; says what it has besides, if it does not. */
  async #settle(): Promise<string[]> {
    const deadlineMs = performance.now() + SETTLE_MS;
    for (;;) {
      const differences = this.#differences(await this.#relay.state());
      if (differences.length === 0 || performance.now() > deadlineMs) return differences;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  #differences(state: RelayState): string[] {
    const base = this.#base!;
    const counts = (['sessions', 'isolates', 'processes', 'descriptors'] as const)
      .filter(what => state[what] !== base[what])
      .map(what => `afterwards the relay host has ${state[what]} ${what} instead of ${base[what]}`);
    const grownBytes = state.heapBytes - base.heapBytes;
    if (grownBytes <= HEAP_SLACK_BYTES) return counts;
    return [...counts, `afterwards the relay host holds ${(grownBytes / 2 ** 20).toFixed(1)} MiB more`];
  }
}

function judge(act: Act, calls: readonly CallOutcome[]): string[] {
  return calls.flatMap(({ call, reach, code, detail }) => {
    const where = call === '' ? '' : `${call}: `;
    const end = `${code}${detail === '' ? '' : ` (${detail.slice(0, 200)})`}`;
    if (!isWithin(reach, act.blast))
      return [`${where}it reached ${reach} where ${act.blast} was allowed: ${end}`];
    if (code !== '' && !act.codes.includes(code)) return [`${where}its session ended with ${end}`];
    return [];
  });
}
