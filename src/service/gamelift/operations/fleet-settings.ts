import type { IpPermission } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { FleetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type FleetSelection, locationOf } from '../fleet-selection.ts';
import { changedPermissions, requireRuntimeConfiguration, requireUsable } from '../fleet-settings.ts';
import type { Arns } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { asRefusal } from '../script-faults.ts';
import type { ScriptLibrary } from '../script-library.ts';
import { invalidRequest, notFound } from '../service-error.ts';

export interface FleetSettingsDeps {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  library: ScriptLibrary;
  limits: Limits;
  /** The ports that this machine is reached at, whatever a fleet's own rules are. */
  machinePorts(): IpPermission[];
}

/** What a fleet runs, and its port rules. */
export function fleetSettingsOperations(deps: FleetSettingsDeps) {
  const { store, arns, fleets, library, limits, machinePorts } = deps;

  /** @throws {ServiceError} NotFoundException; what `change` throws */
  async function update(
    { tenantId, id }: FleetRecord,
    change: (fleet: FleetRecord) => FleetRecord,
  ): Promise<FleetRecord> {
    const fleet = await store.update('fleet', tenantId, id, change);
    if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
    return fleet;
  }

  return {
    DescribeFleetPortSettings: async ({ FleetId, Location }, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, FleetId);
      const location = locationOf(fleet, Location);
      const own = fleet.computeType === 'ANYWHERE' ? [] : machinePorts();
      return {
        FleetId: fleet.id,
        FleetArn: arns.of('fleet', fleet.id),
        InboundPermissions: [...fleet.inboundPermissions, ...own],
        Location: location,
      };
    },

    UpdateFleetPortSettings: async (input, { tenantId }) => {
      const { InboundPermissionAuthorizations: authorize, InboundPermissionRevocations: revoke } = input;
      const { id } = await update(await fleets.fleet(tenantId, input.FleetId), fleet => {
        requireUsable(fleet);
        const inboundPermissions = changedPermissions(
          fleet.inboundPermissions,
          { authorize, revoke },
          limits,
        );
        return { ...fleet, inboundPermissions };
      });
      return { FleetId: id, FleetArn: arns.of('fleet', id) };
    },

    DescribeRuntimeConfiguration: async ({ FleetId }, { tenantId }) => {
      const { runtimeConfiguration } = await fleets.fleet(tenantId, FleetId);
      return { RuntimeConfiguration: runtimeConfiguration };
    },

    UpdateRuntimeConfiguration: async (input, { tenantId }) => {
      const { RuntimeConfiguration: runtimeConfiguration } = input;
      const before = await fleets.fleet(tenantId, input.FleetId);
      requireUsable(before);
      if (before.computeType === 'ANYWHERE') {
        throw invalidRequest(`fleet "${before.id}" is of ComputeType ANYWHERE and runs no server processes`);
      }
      requireRuntimeConfiguration(runtimeConfiguration, limits);
      await library.validateCurrent({ ...before, runtimeConfiguration }).catch((error: unknown) => {
        throw asRefusal(error);
      });
      const fleet = await update(before, record => {
        requireUsable(record);
        return { ...record, runtimeConfiguration };
      });
      return { RuntimeConfiguration: fleet.runtimeConfiguration };
    },
  } satisfies Operations;
}
