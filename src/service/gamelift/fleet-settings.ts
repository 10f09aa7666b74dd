import type { IpPermission, RuntimeConfiguration } from '@aws-sdk/client-gamelift';
import ipaddr from 'ipaddr.js';
import { TRUST_TIERS, type TrustTier } from '../../isolate/trust.ts';
import type { Limits } from '../../limits/limits.ts';
import type { FleetRecord } from '../../store/records.ts';
import { processCount } from './fleet-capacity.ts';
import { entriesOf, mainEntryOf } from './launch-path.ts';
import { invalidRequest, ServiceError } from './service-error.ts';

/** The tag that says at a fleet's creation with whom its game sessions share a worker. */
export const TRUST_TAG = 'playpen:trust';

/**
 * With whom the game sessions of a fleet share a worker; GameLift's API has no field for it. It is fixed at creation:
 * changing the tag later changes nothing.
 * @throws {ServiceError} InvalidRequestException
 */
export function trustOf(tags: Readonly<Record<string, string>>, byDefault: TrustTier): TrustTier {
  const wanted = tags[TRUST_TAG] ?? byDefault;
  const tier = TRUST_TIERS.find(one => one === wanted);
  if (tier === undefined) {
    throw invalidRequest(`tag "${TRUST_TAG}" is "${wanted}" and must be one of ${TRUST_TIERS.join(', ')}`);
  }
  return tier;
}

/**
 * What a fleet can run.
 * @throws {ServiceError} InvalidRequestException: no server process, too many, or one that is no file of a script
 */
export function requireRuntimeConfiguration(
  runtimeConfiguration: RuntimeConfiguration | undefined,
  { processesPerInstance }: Limits,
): void {
  mainEntryOf(runtimeConfiguration);
  entriesOf(runtimeConfiguration);
  const processes = processCount({ runtimeConfiguration });
  if (processes > processesPerInstance) {
    throw invalidRequest(
      `RuntimeConfiguration: its ConcurrentExecutions are ${processes} together, and ${processesPerInstance} ` +
        'server processes can run on one instance',
    );
  }
}

/**
 * The rules of a fleet without those that are revoked, and with those that are new.
 * @throws {ServiceError} InvalidRequestException for a rule that is none, is there already, or is revoked and not
 * there; LimitExceededException
 */
export function changedPermissions(
  before: readonly IpPermission[],
  change: { authorize?: readonly IpPermission[] | undefined; revoke?: readonly IpPermission[] | undefined },
  { portRulesPerFleet }: Limits,
): IpPermission[] {
  const rules = new Map(before.map(rule => [textOf(rule), rule]));
  for (const rule of change.revoke ?? []) {
    if (!rules.delete(textOf(rule))) {
      throw invalidRequest(`port rule ${textOf(rule)} is not there to be revoked; all its parts must match`);
    }
  }
  for (const rule of change.authorize ?? []) {
    requirePermission(rule);
    if (rules.has(textOf(rule))) throw invalidRequest(`port rule ${textOf(rule)} is there already`);
    rules.set(textOf(rule), rule);
  }
  if (rules.size > portRulesPerFleet) {
    throw new ServiceError(
      'LimitExceededException',
      `a fleet has ${portRulesPerFleet} port rules at most, and these would be ${rules.size}`,
    );
  }
  return [...rules.values()];
}

function requirePermission(rule: IpPermission): void {
  const { FromPort = 0, ToPort = 0, IpRange = '' } = rule;
  if (FromPort > ToPort) throw invalidRequest(`port rule ${textOf(rule)}: FromPort is above ToPort`);
  if (!ipaddr.isValidCIDR(IpRange)) {
    throw invalidRequest(`port rule ${textOf(rule)}: IpRange must be a CIDR range such as 0.0.0.0/0`);
  }
}

function textOf({ Protocol, FromPort, ToPort, IpRange }: IpPermission): string {
  return `${Protocol} ${FromPort}-${ToPort} ${IpRange}`;
}

/** @throws {ServiceError} InvalidFleetStatusException for a fleet that has no future */
export function requireUsable({ id, status }: FleetRecord): void {
  if (status === 'ERROR' || status === 'DELETING' || status === 'TERMINATED') {
    throw new ServiceError('InvalidFleetStatusException', `fleet "${id}" is ${status}; make another fleet`);
  }
}
