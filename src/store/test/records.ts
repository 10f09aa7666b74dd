import type {
  FleetRecord,
  GameSessionRecord,
  LocationRecord,
  PlacementRecord,
  ScriptRecord,
} from '../records.ts';

/** Records with what a test does not care about filled in. */

export function script(id: string, rest: Partial<ScriptRecord> = {}): ScriptRecord {
  return {
    tenantId: 'a',
    id,
    createdMs: 1_000,
    name: 'arena',
    version: '1',
    nodeJsVersion: '10.x',
    sizeOnDisk: 5,
    contentHash: 'cafe',
    ...rest,
  };
}

export function location(id: string, rest: Partial<LocationRecord> = {}): LocationRecord {
  return { tenantId: 'a', id, createdMs: 1_000, ...rest };
}

export function fleet(id: string, rest: Partial<FleetRecord> = {}): FleetRecord {
  return {
    tenantId: 'a',
    id,
    createdMs: 1_000,
    status: 'ACTIVE',
    name: 'fleet',
    scriptId: 'script-1',
    computeType: 'EC2',
    fleetType: 'ON_DEMAND',
    protectionPolicy: 'NoProtection',
    metricGroups: ['default'],
    inboundPermissions: [],
    certificateConfiguration: { CertificateType: 'DISABLED' },
    trust: 'tenant',
    locations: { local: { status: 'ACTIVE', desired: 1, min: 0, max: 1, isScalingStopped: false } },
    homeLocation: 'local',
    scalingPolicies: [],
    ...rest,
  };
}

export function placement(id: string, rest: Partial<PlacementRecord> = {}): PlacementRecord {
  return {
    tenantId: 'a',
    id,
    createdMs: 1_000,
    queueName: 'queue',
    status: 'PENDING',
    deadlineMs: 2_000,
    maximumPlayerSessionCount: 4,
    gameProperties: [],
    latencies: [],
    desiredPlayers: [],
    placedPlayers: [],
    ...rest,
  };
}

export function gameSession(gameSessionId: string, rest: Partial<GameSessionRecord> = {}): GameSessionRecord {
  return {
    tenantId: 'a',
    gameSessionId,
    fleetId: 'fleet-1',
    location: 'local',
    createdMs: 1_000,
    status: 'ACTIVE',
    maximumPlayerSessionCount: 4,
    gameProperties: [],
    creationPolicy: 'ACCEPT_ALL',
    protectionPolicy: 'NoProtection',
    ipAddress: '127.0.0.1',
    dnsName: 'localhost',
    port: 9080,
    requestHash: 'f00d',
    ...rest,
  };
}
