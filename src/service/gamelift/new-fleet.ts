import type { OperatingSystem } from '@aws-sdk/client-gamelift';
import type { TrustTier } from '../../isolate/trust.ts';
import type { Limits } from '../../limits/limits.ts';
import type { FleetLocationRecord, FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { changedPermissions, requireRuntimeConfiguration, trustOf } from './fleet-settings.ts';
import { idOf, newId } from './identifiers.ts';
import { isCustomLocation, requireKnownLocations } from './known-locations.ts';
import type { Caller, Input } from './operation.ts';
import { invalidRequest, notFound, ServiceError } from './service-error.ts';

export interface NewFleetContext {
  store: Store;
  /** The home location of fleets that run scripts. */
  region: string;
  /** With whom game sessions share a worker when the fleet's tags do not say. */
  trust: TrustTier;
  limits: Limits;
  now(): number;
}

type CreateFleet = Input<'CreateFleet'>;

/**
 * The fleet that a call of CreateFleet asks for, checked and not stored. One that runs a script is NEW; an ANYWHERE
 * fleet has nothing to prepare and is ACTIVE.
 * @throws {ServiceError} InvalidRequestException, NotFoundException, LimitExceededException
 */
export async function newFleet(
  input: CreateFleet,
  tags: Readonly<Record<string, string>>,
  { tenantId }: Pick<Caller, 'tenantId'>,
  context: NewFleetContext,
): Promise<FleetRecord> {
  requireOffered(input);
  const { limits } = context;
  const common = {
    tenantId,
    id: newId('fleet'),
    createdMs: context.now(),
    name: input.Name,
    description: input.Description,
    fleetType: input.FleetType ?? 'ON_DEMAND',
    protectionPolicy: input.NewGameSessionProtectionPolicy ?? 'NoProtection',
    creationLimit: input.ResourceCreationLimitPolicy,
    metricGroups: input.MetricGroups ?? ['default'],
    inboundPermissions: changedPermissions([], { authorize: input.EC2InboundPermissions }, limits),
    certificateConfiguration: input.CertificateConfiguration ?? { CertificateType: 'DISABLED' },
    instanceRoleArn: input.InstanceRoleArn,
    trust: trustOf(tags, context.trust),
    scalingPolicies: [],
  } satisfies Partial<FleetRecord>;
  const rest =
    input.ComputeType === 'ANYWHERE'
      ? await anywhereFleet(input, tenantId, context)
      : await scriptFleet(input, tenantId, context);
  if (Object.keys(rest.locations).length > limits.locationsPerFleet) {
    throw new ServiceError(
      'LimitExceededException',
      `a fleet is in ${limits.locationsPerFleet} locations at most, its home included`,
    );
  }
  return { ...common, ...rest };
}

type Rest = Pick<
  FleetRecord,
  | 'status'
  | 'computeType'
  | 'scriptId'
  | 'instanceType'
  | 'operatingSystem'
  | 'runtimeConfiguration'
  | 'anywhereConfiguration'
  | 'homeLocation'
  | 'locations'
>;

async function scriptFleet(input: CreateFleet, tenantId: string, context: NewFleetContext): Promise<Rest> {
  const { store, region, limits } = context;
  if (input.AnywhereConfiguration !== undefined) {
    throw invalidRequest('AnywhereConfiguration goes with ComputeType ANYWHERE');
  }
  if (input.ScriptId === undefined)
    throw invalidRequest('give the ScriptId of the script that the fleet runs');
  const runtimeConfiguration = input.RuntimeConfiguration ?? retiredLaunchPath(input);
  requireRuntimeConfiguration(runtimeConfiguration, limits);
  const scriptId = idOf(input.ScriptId);
  const script = await store.get('script', tenantId, scriptId);
  if (script === undefined) throw notFound(`there is no script "${scriptId}"`);
  const names = namesOf(input);
  await requireKnownLocations(store, tenantId, names, region);
  const others = names.filter(name => name !== region);
  return {
    status: 'NEW',
    computeType: 'EC2',
    scriptId,
    instanceType: input.EC2InstanceType,
    operatingSystem: operatingSystemOf(script.nodeJsVersion),
    runtimeConfiguration,
    homeLocation: region,
    locations: locations([region, ...others], { status: 'NEW', desired: 1, min: 0, max: 1 }),
  };
}

/** It has no processes of this service, and so no instances. */
async function anywhereFleet(input: CreateFleet, tenantId: string, context: NewFleetContext): Promise<Rest> {
  const { ScriptId, RuntimeConfiguration, EC2InstanceType, AnywhereConfiguration } = input;
  if (ScriptId !== undefined || RuntimeConfiguration !== undefined || EC2InstanceType !== undefined) {
    throw invalidRequest(
      'a fleet of ComputeType ANYWHERE has no ScriptId, RuntimeConfiguration or EC2InstanceType; scripts run in ' +
        'fleets of ComputeType EC2',
    );
  }
  const names = namesOf(input);
  const [home] = names;
  if (home === undefined || !names.every(isCustomLocation)) {
    throw invalidRequest('a fleet of ComputeType ANYWHERE needs Locations, and only custom ones');
  }
  await requireKnownLocations(context.store, tenantId, names, context.region).catch((error: unknown) => {
    throw error instanceof ServiceError ? invalidRequest(error.message) : error;
  });
  return {
    status: 'ACTIVE',
    computeType: 'ANYWHERE',
    anywhereConfiguration: AnywhereConfiguration,
    homeLocation: home,
    locations: locations(names, { status: 'ACTIVE', desired: 0, min: 0, max: 0 }),
  };
}

/** What GameLift has and this service has not is refused rather than left out. */
function requireOffered(input: CreateFleet): void {
  if (input.BuildId !== undefined) {
    throw invalidRequest(
      input.ScriptId === undefined
        ? 'BuildId: this service runs Realtime scripts and no builds; give a ScriptId'
        : 'a fleet runs either a build or a script; give ScriptId without BuildId',
    );
  }
  if (input.PeerVpcAwsAccountId !== undefined || input.PeerVpcId !== undefined) {
    throw invalidRequest(
      'PeerVpcAwsAccountId and PeerVpcId: this service has no VPC peering; leave them out',
    );
  }
  if (input.PlayerGatewayMode !== undefined && input.PlayerGatewayMode !== 'DISABLED') {
    throw invalidRequest('PlayerGatewayMode: this service has no player gateway; leave it out');
  }
}

/** The form that launch paths had before runtime configurations. */
function retiredLaunchPath({ ServerLaunchPath, ServerLaunchParameters }: CreateFleet) {
  if (ServerLaunchPath === undefined) return undefined;
  return {
    ServerProcesses: [
      { LaunchPath: ServerLaunchPath, Parameters: ServerLaunchParameters, ConcurrentExecutions: 1 },
    ],
  };
}

function namesOf({ Locations = [] }: CreateFleet): string[] {
  return Locations.map(({ Location }) => Location);
}

function locations(
  names: readonly string[],
  place: Omit<FleetLocationRecord, 'isScalingStopped'>,
): Record<string, FleetLocationRecord> {
  return Object.fromEntries(names.map(name => [name, { ...place, isScalingStopped: false }]));
}

function operatingSystemOf(nodeJsVersion: string): OperatingSystem {
  return nodeJsVersion === '10.x' ? 'AMAZON_LINUX' : 'AMAZON_LINUX_2023';
}
