import type { ScalingPolicy } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { FleetLocationRecord, FleetRecord, ScalingPolicyRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { withLocation } from '../capacity-control.ts';
import { type FleetSelection, locationOf } from '../fleet-selection.ts';
import type { Arns } from '../identifiers.ts';
import type { Input, Operations } from '../operation.ts';
import { listPage, pageOfArray } from '../pages.ts';
import { invalidRequest, notFound } from '../service-error.ts';

export interface ScalingDeps {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  limits: Limits;
}

const RULE_PARTS = [
  'ScalingAdjustment',
  'ScalingAdjustmentType',
  'Threshold',
  'ComparisonOperator',
  'EvaluationPeriods',
] as const;

export function scalingOperations({ store, arns, fleets, limits }: ScalingDeps) {
  async function change(
    tenantId: string,
    fleetId: string,
    make: (fleet: FleetRecord) => FleetRecord,
  ): Promise<FleetRecord> {
    const { id } = await fleets.fleet(tenantId, fleetId);
    const fleet = await store.update('fleet', tenantId, id, make);
    if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
    return fleet;
  }

  async function changeLocation(
    tenantId: string,
    { FleetId, Location }: Input<'StopFleetActions'>,
    parts: Pick<FleetLocationRecord, 'isScalingStopped'>,
  ) {
    const { id } = await change(tenantId, FleetId, fleet =>
      withLocation(fleet, locationOf(fleet, Location), parts),
    );
    return { FleetId: id, FleetArn: arns.of('fleet', id) };
  }

  function describe(fleet: FleetRecord, location: string, policy: ScalingPolicyRecord): ScalingPolicy {
    const { progress: _, ...parts } = policy;
    return { ...parts, FleetId: fleet.id, FleetArn: arns.of('fleet', fleet.id), Location: location };
  }

  return {
    PutScalingPolicy: async (input, { tenantId }) => {
      const policy = policyOf(input);
      await change(tenantId, input.FleetId, fleet =>
        withPolicy(fleet, policy, limits.scalingPoliciesPerFleet),
      );
      return { Name: input.Name };
    },

    DeleteScalingPolicy: async ({ FleetId, Name }, { tenantId }) => {
      await change(tenantId, FleetId, fleet => {
        const scalingPolicies = fleet.scalingPolicies.filter(policy => policy.Name !== Name);
        if (scalingPolicies.length === fleet.scalingPolicies.length) {
          throw notFound(`fleet "${fleet.id}" has no scaling policy "${Name}"`);
        }
        return { ...fleet, scalingPolicies };
      });
      return undefined;
    },

    DescribeScalingPolicies: async (input, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, input.FleetId);
      const locations =
        input.Location === undefined ? Object.keys(fleet.locations) : [locationOf(fleet, input.Location)];
      const policies = fleet.scalingPolicies
        .filter(policy => input.StatusFilter === undefined || policy.Status === input.StatusFilter)
        .flatMap(policy => locations.map(location => describe(fleet, location, policy)));
      const query = ['DescribeScalingPolicies', fleet.id, input.StatusFilter, input.Location];
      const { items, nextToken } = await listPage(input, query, async page => pageOfArray(policies, page));
      return { ScalingPolicies: items, NextToken: nextToken };
    },

    StartFleetActions: (input, { tenantId }) => changeLocation(tenantId, input, { isScalingStopped: false }),
    StopFleetActions: (input, { tenantId }) => changeLocation(tenantId, input, { isScalingStopped: true }),
  } satisfies Operations;
}

/** @throws {ServiceError} InvalidRequestException for parts that do not fit the policy's type */
function policyOf(input: Input<'PutScalingPolicy'>): ScalingPolicyRecord {
  const { FleetId: _, PolicyType = 'RuleBased', ...parts } = input;
  const given = RULE_PARTS.filter(part => parts[part] !== undefined);
  if (PolicyType === 'TargetBased') {
    const isFitting =
      parts.MetricName === 'PercentAvailableGameSessions' &&
      parts.TargetConfiguration !== undefined &&
      given.length === 0;
    if (!isFitting) {
      throw invalidRequest(
        'a TargetBased policy has the MetricName PercentAvailableGameSessions and a TargetConfiguration, and ' +
          `none of ${RULE_PARTS.join(', ')}`,
      );
    }
  } else if (parts.TargetConfiguration !== undefined || given.length < RULE_PARTS.length) {
    throw invalidRequest(`a RuleBased policy has ${RULE_PARTS.join(', ')}, and no TargetConfiguration`);
  }
  return { ...parts, PolicyType, Status: 'ACTIVE', progress: {} };
}

/** One of the same name is replaced. */
function withPolicy(fleet: FleetRecord, policy: ScalingPolicyRecord, most: number): FleetRecord {
  if (fleet.computeType === 'ANYWHERE') {
    throw invalidRequest(`fleet "${fleet.id}" is an ANYWHERE fleet, which has no scaling policies`);
  }
  const others = fleet.scalingPolicies.filter(({ Name }) => Name !== policy.Name);
  const isTargetBased = ({ PolicyType }: ScalingPolicyRecord) => PolicyType === 'TargetBased';
  if (isTargetBased(policy) && others.some(isTargetBased)) {
    throw invalidRequest(`fleet "${fleet.id}" has a TargetBased policy already; delete it or give its Name`);
  }
  if (others.length >= most) {
    throw invalidRequest(
      `fleet "${fleet.id}" has ${others.length} scaling policies already; ${most} are the most`,
    );
  }
  return { ...fleet, scalingPolicies: [...others, policy] };
}
