import type { Logger } from 'pino';
import type { BatchBudget } from '../bridge/batch-head.ts';
import { BridgeFormatError } from '../bridge/byte-reader.ts';
import type {
  EndKind,
  LoadedScript,
  PlayerSessionPolicy,
  ScriptLogLevel,
  UpdateReason,
} from '../bridge/messages.ts';
import { type CloseCode, closeCodeOf, PlaypenError } from '../errors.ts';
import type { LimitCause, ScriptListener, Usage } from '../isolate/script-link.ts';
import { LIMITS, type Limits } from '../limits/limits.ts';
import type { Packet } from '../protocol/packet.ts';
import type { Delivery, Player, PlayerEvents } from './player.ts';
import type { LoginRequest, PlayerConnection } from './player-connection.ts';
import { type PostMortem, postMortem } from './post-mortem.ts';
import type { SessionControl } from './script-commands.ts';
import { ScriptLog } from './script-log.ts';
import { SessionCounters } from './session-counters.ts';
import { type SessionLoad, sessionLoad } from './session-load.ts';
import { SessionOperator } from './session-operator.ts';
import type { GameSessionOptions, PlayerIdentity } from './session-options.ts';
import { type SessionParts, sessionParts } from './session-parts.ts';

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
  #parts: SessionParts;
  #loaded: LoadedScript | undefined;
  #policy: PlayerSessionPolicy = 'ACCEPT_ALL';
  #terminationCode: CloseCode | undefined;
  #scriptLog: ScriptLog;
  #uncaughtErrors = 0;
  #housekeeping: NodeJS.Timeout;

  /** @throws {PlaypenError} `no_capacity` when no worker has room for the script, `script_refused` */
  constructor(options: GameSessionOptions) {
    const { limits, hits, script } = options;
    this.id = options.gameSessionId;
    this.#options = options;
    this.#log = options.log.child({ gameSessionId: this.id });
    this.#scriptLog = new ScriptLog(this.#log, script, limits, hits);
    this.#parts = sessionParts(options, { session: this, counters: this.#counters, log: this.#log });
    this.#housekeeping = setInterval(() => this.#parts.port.expireDecisions(), HOUSEKEEPING_INTERVAL_MS);
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
    return this.#parts.port.workerPid;
  }

  get state(): GameSessionState {
    return this.#state;
  }

  get isEnded(): boolean {
    return this.#state === 'ended';
  }

  /** Players that are connected or about to be. */
  get playerCount(): number {
    return this.#parts.roster.peers.count;
  }

  get maxPlayers(): number {
    const asked = this.#options.description.maximumPlayerSessionCount || this.#loaded?.maxPlayers;
    return Math.min(asked || this.#options.limits.maxPlayers, LIMITS.maxPlayers.hard);
  }

  /** For whoever samples it. */
  get load(): SessionLoad {
    return sessionLoad(this.#counters, this.#parts);
  }

  get name(): string {
    return this.#options.description.name;
  }

  /** What an operator sees of its players, and does to them. */
  get operator(): SessionOperator {
    return new SessionOperator({ roster: this.#parts.roster, limits: this.limits, log: this.#log });
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
    if (this.#parts.port.isOverloaded) return 'script_overloaded';
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
    await this.#parts.logins.begin(connection, identity, request);
  }

  /**
   * Tells the script what matchmaking has done about the session. Without effect on one that is not active.
   * @param matchmakerData undefined: it is as it was
   */
  updateMatchmakerData(
    matchmakerData: string | undefined,
    reason: UpdateReason,
    backfillTicketId: string,
  ): void {
    if (this.#state !== 'active') return;
    if (matchmakerData !== undefined) this.#parts.port.setMatchmakerData(matchmakerData);
    if (this.#parts.port.tellUpdate(reason, backfillTicketId)) return;
    this.#log.warn({ reason }, 'onUpdateGameSession was not called: the queue to the script is full');
  }

  /** Ends the session after its script was told (`onProcessTerminate`), with this code for its players. */
  async terminate(code: CloseCode): Promise<void> {
    if (this.#state !== 'starting' && this.#state !== 'active') return;
    const wasActive = this.#state === 'active';
    this.#state = 'ending';
    this.#terminationCode = code;
    if (wasActive) await Promise.race([this.#parts.lifecycle.terminate(), this.ended]);
    this.#finish(code, '');
  }

  /** Ends the session at once, with this code for its players; its script is not told. */
  kill(code: CloseCode): void {
    this.#terminationCode ??= code;
    this.#finish(code, '');
  }

  // What the script's isolate reports

  budget(): BatchBudget {
    return this.#parts.account.left;
  }

  onCommands(commands: Uint8Array, usage: Usage): Promise<void> | undefined {
    return this.#parts.turns.run(commands, error => {
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
    this.#parts.port.setLoaded(script);
  }

  onAccepted(peerId: number): void {
    const interval = this.#loaded?.pingIntervalMs || this.#options.limits.pingIntervalMs;
    this.#parts.logins.complete(peerId, interval);
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
    const player = this.#parts.roster.get(peerId);
    if (player === undefined || player.connection.closed) return;
    this.#log.info({ peerId, reason }, 'player disconnected by the script');
    player.connection.close('kicked');
  }

  scriptLog(level: ScriptLogLevel, text: string): void {
    this.#scriptLog.write(level, text);
  }

  // What players do

  onPacket(player: Player, packet: Packet): void {
    if (this.#state === 'active') this.#parts.packets.handle(player, packet);
  }

  onClosed(player: Player): void {
    if (!this.#parts.roster.remove(player.peerId) || this.isEnded) return;
    this.#log.info({ peerId: player.peerId }, 'player gone');
    this.#parts.port.tellGone(player.peerId);
    this.#options.onPlayerGone(player.playerSessionId);
    if (this.playerCount === 0) this.#options.onEmpty();
  }

  deliver(player: Player, delivery: Delivery): void {
    if (!this.isEnded) this.#parts.packets.deliver(player, delivery);
  }

  #failCommand(error: unknown): void {
    this.#log.error({ err: error }, 'a command failed');
    this.#finish('internal_error', String(error));
  }

  #endTurn(usage: Usage): void {
    const waitMs = this.#parts.account.endTurn(usage);
    if (this.isEnded) return;
    if (waitMs > 0) this.#parts.port.pause(waitMs);
    this.#parts.port.resumeSenders();
  }

  async #startScript(): Promise<void> {
    try {
      await this.#parts.lifecycle.start();
    } catch (error) {
      const code = closeCodeOf(error);
      const detail = error instanceof PlaypenError ? error.detail : String(error);
      return this.#finish(code, (code === 'script_failed' && this.#scriptLog.lastError) || detail);
    }
    if (this.#state !== 'starting') return;
    this.#state = 'active';
    this.#parts.lifecycle.startHealthChecks(() => this.#finish('script_unhealthy', ''));
    this.#started.resolve();
  }

  /** Ends the session, once: players get what was sent to them before, then a close with the code. */
  #finish(code: CloseCode, detail: string, cause?: LimitCause): void {
    if (this.isEnded) return;
    const endCode = this.#terminationCode ?? code;
    this.#state = 'ended';
    clearInterval(this.#housekeeping);
    this.#parts.lifecycle.stop();
    this.#parts.port.close();
    for (const player of this.#parts.roster.players()) player.connection.close(endCode);
    const end = postMortem({
      ...{ code: endCode, detail, cause, limits: this.#options.limits },
      recentEvents: this.#parts.port.recentEvents,
      left: this.#parts.account.left,
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
