import type {
  AnywhereConfiguration,
  BackfillMode,
  CertificateConfiguration,
  DesiredPlayerSession,
  FilterConfiguration,
  FleetStatus,
  FlexMatchMode,
  GameProperty,
  GameSessionConnectionInfo,
  GameSessionPlacementState,
  GameSessionQueueDestination,
  GameSessionStatus,
  GameSessionStatusReason,
  IpPermission,
  ManagedCapacityConfiguration,
  MatchmakingConfigurationStatus,
  OperatingSystem,
  PlacedPlayerSession,
  Player,
  PlayerLatency,
  PlayerLatencyPolicy,
  PlayerSessionCreationPolicy,
  PlayerSessionStatus,
  PriorityConfiguration,
  PriorityConfigurationOverride,
  ProtectionPolicy,
  ResourceCreationLimitPolicy,
  RoutingStrategy,
  RuntimeConfiguration,
  ScalingPolicy,
} from '@aws-sdk/client-gamelift';
import type { TrustTier } from '../isolate/trust.ts';

/*
 * What the store keeps, one interface for each kind of record. All of them are JSON; times are milliseconds since
 * 1970. Parts that the service API takes and gives back as they are have the API's own shape and names.
 */

/** What every resource has: its tenant, who alone can see it, and an id that no other of its kind and tenant has. */
export interface Resource {
  tenantId: string;
  id: string;
  createdMs: number;
}

export interface ScriptRecord extends Resource {
  name: string;
  version: string;
  nodeJsVersion: string;
  /** Of the zip file. */
  sizeOnDisk: number;
  /** SHA-256 of the zip file, in hexadecimal; its bytes are the blob of this name. */
  contentHash: string;
}

/** What a fleet is in one location. */
export interface FleetLocationRecord {
  status: FleetStatus;
  desired: number;
  min: number;
  max: number;
  /** Automatic scaling was stopped here. */
  isScalingStopped: boolean;
}

export interface FleetRecord extends Resource {
  status: FleetStatus;
  terminatedMs?: number;
  name: string;
  description?: string;
  /** Undefined for an ANYWHERE fleet. */
  scriptId?: string;
  computeType: 'EC2' | 'ANYWHERE';
  fleetType: 'ON_DEMAND' | 'SPOT';
  instanceType?: string;
  /** Which it says it has; undefined for an ANYWHERE fleet. */
  operatingSystem?: OperatingSystem;
  runtimeConfiguration?: RuntimeConfiguration;
  protectionPolicy: ProtectionPolicy;
  creationLimit?: ResourceCreationLimitPolicy;
  metricGroups: string[];
  inboundPermissions: IpPermission[];
  certificateConfiguration: CertificateConfiguration;
  anywhereConfiguration?: AnywhereConfiguration;
  instanceRoleArn?: string;
  managedCapacity?: ManagedCapacityConfiguration;
  /** With whom its game sessions share a worker. */
  trust: TrustTier;
  /** By location, the home location first. */
  locations: Record<string, FleetLocationRecord>;
  homeLocation: string;
  scalingPolicies: ScalingPolicyRecord[];
}

export interface ScalingPolicyRecord
  extends Omit<ScalingPolicy, 'FleetId' | 'FleetArn' | 'Location' | 'UpdateStatus'> {
  /** By location, for each of which it is evaluated alone. */
  progress: Record<string, ScalingProgress>;
}

/** How far a scaling policy has come in one location. */
export interface ScalingProgress {
  /** When it changed the capacity last; 0: never. */
  appliedMs: number;
  /** Since when what it watches for has been the case without a break; 0: it is not. */
  breachedSinceMs: number;
}

export interface AliasRecord extends Resource {
  name: string;
  description?: string;
  routingStrategy: RoutingStrategy;
  updatedMs: number;
}

/** A custom location; its id is its name. */
export type LocationRecord = Resource;

/** Its id is its name. */
export interface QueueRecord extends Resource {
  timeoutSeconds: number;
  latencyPolicies: PlayerLatencyPolicy[];
  destinations: GameSessionQueueDestination[];
  filter?: FilterConfiguration;
  priority?: PriorityConfiguration;
  customEventData?: string;
  notificationTarget?: string;
}

/** Its id is its PlacementId. */
export interface PlacementRecord extends Resource {
  queueName: string;
  status: GameSessionPlacementState;
  endedMs?: number;
  /** When it times out. */
  deadlineMs: number;
  maximumPlayerSessionCount: number;
  gameSessionName?: string;
  gameProperties: GameProperty[];
  gameSessionData?: string;
  matchmakerData?: string;
  latencies: PlayerLatency[];
  desiredPlayers: DesiredPlayerSession[];
  priorityOverride?: PriorityConfigurationOverride;
  /** The game session it got. */
  gameSessionArn?: string;
  placedPlayers: PlacedPlayerSession[];
}

/** Its id is its name. Never changes. */
export interface MatchmakingRuleSetRecord extends Resource {
  /** As it was given. */
  body: string;
}

/** Its id is its name. */
export interface MatchmakingConfigurationRecord extends Resource {
  description?: string;
  ruleSetName: string;
  flexMatchMode: FlexMatchMode;
  /** As it was given; undefined means MANUAL, and none when STANDALONE. */
  backfillMode?: BackfillMode;
  /** Empty when STANDALONE. */
  queueArns: string[];
  requestTimeoutSeconds: number;
  acceptanceRequired: boolean;
  acceptanceTimeoutSeconds?: number;
  /** Slots of a match that are kept open. */
  additionalPlayerCount: number;
  gameProperties: GameProperty[];
  gameSessionData?: string;
  customEventData?: string;
  notificationTarget?: string;
}

/** Its id is its TicketId; it was created when its request began. */
export interface MatchmakingTicketRecord extends Resource {
  configurationName: string;
  status: MatchmakingConfigurationStatus;
  statusReason?: string;
  statusMessage?: string;
  endedMs?: number;
  /** As they were given; once matched, with their teams. */
  players: Player[];
  estimatedWaitSeconds?: number;
  /** The match it is in, which is also the id of that match's placement. */
  matchId?: string;
  /** Once it is COMPLETED with a game session. */
  connection?: GameSessionConnectionInfo;
  /** Of one that stands for a game session which wants players. */
  backfill?: {
    kind: 'manual' | 'automatic';
    /** Undefined where the caller runs its own game sessions. */
    gameSessionArn?: string;
    /** Where the game session runs. */
    region?: string;
  };
}

/** The kinds of resources that the store keeps alike. */
export interface ResourceKinds {
  script: ScriptRecord;
  fleet: FleetRecord;
  alias: AliasRecord;
  location: LocationRecord;
  queue: QueueRecord;
  placement: PlacementRecord;
  ruleSet: MatchmakingRuleSetRecord;
  matchmakingConfiguration: MatchmakingConfigurationRecord;
  matchmakingTicket: MatchmakingTicketRecord;
}
export type ResourceKind = keyof ResourceKinds;

export interface FleetEventRecord {
  tenantId: string;
  fleetId: string;
  eventId: string;
  /** An `EventCode` of the API. */
  code: string;
  message: string;
  timeMs: number;
}

export interface GameSessionRecord {
  tenantId: string;
  /** Its ARN, which no other game session ever has. */
  gameSessionId: string;
  fleetId: string;
  location: string;
  createdMs: number;
  terminatedMs?: number;
  status: GameSessionStatus;
  statusReason?: GameSessionStatusReason;
  name?: string;
  creatorId?: string;
  maximumPlayerSessionCount: number;
  gameProperties: GameProperty[];
  gameSessionData?: string;
  matchmakerData?: string;
  creationPolicy: PlayerSessionCreationPolicy;
  protectionPolicy: ProtectionPolicy;
  /** Where players connect. */
  ipAddress: string;
  dnsName: string;
  port: number;
  /** The parameters it was created with, told apart by this text; for idempotency. */
  requestHash: string;
  /** Why it ended: a code of `src/errors.ts`. */
  endCode?: string;
}

/** A game session with what is counted, and never stored. */
export interface CountedGameSession extends GameSessionRecord {
  /** Player sessions that are RESERVED or ACTIVE. */
  currentPlayerSessionCount: number;
}

export interface PlayerSessionRecord {
  tenantId: string;
  playerSessionId: string;
  gameSessionId: string;
  fleetId: string;
  playerId: string;
  playerData?: string;
  status: PlayerSessionStatus;
  createdMs: number;
  /** When a reservation that was not taken up ends. */
  expiresMs: number;
  terminatedMs?: number;
}
