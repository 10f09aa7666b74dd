import type { Act, Place } from './act.ts';
import { actScript, EARLY_PLAYERS } from './act-script.ts';
import type { Child } from './child.ts';
import type { CrowdCalls } from './crowd-process.ts';
import type { CallOutcome, Reach } from './outcome.ts';
import type { Relay, RelaySession, SessionEnd } from './relay.ts';
import { upload } from './upload.ts';
import type { Fate, Victim } from './victim.ts';
import { within } from './within.ts';

/** After a session's end the relay host closes its players, which they may hear a little later. */
const LEAVE_MS = 3_000;
const TERMINATE_MS = 10_000;
/** A player may hear that the session is over before the runner does. */
const CLOSED_FIRST_MS = 500;

const AT_LOGIN: readonly Place[] = ['onPlayerConnect', 'onPlayerAccepted', 'onPlayerDisconnect'];
const BEFORE_PLAYERS: readonly Place[] = ['module', 'init', 'onProcessStarted', 'onStartGameSession'];

export interface Stage {
  relay: Relay;
  crowd: Child<CrowdCalls, object>['calls'];
  victims: readonly Victim[];
  patienceMs: number;
  batchMs: number;
}

/** What the calls of one session did. */
export interface Round {
  calls: CallOutcome[];
  broken: string[];
  /** The longest that a message of a player in another worker was under way, in milliseconds. */
  otherWorkerMs: number;
}

/** What a call's session ended with; the code is empty where it plays on. */
type CallEnd = SessionEnd;

const ALIVE: CallEnd = { code: '', detail: '' };

/** Plays an act in a new session, from this call on, until they are all done or the session has ended. */
export async function playRound(act: Act, firstCall: number, stage: Stage): Promise<Round> {
  const { code, refusal } = await upload(actScript(act), act.profile);
  if (refusal !== undefined) {
    const calls = act.calls.slice(firstCall).map(({ name }): CallOutcome => {
      return { call: name, reach: 'callback', code: '', detail: refusal };
    });
    return { calls, broken: [], otherWorkerMs: 0 };
  }
  const session = await stage.relay.createSession(code, act.profile);
  const round = new RoundInProgress(act, stage, session);
  return round.play(firstCall);
}

class RoundInProgress {
  readonly #act: Act;
  readonly #stage: Stage;
  readonly #session: RelaySession;
  /** When the last call was set off, in milliseconds since the epoch, where that is known exactly. */
  #setOffAtMs: number | undefined;

  constructor(act: Act, stage: Stage, session: RelaySession) {
    this.#act = act;
    this.#stage = stage;
    this.#session = session;
  }

  async play(firstCall: number): Promise<Round> {
    const outcomes: CallEnd[] = [];
    const failed = await this.#start();
    if (failed !== undefined) outcomes.push(failed);
    for (let at = firstCall; at < this.#act.calls.length && this.#session.end === undefined; at++) {
      outcomes.push(await this.#call(at));
      if (outcomes.at(-1)!.code !== '') break;
    }
    const last = outcomes.at(-1)!;
    const { broken, ...told } = await this.#finish(last);
    const { reach, ...victims } = await this.#reach(last);
    const calls = outcomes.map((outcome, at): CallOutcome => {
      const call = this.#act.calls[firstCall + at]!.name;
      return outcome === last ? { ...last, ...told, call, reach } : { ...outcome, call, reach: 'callback' };
    });
    return { calls, broken: [...broken, ...victims.broken], otherWorkerMs: victims.otherWorkerMs };
  }

  /** Starts the session and lets players in. @returns what became of it when it did not start */
  async #start(): Promise<CallEnd | undefined> {
    const { started } = this.#session;
    const failed = await within(
      this.#stage.patienceMs,
      started.then(end => end ?? 'active'),
    );
    if (failed === undefined) return { code: 'stalled', detail: 'it did not start' };
    if (failed !== 'active') return failed;
    await this.#stage.crowd.join(this.#stage.relay.port, this.#session.id, this.#act.players);
    return this.#session.end;
  }

  async #call(at: number): Promise<CallEnd> {
    const { place, messages, lastsMs } = this.#act;
    this.#setOffAtMs = await this.#trigger(place, at, messages);
    if (lastsMs > 0) await within(lastsMs, this.#session.ended);
    return this.#probe();
  }

  /** @returns when it was set off, where that is known exactly */
  async #trigger(place: Place, call: number, messages: number): Promise<number | undefined> {
    const { crowd, relay } = this.#stage;
    if (BEFORE_PLAYERS.includes(place)) return undefined;
    if (place === 'onProcessTerminate') {
      await relay.terminate(this.#session);
      await within(TERMINATE_MS, this.#session.ended);
      return undefined;
    }
    if (place === 'onUpdateGameSession') {
      for (let i = 0; i < messages; i++) await relay.updateMatchmakerData(this.#session);
      return undefined;
    }
    if (AT_LOGIN.includes(place)) {
      const joined = crowd.join(relay.port, this.#session.id, 1);
      await within(this.#stage.patienceMs, Promise.race([joined, this.#session.ended]));
      if (place === 'onPlayerDisconnect' && this.#session.end === undefined)
        await crowd.leave(Math.max(EARLY_PLAYERS, this.#act.players));
      return undefined;
    }
    const setOffAtMs = await crowd.trigger(place, call, messages);
    return messages > 1 || place === 'onHealthCheck' ? undefined : setOffAtMs;
  }

  async #probe(): Promise<CallEnd> {
    const { crowd, patienceMs } = this.#stage;
    const answer = await within(patienceMs, Promise.race([crowd.probe(), this.#session.ended]));
    if (answer === true) return this.#session.end ?? ALIVE;
    if (answer === undefined) return { code: 'stalled', detail: 'it neither answered nor ended' };
    if (answer !== false) return answer;
    // The player is gone; does the session live?
    return (await within(CLOSED_FIRST_MS, this.#session.ended)) ?? ALIVE;
  }

  /** Ends what is left of the session, and sees that its players are told. */
  async #finish({ code }: CallEnd): Promise<{ broken: string[]; toldMs?: number }> {
    const { relay, crowd } = this.#stage;
    const broken: string[] = [];
    if (this.#session.end === undefined) {
      await relay.terminate(this.#session);
      if ((await within(TERMINATE_MS, this.#session.ended)) === undefined)
        broken.push('its session could not be ended');
    }
    const ends = await crowd.leaveAll(LEAVE_MS);
    const wrong = ends.find(({ reason }) => code !== '' && reason === '');
    if (wrong !== undefined) broken.push(`a player of it was not told of ${code}`);
    if (code !== 'script_timeout' || ends.length === 0 || this.#setOffAtMs === undefined) return { broken };
    const toldAtMs = Math.max(...ends.map(({ atMs }) => atMs));
    return { broken, toldMs: toldAtMs - this.#setOffAtMs - this.#stage.batchMs };
  }

  /** How far it reached, by what became of the victims. */
  async #reach({ code }: CallEnd): Promise<{ reach: Reach } & Omit<Round, 'calls'>> {
    const { victims, relay } = this.#stage;
    const own = this.#session.workerPid;
    const fates = await Promise.all(
      victims.map(async victim => ({ isNear: victim.session.workerPid === own, ...(await victim.fate()) })),
    );
    const broken = fates.flatMap(({ isNear, ...fate }) => brokenPromises(isNear, fate));
    const otherWorkerMs = Math.max(0, ...fates.map(({ isNear, worstMs }) => (isNear ? 0 : worstMs)));
    const isHit = (isNear: boolean): boolean =>
      fates.some(fate => fate.isNear === isNear && (fate.ended !== undefined || fate.wrong !== undefined));
    if (isHit(false)) return { reach: 'host', broken, otherWorkerMs };
    const pids = await relay.workerPids();
    const isWorkerGone = own !== undefined && !pids.includes(own);
    if (isWorkerGone || isHit(true)) return { reach: 'worker', broken, otherWorkerMs };
    return { reach: code === '' ? 'callback' : 'session', broken, otherWorkerMs };
  }
}

function brokenPromises(isNear: boolean, { ended, wrong }: Fate): string[] {
  const where = isNear ? 'in the same worker' : 'in the other worker';
  if (wrong !== undefined) return [`a session ${where} was harmed: ${wrong}`];
  if (ended === undefined || (isNear && ended.code === 'worker_lost')) return [];
  return [`a session ${where} ended with ${ended.code}: ${ended.detail}`];
}
