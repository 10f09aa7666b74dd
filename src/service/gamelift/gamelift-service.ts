import type { Logger } from 'pino';
import type { Admission, RelayHost } from '../../host/relay-host.ts';
import type { IsolateProfile } from '../../isolate/frames.ts';
import type { TrustTier } from '../../isolate/trust.ts';
import type { Limits } from '../../limits/limits.ts';
import type { LogTokens } from '../../logs/log-tokens.ts';
import type { SessionLogs } from '../../logs/session-logs.ts';
import type { MetricsPart } from '../../metrics/metrics-page.ts';
import type { ScriptBundler } from '../../scripts/local-bundler.ts';
import type { SessionScript } from '../../session/script-options.ts';
import type { FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import type { TicketExplainer } from '../matchmaking-routes.ts';
import type { NotificationSink } from '../notifications/notification.ts';
import { CapacityControl } from './capacity-control.ts';
import { FleetEvents } from './fleet-events.ts';
import { FleetLifecycle } from './fleet-lifecycle.ts';
import { FleetLocations } from './fleet-locations.ts';
import { FleetSelection } from './fleet-selection.ts';
import { Housekeeping } from './housekeeping.ts';
import { Arns, type ServicePlace } from './identifiers.ts';
import type { Machine } from './machine.ts';
import { Matchmaking } from './matchmaking/matchmaking.ts';
import { MatchmakingFeed } from './matchmaking/matchmaking-feed.ts';
import { OperatorExplainer } from './matchmaking/operator-explainer.ts';
import { GameLiftMetrics, type QueueEvent } from './metrics/gamelift-metrics.ts';
import { MatchmakingMetrics } from './metrics/matchmaking-metrics.ts';
import { Notifier } from './notifier.ts';
import type { Operations } from './operation.ts';
import { aliasOperations } from './operations/aliases.ts';
import { fleetCapacityOperations } from './operations/fleet-capacity.ts';
import { fleetLocationOperations } from './operations/fleet-locations.ts';
import { fleetSettingsOperations } from './operations/fleet-settings.ts';
import { fleetOperations } from './operations/fleets.ts';
import { gameSessionOperations } from './operations/game-sessions.ts';
import { instanceOperations } from './operations/instances.ts';
import { locationOperations } from './operations/locations.ts';
import { configurationOperations } from './operations/matchmaking-configurations.ts';
import { ruleSetOperations } from './operations/matchmaking-rule-sets.ts';
import { ticketOperations } from './operations/matchmaking-tickets.ts';
import { placementOperations } from './operations/placements.ts';
import { playerSessionOperations } from './operations/player-sessions.ts';
import { queueOperations } from './operations/queues.ts';
import { scalingOperations } from './operations/scaling.ts';
import { scriptOperations } from './operations/scripts.ts';
import { sessionLogOperations } from './operations/session-logs.ts';
import { tagOperations } from './operations/tags.ts';
import { PlacementEngine } from './placement/placement-engine.ts';
import { playerPorts } from './player-ports.ts';
import { ScalingRunner } from './scaling-runner.ts';
import { ScriptLibrary } from './script-library.ts';
import { LocalGameSessions } from './sessions/local-game-sessions.ts';
import { ReservedAdmission } from './sessions/reserved-admission.ts';

export interface GameLiftServiceOptions {
  store: Store;
  host: RelayHost;
  /** For what is uploaded. */
  bundler: ScriptBundler;
  logs: SessionLogs;
  logTokens: LogTokens;
  /** Where a log is downloaded with a token. */
  logUrl(token: string): string;
  place: ServicePlace;
  machine: Machine;
  /** Where events go of which somebody is to be told. */
  notifications: NotificationSink;
  /** Of fleets that say nothing of it. */
  trust: TrustTier;
  limits: Limits;
  log: Logger;
  /** Milliseconds since 1970. */
  now(): number;
  /** What a fleet runs that is not an uploaded script's. */
  ownScript?(fleet: FleetRecord): { script: SessionScript; profile: IsolateProfile } | undefined;
  /** Where logins go that have no reserved player session; undefined: they are refused. */
  otherwise?: Admission;
}

const QUEUE_EVENTS = {
  PlacementFulfilled: 'succeeded',
  PlacementCancelled: 'canceled',
  PlacementTimedOut: 'timedOut',
  PlacementFailed: 'failed',
} as const satisfies Record<string, QueueEvent>;

/** The GameLift-compatible service on one machine: its operations, what they set going, and who is let in. */
export class GameLiftService {
  readonly operations: Operations;
  /** Takes players to their game sessions. */
  readonly admission: Admission;
  readonly metrics: readonly MetricsPart[];
  /** For who watches. */
  readonly matchmakingFeed: MatchmakingFeed;
  readonly matchmaking: Matchmaking;
  /** For operators. */
  readonly explainer: TicketExplainer;
  readonly #sessions: LocalGameSessions;
  readonly #lifecycle: FleetLifecycle;
  readonly #locations: FleetLocations;
  readonly #placements: PlacementEngine;
  readonly #scaling: ScalingRunner;
  readonly #housekeeping: Housekeeping;

  constructor(options: GameLiftServiceOptions) {
    const { store, host, logs, place, machine, limits, log, now, ownScript, otherwise } = options;
    const arns = new Arns(place);
    const fleets = new FleetSelection({ store });
    const events = new FleetEvents({ store, limits, now });
    const library = new ScriptLibrary({
      store,
      bundler: options.bundler,
      check: (script, trust) => host.checkScript(script, 'strict', trust),
      limits,
    });
    const onError = (error: unknown): void =>
      log.error({ err: error }, 'the service failed where nobody waits');
    const metrics = new GameLiftMetrics({ store, limits, waiting: () => this.#placements.depths() });
    const matchmakingMetrics = new MatchmakingMetrics({
      ...{ store, limits },
      waiting: () => this.matchmaking.depths(),
    });
    this.metrics = [metrics, matchmakingMetrics];
    const notifier = new Notifier(arns, options.notifications);
    this.matchmakingFeed = new MatchmakingFeed(limits);
    const engine = new LocalGameSessions({
      ...{ store, arns, host, log, now },
      address: { ipAddress: machine.ipAddress, dnsName: machine.dnsName },
      scriptFor: async fleet =>
        ownScript?.(fleet) ?? { script: await library.current(fleet), profile: 'strict' },
      openLog: gameSessionId => logs.open(gameSessionId),
      addFleetEvent: (fleet, code, message) => events.add(fleet, code, message),
      onEvent: (event, fleetId, location) => metrics.fleetEvent(event, fleetId, location),
      onSlotFree: () => void this.#placements.wake(),
    });
    const control = new CapacityControl({ store, engine, events, onError });
    this.#sessions = engine;
    this.#placements = new PlacementEngine({
      ...{ store, sessions: engine, control, limits, now, onError },
      listener: {
        placementStarted: queue => metrics.queueEvent('started', queue),
        placementEnded: (queue, detail) => {
          log.debug({ queue: queue.id, detail }, 'placement ended');
          const waitMs = Date.parse(detail.endTime) - Date.parse(detail.startTime);
          metrics.queueEvent(QUEUE_EVENTS[detail.type], queue, waitMs);
          notifier.placementEnded(queue, detail);
          this.matchmaking.placementEnded(queue.tenantId, detail);
        },
      },
    });
    this.matchmaking = new Matchmaking({
      ...{ store, arns, sessions: engine, placements: this.#placements, limits, now, onError },
      listener: {
        started: (...what) => matchmakingMetrics.started(...what),
        happened: (...what) => {
          matchmakingMetrics.happened(...what);
          notifier.happened(...what);
          this.matchmakingFeed.happened(...what);
        },
      },
    });
    this.explainer = new OperatorExplainer({ store, matchmaking: this.matchmaking });
    this.#lifecycle = new FleetLifecycle({ store, library, engine, events, arns, limits, log, now });
    this.#locations = new FleetLocations({ store, engine, events, onError });
    this.#scaling = new ScalingRunner({
      ...{ store, control, limits, now, onError },
      demandOn: fleetId => this.#placements.demandOn(fleetId),
    });
    this.#housekeeping = new Housekeeping({ store, limits, log, now });
    this.admission = new ReservedAdmission({
      ...{ store, host, log, now },
      onPlayerCame: gameSessionId => engine.playerCame(gameSessionId),
      ...(otherwise === undefined ? {} : { otherwise }),
    });
    const shared = { store, arns, fleets, limits, now };
    const lifecycle = this.#lifecycle;
    this.operations = {
      ...scriptOperations({ ...shared, library }),
      ...fleetOperations({ ...shared, lifecycle, events, trust: options.trust }),
      ...fleetSettingsOperations({ ...shared, library, machinePorts: () => playerPorts(host) }),
      ...fleetCapacityOperations({ ...shared, control }),
      ...fleetLocationOperations({ ...shared, locations: this.#locations }),
      ...locationOperations(shared),
      ...scalingOperations(shared),
      ...instanceOperations({ ...shared, machine }),
      ...aliasOperations(shared),
      ...tagOperations(shared),
      ...gameSessionOperations({ ...shared, sessions: engine, control }),
      ...playerSessionOperations({ ...shared, activated: id => engine.activated(id) }),
      ...sessionLogOperations({
        ...shared,
        hasLog: async id => (await logs.files(id)).length > 0,
        urlOf: id => options.logUrl(options.logTokens.issue(id)),
      }),
      ...queueOperations({ ...shared, placements: this.#placements }),
      ...placementOperations({ ...shared, placements: this.#placements }),
      ...ruleSetOperations(shared),
      ...configurationOperations({ ...shared, matchmaking: this.matchmaking }),
      ...ticketOperations({ ...shared, matchmaking: this.matchmaking }),
    };
  }

  /** Settles what the process before this one left, and takes up what was under way. The store is open. */
  async start(): Promise<void> {
    await this.#sessions.recover();
    await this.#lifecycle.resume();
    await this.#locations.resume();
    await this.matchmaking.resume();
    await this.#placements.resume();
    this.#scaling.start();
    this.#housekeeping.start();
  }

  /** Begins nothing more. The bundler was closed before, or what it does is waited for. */
  async quiesce(): Promise<void> {
    await this.#scaling.close();
    await this.matchmaking.close();
    await this.#placements.close();
    await this.#lifecycle.close();
    await this.#locations.settled();
  }

  /** Resolves when everything that ended is written down. The relay host has ended its sessions before. */
  async stop(): Promise<void> {
    await this.#sessions.settled();
    await this.#housekeeping.stop();
  }
}
