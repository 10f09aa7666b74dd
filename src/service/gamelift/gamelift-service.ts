import type { Logger } from 'pino';
import type { Admission, RelayHost } from '../../host/relay-host.ts';
import type { IsolateProfile } from '../../isolate/frames.ts';
import type { TrustTier } from '../../isolate/trust.ts';
import type { Limits } from '../../limits/limits.ts';
import type { LogTokens } from '../../logs/log-tokens.ts';
import type { SessionLogs } from '../../logs/session-logs.ts';
import type { ScriptBundler } from '../../scripts/local-bundler.ts';
import type { SessionScript } from '../../session/script-options.ts';
import type { FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { CapacityControl } from './capacity-control.ts';
import { FleetEvents } from './fleet-events.ts';
import { FleetLifecycle } from './fleet-lifecycle.ts';
import { FleetSelection } from './fleet-selection.ts';
import { Housekeeping } from './housekeeping.ts';
import { Arns, type ServicePlace } from './identifiers.ts';
import type { Machine } from './machine.ts';
import type { Operations } from './operation.ts';
import { aliasOperations } from './operations/aliases.ts';
import { fleetCapacityOperations } from './operations/fleet-capacity.ts';
import { fleetLocationOperations } from './operations/fleet-locations.ts';
import { fleetOperations } from './operations/fleets.ts';
import { gameSessionOperations } from './operations/game-sessions.ts';
import { instanceOperations } from './operations/instances.ts';
import { locationOperations } from './operations/locations.ts';
import { placementOperations } from './operations/placements.ts';
import { playerSessionOperations } from './operations/player-sessions.ts';
import { queueOperations } from './operations/queues.ts';
import { scalingOperations } from './operations/scaling.ts';
import { scriptOperations } from './operations/scripts.ts';
import { sessionLogOperations } from './operations/session-logs.ts';
import { tagOperations } from './operations/tags.ts';
import { PlacementEngine } from './placement/placement-engine.ts';
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
