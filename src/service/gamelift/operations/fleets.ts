import type { EventCode, FleetAttributes, LocationState } from '@aws-sdk/client-gamelift';
import type { FleetRecord } from '../../../store/records.ts';
import type { FleetEvents } from '../fleet-events.ts';
import type { FleetLifecycle } from '../fleet-lifecycle.ts';
import type { FleetSelection } from '../fleet-selection.ts';
import { requireUsable } from '../fleet-settings.ts';
import { type Arns, idOf } from '../identifiers.ts';
import { type NewFleetContext, newFleet } from '../new-fleet.ts';
import type { Operations } from '../operation.ts';
import { listPage } from '../pages.ts';
import { insertWithinQuota } from '../quota.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { tagsOf } from '../tags.ts';

export interface FleetDeps extends Omit<NewFleetContext, 'region'> {
  arns: Arns;
  fleets: FleetSelection;
  lifecycle: FleetLifecycle;
  events: FleetEvents;
}

/** Fleets from their creation to their deletion, and what they are. */
export function fleetOperations(deps: FleetDeps) {
  const { store, arns, fleets, lifecycle, events, limits } = deps;

  return {
    CreateFleet: async (input, caller) => {
      const { tenantId } = caller;
      const tags = tagsOf(input.Tags, limits.tagsPerResource);
      const fleet = await newFleet(input, tags, caller, { ...deps, region: arns.place.region });
      await insertWithinQuota(store, 'fleet', fleet, limits.fleetsPerTenant, isThere);
      await store.updateTags(tenantId, arns.of('fleet', fleet.id), () => tags);
      await lifecycle.begin(fleet);
      return { FleetAttributes: attributesOf(fleet, arns), LocationStates: locationStates(fleet) };
    },

    DeleteFleet: async ({ FleetId }, { tenantId }) => {
      await lifecycle.delete(tenantId, idOf(FleetId));
      return undefined;
    },

    DescribeFleetAttributes: async (input, { tenantId }) => {
      const { items, nextToken } = await fleets.page(tenantId, input, 'DescribeFleetAttributes');
      return { FleetAttributes: items.map(fleet => attributesOf(fleet, arns)), NextToken: nextToken };
    },

    ListFleets: async (input, { tenantId }) => {
      const { BuildId: buildId, ScriptId } = input;
      if (buildId !== undefined && ScriptId !== undefined)
        throw invalidRequest('give BuildId or ScriptId, not both');
      if (buildId !== undefined)
        throw notFound(`there is no build "${buildId}"; this service has scripts only`);
      const scriptId = ScriptId === undefined ? undefined : idOf(ScriptId);
      if (scriptId !== undefined && (await store.get('script', tenantId, scriptId)) === undefined) {
        throw notFound(`there is no script "${scriptId}"`);
      }
      const { items, nextToken } = await listPage(input, ['ListFleets', scriptId], page =>
        fleets.existing(tenantId, page, scriptId),
      );
      return { FleetIds: items.map(({ id }) => id), NextToken: nextToken };
    },

    UpdateFleetAttributes: async (input, { tenantId }) => {
      const before = await fleets.fleet(tenantId, input.FleetId);
      if (input.AnywhereConfiguration !== undefined && before.computeType !== 'ANYWHERE') {
        throw invalidRequest(`AnywhereConfiguration: fleet "${before.id}" is not of ComputeType ANYWHERE`);
      }
      let protectionBefore = before.protectionPolicy;
      const fleet = await store.update('fleet', tenantId, before.id, record => {
        requireUsable(record);
        protectionBefore = record.protectionPolicy;
        return {
          ...record,
          name: input.Name ?? record.name,
          description: input.Description ?? record.description,
          protectionPolicy: input.NewGameSessionProtectionPolicy ?? record.protectionPolicy,
          creationLimit: input.ResourceCreationLimitPolicy ?? record.creationLimit,
          metricGroups: input.MetricGroups ?? record.metricGroups,
          anywhereConfiguration: input.AnywhereConfiguration ?? record.anywhereConfiguration,
        };
      });
      if (fleet === undefined) throw notFound(`there is no fleet "${before.id}"`);
      if (fleet.protectionPolicy !== protectionBefore) {
        await events.add(
          fleet,
          'FLEET_NEW_GAME_SESSION_PROTECTION_POLICY_UPDATED',
          `Fleet ${fleet.id} protects new game sessions by ${fleet.protectionPolicy}; before by ${protectionBefore}`,
        );
      }
      return { FleetId: fleet.id, FleetArn: arns.of('fleet', fleet.id) };
    },

    DescribeFleetEvents: async (input, { tenantId }) => {
      const { id } = await fleets.fleet(tenantId, input.FleetId);
      const [fromMs, toMs] = [input.StartTime?.getTime(), input.EndTime?.getTime()];
      if (fromMs !== undefined && toMs !== undefined && fromMs > toMs) {
        throw invalidRequest('StartTime is later than EndTime');
      }
      const query = ['DescribeFleetEvents', id, fromMs, toMs];
      const { items, nextToken } = await listPage(input, query, page =>
        store.listFleetEvents(tenantId, id, { ...page, fromMs, toMs }),
      );
      return {
        Events: items.map(event => ({
          EventId: event.eventId,
          ResourceId: event.fleetId,
          EventCode: event.code as EventCode,
          Message: event.message,
          EventTime: new Date(event.timeMs),
        })),
        NextToken: nextToken,
      };
    },
  } satisfies Operations;
}

/** What is deleted takes no room. */
function isThere({ status }: FleetRecord): boolean {
  return status !== 'TERMINATED';
}

function locationStates({ locations }: FleetRecord): LocationState[] {
  return Object.entries(locations).map(([Location, { status }]) => ({ Location, Status: status }));
}

function attributesOf(fleet: FleetRecord, arns: Arns): FleetAttributes {
  const { scriptId, terminatedMs } = fleet;
  const isScalingStopped = fleet.locations[fleet.homeLocation]?.isScalingStopped ?? false;
  return {
    FleetId: fleet.id,
    FleetArn: arns.of('fleet', fleet.id),
    FleetType: fleet.fleetType,
    InstanceType: fleet.instanceType as FleetAttributes['InstanceType'],
    Description: fleet.description,
    Name: fleet.name,
    CreationTime: new Date(fleet.createdMs),
    TerminationTime: terminatedMs === undefined ? undefined : new Date(terminatedMs),
    Status: fleet.status,
    ScriptId: scriptId,
    ScriptArn: scriptId === undefined ? undefined : arns.of('script', scriptId),
    NewGameSessionProtectionPolicy: fleet.protectionPolicy,
    OperatingSystem: fleet.operatingSystem,
    ResourceCreationLimitPolicy: fleet.creationLimit,
    MetricGroups: fleet.metricGroups,
    StoppedActions: isScalingStopped ? ['AUTO_SCALING'] : undefined,
    InstanceRoleArn: fleet.instanceRoleArn,
    CertificateConfiguration: fleet.certificateConfiguration,
    ComputeType: fleet.computeType,
    AnywhereConfiguration: fleet.anywhereConfiguration,
  };
}
