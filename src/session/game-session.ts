import type { Logger } from 'pino';
import type { BeginConfig } from '../../runtime-api/kernel/config.ts';
import type { BatchBudget } from '../bridge/batch-head.ts';
import { BridgeFormatError } from '../bridge/byte-reader.ts';
import type { EndKind, LoadedScript, PlayerSessionPolicy, ScriptLogLevel } from '../bridge/messages.ts';
import { type CloseCode, closeCodeOf, PlaypenError } from '../errors.ts';
import type { LimitCause, ScriptListener, Usage } from '../isolate/script-link.ts';
import { LIMITS, type Limits } from '../limits/limits.ts';
import type { Packet } from '../protocol/packet.ts';
import { ClientPackets } from './client-packets.ts';
import { CommandTurns } from './command-turns.ts';
import { Logins } from './logins.ts';
import type { Delivery, Player, PlayerEvents } from './player.ts';
import type { LoginRequest, PlayerConnection } from './player-connection.ts';
import { type PostMortem, postMortem } from './post-mortem.ts';
import { Roster } from './roster.ts';
import { ScriptAccount } from './script-account.ts';
import { ScriptCommands, type SessionControl } from './script-commands.ts';
import { ScriptLifecycle } from './script-lifecycle.ts';
import { ScriptLog } from './script-log.ts';
import { scriptOptions } from './script-options.ts';
import { ScriptPort } from './script-port.ts';
import { SessionCounters } from './session-counters.ts';
import { type SessionLoad, sessionLoad } from './session-load.ts';
import { SessionOperator } from './session-operator.ts';
import type { GameSessionOptions, PlayerIdentity } from './session-options.ts';

const HOUSEKEEPING_INTERVAL_MS = 500;

export type GameSessionState = 'starting' | 'active' | 'ending' | 'ended';

/** The life of one game session: its script is started, players come and go, it ends once and with a reason. */
export class GameSession implements ScriptListener, SessionControl, PlayerEvents {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdMs = Date.now();
  readonly #counters = new SessionCounters();
  #options: GameSessionOptions;
  #log: Logger;
  #state: GameSessionState = 'starting';
  #started = Promise.withResolvers<void>();
  #ended = Promise.withResolvers<PostMortem>();
  #roster: Roster;
  #port: ScriptPort;
  #lifecycle: ScriptLifecycle;
  #logins: Logins;
  #packets: ClientPackets;
  #turns: CommandTurns;
  #loaded: LoadedScript | undefined;
  #policy: PlayerSessionPolicy = 'ACCEPT_ALL';
  #terminationCode: CloseCode | undefined;
  #scriptLog: ScriptLog;
  #uncaughtErrors = 0;
  #account: ScriptAccount;
  #housekeeping: NodeJS.Timeout;

  /** @throws {PlaypenError} `no_capacity` when no worker has room for the script, `script_refused` */
  constructor(options: GameSessionOptions) {
    const { limits, hits, log, mode, script } = options;
    const link = options.openScript(scriptOptions(script, mode, limits), beginConfig(options), this);
    this.id = options.gameSessionId;
    this.#options = options;
    this.#log = log.child({ gameSessionId: this.id });
    this.#scriptLog = new ScriptLog(this.#log, script, limits, hits);
    const counters = this.#counters;
    this.#account = new ScriptAccount({
      limits,
      hits,
      counters,
      now: () => performance.now(),
      warn: text => this.#log.warn({ source: 'system' }, text),
    });
    this.#port = new ScriptPort(link, {
      limits,
      hits,
      counters,
      onHalfFull: () => this.#account.warnings.queueHalfFull(),
    });
    const port = this.#port;
    this.#roster = new Roster(limits, hits, (action, groupId, peerId) =>
      port.tellMembership(action, groupId, peerId),
    );
    const roster = this.#roster;
    this.#lifecycle = new ScriptLifecycle(port, limits);
    this.#logins = new Logins({
      ...{ roster, port, limits, hits, counters, log: this.#log },
      playerEvents: this,
    });
    this.#packets = new ClientPackets(roster, port, this.#log, hits);
    const commands = new ScriptCommands({
      control: this,
      roster,
      port,
      limits,
      hits,
      account: this.#account,
    });
    this.#turns = new CommandTurns(commands, limits.commandSliceMs);
    this.#housekeeping = setInterval(() => port.expireDecisions(), HOUSEKEEPING_INTERVAL_MS);
    // Whoever created the session hears of a failed start; nobody has to.
    this.#started.promise.catch(() => {});
    void this.#startScript();
  }

  /** Resolves when the session is active; rejects with a PlaypenError when its script could not be started. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  /** Why it is over; players get the code alone. */
  get ended(): Promise<PostMortem> {
    return this.#ended.promise;
  }

  /** The version this session runs, for life. */
  get scriptHash(): string {
    return this.#options.script.hash;
  }

  /** The process its script runs in; for the operator. */
  get workerPid(): number | undefined {
    return this.#port.workerPid;
  }

  get state(): GameSessionState {
    return this.#state;
  }

  get isEnded(): boolean {
    return this.#state === 'ended';
  }

  /** Players that are connected or about to be. */
  get playerCount(): number {
    return this.#roster.peers.count;
  }

  get maxPlayers(): number {
    const asked = this.#options.description.maximumPlayerSessionCount || this.#loaded?.maxPlayers;
    return Math.min(asked || this.#options.limits.maxPlayers, LIMITS.maxPlayers.hard);
  }

  /** For whoever samples it. */
  get load(): SessionLoad {
    return sessionLoad(this.#counters, this.#roster, this.#port, this.#account);
  }

  get name(): string {
    return this.#options.description.name;
  }

  /** What an operator sees of its players, and does to them. */
  get operator(): SessionOperator {
    return new SessionOperator({ roster: this.#roster, limits: this.limits, log: this.#log });
  }

  /** Of this session; they may be its fleet's or its tenant's own. */
  get limits(): Limits {
    return this.#options.limits;
  }

  /** Whose it is; both empty where there are none. */
  get origin(): { tenantId: string; fleetId: string } {
    const { mode, description } = this.#options;
    return { tenantId: mode.trust.tenantId, fleetId: description.fleetId };
  }

  /** Undefined when another player may join, or why none may. */
  get closedFor(): CloseCode | undefined {
    if (this.#state !== 'active') return 'session_not_accepting';
    if (this.#port.isOverloaded) return 'script_overloaded';
    if (this.#options.playerSlots === 'reserved') return undefined;
    if (this.#policy === 'DENY_ALL') return 'session_not_accepting';
    return this.playerCount >= this.maxPlayers ? 'session_full' : undefined;
  }

  /** Errors of the script that no callback answered for. */
  get uncaughtErrors(): number {
    return this.#uncaughtErrors;
  }

  /**
   * Takes a login in; the client is answered over its connection.
   * @throws {PlaypenError} with the code of `closedFor`, before anything was done
   */
  async connect(
    connection: PlayerConnection,
    identity: PlayerIdentity,
    request: LoginRequest,
  ): Promise<void> {
    const closedFor = this.closedFor;
    if (closedFor === 'session_full') this.#options.hits.add('maxPlayers');
    if (closedFor !== undefined) throw new PlaypenError(closedFor);
    await this.#logins.begin(connection, identity, request);
  }

  /** Ends the session after its script was told (`onProcessTerminate`), with this code for its players. */
  async terminate(code: CloseCode): Promise<void> {
    if (this.#state !== 'starting' && this.#state !== 'active') return;
    const wasActive = this.#state === 'active';
    this.#state = 'ending';
    this.#terminationCode = code;
    if (wasActive) await Promise.race([this.#lifecycle.terminate(), this.ended]);
    this.#finish(code, '');
  }

  /** Ends the session at once, with this code for its players; its script is not told. */
  kill(code: CloseCode): void {
    this.#terminationCode ??= code;
    this.#finish(code, '');
  }

  // What the script's isolate reports

  budget(): BatchBudget {
    return this.#account.left;
  }

  onCommands(commands: Uint8Array, usage: Usage): Promise<void> | undefined {
    return this.#turns.run(commands, error => {
      // Whatever a script's bytes lead to, it is the end of this session alone.
      if (error instanceof BridgeFormatError) this.#finish('bridge_violation', String(error));
      else if (error !== undefined) this.#failCommand(error);
      this.#endTurn(usage);
    });
  }

  onUnhandledRejection(text: string): void {
    if (!this.isEnded) this.onUncaughtError(text);
  }

  onEnded(code: CloseCode, detail: string, cause?: LimitCause): void {
    this.#finish(code, this.#options.script.mapStack(detail), cause);
  }

  // What the script asks for

  onLoaded(script: LoadedScript): void {
    this.#loaded = script;
    this.#port.setLoaded(script);
  }

  onAccepted(peerId: number): void {
    const interval = this.#loaded?.pingIntervalMs || this.#options.limits.pingIntervalMs;
    this.#logins.complete(peerId, interval);
  }

  onEndAsked(kind: EndKind, exitCode: number): void {
    if (kind === 'processEnding') this.#finish('session_ended', '');
    else this.#finish('script_exit', `exit code ${exitCode}`);
  }

  onUncaughtError(text: string): void {
    this.#uncaughtErrors++;
    this.scriptLog('error', `uncaught ${text}`);
    if (this.#options.uncaughtErrors === 'end-session') this.#finish('script_uncaught_error', text);
  }

  setPlayerSessionPolicy(policy: PlayerSessionPolicy): void {
    this.#policy = policy;
    this.#options.onPolicyChanged(policy);
  }

  disconnect(peerId: number, reason: string): void {
    const player = this.#roster.get(peerId);
    if (player === undefined || player.connection.closed) return;
    this.#log.info({ peerId, reason }, 'player disconnected by the script');
    player.connection.close('kicked');
  }

  scriptLog(level: ScriptLogLevel, text: string): void {
    this.#scriptLog.write(level, text);
  }

  // What players do

  onPacket(player: Player, packet: Packet): void {
    if (this.#state === 'active') this.#packets.handle(player, packet);
  }

  onClosed(player: Player): void {
    if (!this.#roster.remove(player.peerId) || this.isEnded) return;
    this.#log.info({ peerId: player.peerId }, 'player gone');
    this.#port.tellGone(player.peerId);
    this.#options.onPlayerGone(player.playerSessionId);
    if (this.playerCount === 0) this.#options.onEmpty();
  }

  deliver(player: Player, delivery: Delivery): void {
    if (!this.isEnded) this.#packets.deliver(player, delivery);
  }

  #failCommand(error: unknown): void {
    this.#log.error({ err: error }, 'a command failed');
    this.#finish('internal_error', String(error));
  }

  #endTurn(usage: Usage): void {
    const waitMs = this.#account.endTurn(usage);
    if (this.isEnded) return;
    if (waitMs > 0) this.#port.pause(waitMs);
    this.#port.resumeSenders();
  }

  async #startScript(): Promise<void> {
    try {
      await this.#lifecycle.start();
    } catch (error) {
      const code = closeCodeOf(error);
      const detail = error instanceof PlaypenError ? error.detail : String(error);
      return this.#finish(code, (code === 'script_failed' && this.#scriptLog.lastError) || detail);
    }
    if (this.#state !== 'starting') return;
    this.#state = 'active';
    this.#lifecycle.startHealthChecks(() => this.#finish('script_unhealthy', ''));
    this.#started.resolve();
  }

  /** Ends the session, once: players get what was sent to them before, then a close with the code. */
  #finish(code: CloseCode, detail: string, cause?: LimitCause): void {
    if (this.isEnded) return;
    const endCode = this.#terminationCode ?? code;
    this.#state = 'ended';
    clearInterval(this.#housekeeping);
    this.#lifecycle.stop();
    this.#port.close();
    for (const player of this.#roster.players()) player.connection.close(endCode);
    const end = postMortem({
      ...{ code: endCode, detail, cause, limits: this.#options.limits },
      recentEvents: this.#port.recentEvents,
      left: this.#account.left,
      cpuMs: Math.round(this.#counters.cpuUs / 1000),
      uncaughtErrors: this.#uncaughtErrors,
      droppedMessages: this.#counters.droppedMessages,
    });
    // What it was given last is of use where something broke.
    const { recentEvents, ...summary } = end;
    this.#log.info({ ...summary, ...(cause === undefined ? {} : { recentEvents }) }, 'game session ended');
    this.#started.reject(new PlaypenError(endCode, detail));
    this.#ended.resolve(end);
  }
}

function beginConfig(options: GameSessionOptions): BeginConfig {
  const { description, gameSessionId, limits, processArguments } = options;
  const seed = crypto.getRandomValues(new Uint32Array(4));
  return {
    gameSession: { ...description, gameSessionId },
    defaultMaxPlayers: limits.maxPlayers,
    processArguments,
    seed: [seed[0]!, seed[1]!, seed[2]!, seed[3]!],
  };
}
