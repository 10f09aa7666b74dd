import type { EventCode, TerminationMode } from '@aws-sdk/client-gamelift';
import type { Logger } from 'pino';
import { PlaypenError } from '../../../errors.ts';
import type { RelayHost } from '../../../host/relay-host.ts';
import type { IsolateProfile } from '../../../isolate/frames.ts';
import type { GameSession } from '../../../session/game-session.ts';
import type { PostMortem } from '../../../session/post-mortem.ts';
import type { SessionScript } from '../../../session/script-options.ts';
import type { CountedGameSession, FleetRecord, GameSessionRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { fleetCapacity } from '../fleet-capacity.ts';
import type {
  BegunGameSession,
  GameSessionEngine,
  GameSessionRequest,
  MatchmakerUpdate,
} from '../game-session-engine.ts';
import type { Arns } from '../identifiers.ts';
import type { FleetEvent } from '../metrics/gamelift-metrics.ts';
import { notFound, ServiceError } from '../service-error.ts';
import { activate, neverActive } from './activation.ts';
import { withMatchmakerData } from './matchmaker-update.ts';
import { refusedClaim } from './refused-claim.ts';
import { endEvent, endMetrics } from './server-process-events.ts';
import { type SessionAddress, sessionRecord } from './session-record.ts';

export interface LocalGameSessionsOptions {
  store: Store;
  arns: Arns;
  host: RelayHost;
  address: SessionAddress;
  log: Logger;
  now(): number;
  /** What the fleet's next game session runs. */
  scriptFor(fleet: FleetRecord): Promise<{ script: SessionScript; profile: IsolateProfile }>;
  /** Opens the log of a game session. */
  openLog(gameSessionId: string): { logger: Logger; close(): Promise<void> };
  addFleetEvent(fleet: FleetRecord, code: EventCode, message: string): Promise<void>;
  /** Of a game session of this fleet there. */
  onEvent(event: FleetEvent, fleetId: string, location: string): void;
  /** A slot of some fleet has become free. */
  onSlotFree(): void;
}

/** A game session that runs here. */
interface Running {
  session: GameSession;
  fleetId: string;
  location: string;
  activated: Promise<CountedGameSession>;
  /** Resolves when its record says that it is over. */
  settled: Promise<void>;
}

/** The game sessions of this process: starts them in the relay host and writes down what becomes of them. */
export class LocalGameSessions implements GameSessionEngine {
  readonly #options: LocalGameSessionsOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: LocalGameSessionsOptions) {
    this.#options = options;
  }

  /** To be called once, before anything is begun: what ran when the process before this one died is over. */
  async recover(): Promise<void> {
    const { store, now } = this.#options;
    for (const { tenantId, gameSessionId } of await store.listLiveGameSessions()) {
      await store.endGameSession(tenantId, gameSessionId, {
        atMs: now(),
        reason: 'INTERRUPTED',
        endCode: 'server_shutdown',
      });
    }
  }

  async begin(request: GameSessionRequest): Promise<BegunGameSession> {
    const { store, arns, host, address, now, scriptFor } = this.#options;
    const { fleet, location, creatorLimit } = request;
    requireActive(fleet, location);
    const record = sessionRecord(request, { arns, address, port: host.port, nowMs: now() });
    const script = await scriptFor(fleet);
    const capacity = fleetCapacity(fleet, location);
    const claim = await store.claimGameSession(record, capacity, creatorLimit);
    if (claim.outcome === 'created') {
      await this.#requireStillActive(claim.session, fleet);
      return this.#start(claim.session, fleet, script);
    }
    if (claim.outcome === 'exists') return this.#begunBefore(claim.session, record);
    throw refusedClaim(claim, { fleet, location, capacity });
  }

  async terminate(
    tenantId: string,
    gameSessionId: string,
    mode: TerminationMode,
  ): Promise<CountedGameSession> {
    const { store } = this.#options;
    const changed = await store.updateGameSession(tenantId, gameSessionId, session => {
      if (session.status === 'TERMINATED' || session.status === 'ERROR') {
        throw new ServiceError(
          'InvalidGameSessionStatusException',
          `Game session ${gameSessionId} is ${session.status} and cannot be terminated.`,
        );
      }
      return {
        ...session,
        status: 'TERMINATING',
        statusReason: mode === 'FORCE_TERMINATE' ? 'FORCE_TERMINATED' : 'TRIGGERED_ON_PROCESS_TERMINATE',
      };
    });
    if (changed === undefined) throw notFound(`Game session ${gameSessionId} was not found.`);
    const session = this.#running.get(gameSessionId)?.session;
    if (mode === 'FORCE_TERMINATE') session?.kill('session_terminated');
    else void session?.terminate('session_terminated');
    return changed;
  }

  async updateMatchmakerData(
    tenantId: string,
    gameSessionId: string,
    { matchmakerData, reason, backfillTicketId }: MatchmakerUpdate,
  ): Promise<CountedGameSession> {
    const changed = await this.#options.store.updateGameSession(tenantId, gameSessionId, session =>
      withMatchmakerData(session, matchmakerData),
    );
    if (changed === undefined) throw notFound(`Game session ${gameSessionId} was not found.`);
    const session = this.#running.get(gameSessionId)?.session;
    session?.updateMatchmakerData(matchmakerData, reason, backfillTicketId);
    return changed;
  }

  async endAll(fleet: FleetRecord, location?: string): Promise<void> {
    const ending = [...this.#running].filter(
      ([, one]) => one.fleetId === fleet.id && (location === undefined || one.location === location),
    );
    await Promise.all(
      ending.map(async ([gameSessionId, { settled }]) => {
        await this.terminate(fleet.tenantId, gameSessionId, 'TRIGGER_ON_PROCESS_TERMINATE').catch(() => {});
        await settled;
      }),
    );
  }

  /** A player came to a game session that runs here. */
  playerCame(gameSessionId: string): void {
    const running = this.#running.get(gameSessionId);
    if (running === undefined) return;
    this.#options.onEvent('playerSessionActivated', running.fleetId, running.location);
  }

  /** Resolves with the session when it is ACTIVE; undefined when it does not run here. */
  activated(gameSessionId: string): Promise<CountedGameSession> | undefined {
    return this.#running.get(gameSessionId)?.activated;
  }

  /** Resolves when all that has ended is written down. */
  async settled(): Promise<void> {
    await Promise.all([...this.#running.values()].map(one => one.settled));
  }

  /** Whoever deletes a fleet ends its game sessions after its state was changed; what is begun later must not start. */
  async #requireStillActive(
    { tenantId, gameSessionId, location }: CountedGameSession,
    { id }: FleetRecord,
  ): Promise<void> {
    const { store, now } = this.#options;
    const fleet = await store.get('fleet', tenantId, id);
    try {
      if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
      requireActive(fleet, location);
    } catch (error) {
      await store.endGameSession(tenantId, gameSessionId, { atMs: now(), endCode: 'session_terminated' });
      throw error;
    }
  }

  #begunBefore(session: CountedGameSession, wanted: GameSessionRecord): BegunGameSession {
    const { gameSessionId, requestHash } = session;
    if (requestHash !== wanted.requestHash) {
      throw new ServiceError(
        'IdempotentParameterMismatchException',
        `Game session ${gameSessionId} was created with other parameters; use another idempotency token.`,
      );
    }
    const activated = this.activated(gameSessionId) ?? Promise.reject(neverActive(gameSessionId));
    activated.catch(() => {});
    return { session, activated };
  }

  async #start(
    record: CountedGameSession,
    fleet: FleetRecord,
    { script, profile }: { script: SessionScript; profile: IsolateProfile },
  ): Promise<BegunGameSession> {
    const { store, openLog, now, onEvent } = this.#options;
    const { tenantId, gameSessionId, fleetId, location } = record;
    const { logger, close } = openLog(gameSessionId);
    try {
      const session = this.#createSession(record, fleet, { script, profile, log: logger });
      const activated = activate(session, record, fleet, {
        store,
        onActive: () => onEvent('serverProcessActivated', fleet.id, location),
      });
      activated.catch(() => {});
      const settled = session.ended.then(postMortem =>
        this.#settle(record, fleet, postMortem).finally(() => close()),
      );
      this.#running.set(gameSessionId, { session, fleetId, location, activated, settled });
      return { session: record, activated };
    } catch (error) {
      await close();
      const code = error instanceof PlaypenError ? error.code : 'internal_error';
      await store.endGameSession(tenantId, gameSessionId, { atMs: now(), endCode: code });
      if (!(error instanceof PlaypenError)) throw error;
      throw new ServiceError(
        'FleetCapacityExceededException',
        `Unable to start a game session of fleet ${fleet.id} on this machine: ${error.message}`,
        { cause: error },
      );
    }
  }

  /** @throws {PlaypenError} `no_capacity`, `script_refused`, `server_shutdown` */
  #createSession(
    record: CountedGameSession,
    fleet: FleetRecord,
    running: { script: SessionScript; profile: IsolateProfile; log: Logger },
  ): GameSession {
    const { host, store, now } = this.#options;
    const { tenantId, gameSessionId } = record;
    const parameters = fleet.runtimeConfiguration?.ServerProcesses?.[0]?.Parameters ?? '';
    return host.createSession({
      ...running,
      gameSessionId,
      trust: { tier: fleet.trust, tenantId },
      playerSlots: 'reserved',
      processArguments: parameters.split(/\s+/).filter(argument => argument !== ''),
      description: {
        name: record.name ?? '',
        fleetId: fleet.id,
        maximumPlayerSessionCount: record.maximumPlayerSessionCount,
        gameProperties: record.gameProperties.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })),
        gameSessionData: record.gameSessionData ?? '',
        matchmakerData: record.matchmakerData ?? '',
        ipAddress: record.ipAddress,
        dnsName: record.dnsName,
      },
      onPlayerGone: playerSessionId => this.#write(store.completePlayerSession(playerSessionId, now())),
      onPolicyChanged: creationPolicy =>
        this.#write(store.updateGameSession(tenantId, gameSessionId, one => ({ ...one, creationPolicy }))),
    });
  }

  async #settle(
    { tenantId, gameSessionId, location }: CountedGameSession,
    fleet: FleetRecord,
    postMortem: PostMortem,
  ): Promise<void> {
    const { store, now, log, addFleetEvent, onEvent, onSlotFree } = this.#options;
    for (const event of endMetrics(postMortem)) onEvent(event, fleet.id, location);
    try {
      const ended = await store.endGameSession(tenantId, gameSessionId, {
        atMs: now(),
        endCode: postMortem.code,
        // What was asked for is in the record already.
        ...(postMortem.code === 'server_shutdown' ? { reason: 'INTERRUPTED' } : {}),
      });
      const event = endEvent(postMortem, ended?.statusReason);
      if (event !== undefined) {
        await addFleetEvent(fleet, event, `Game session ${gameSessionId} in ${location}: ${postMortem.code}`);
      }
    } catch (error) {
      log.error({ err: error, gameSessionId }, 'the end of a game session could not be written down');
    } finally {
      this.#running.delete(gameSessionId);
      onSlotFree();
    }
  }

  /** What is written down while nobody waits for it. */
  #write(writing: Promise<unknown>): void {
    writing.catch(error =>
      this.#options.log.error({ err: error }, 'a game session could not be written down'),
    );
  }
}

function requireActive(fleet: FleetRecord, location: string): void {
  const status = fleet.status === 'ACTIVE' ? fleet.locations[location]?.status : fleet.status;
  if (status === 'ACTIVE') return;
  throw new ServiceError(
    'InvalidFleetStatusException',
    `Fleet ${fleet.id} in ${location} is ${status ?? 'not there'} and takes no game sessions; it has to be ACTIVE.`,
  );
}
