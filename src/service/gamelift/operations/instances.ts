import type { Compute, EC2InstanceLimit, Instance } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { FleetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type FleetSelection, locationOf } from '../fleet-selection.ts';
import { type Arns, idOf } from '../identifiers.ts';
import { isOn, locationFigures } from '../location-figures.ts';
import type { Machine } from '../machine.ts';
import type { Operations } from '../operation.ts';
import { listPage, pageOfArray, wholeList } from '../pages.ts';
import { invalidRequest, notFound } from '../service-error.ts';

export interface InstanceDeps {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  machine: Machine;
  limits: Limits;
}

/** This machine, seen as the instance and as the compute of fleets. */
export function instanceOperations({ store, arns, fleets, machine, limits }: InstanceDeps) {
  async function instanceIn(fleet: FleetRecord, location: string): Promise<Instance | undefined> {
    const counts = await store.countGameSessions(fleet.tenantId, fleet.id);
    const { active, terminating } = locationFigures(fleet, location, counts);
    if (active + terminating === 0) return undefined;
    return {
      FleetId: fleet.id,
      FleetArn: arns.of('fleet', fleet.id),
      InstanceId: machine.instanceId,
      IpAddress: machine.ipAddress,
      DnsName: machine.dnsName,
      Type: fleet.instanceType as Instance['Type'],
      Status: active > 0 ? 'ACTIVE' : 'TERMINATING',
      CreationTime: new Date(fleet.createdMs),
      Location: location,
    };
  }

  function computeIn(fleet: FleetRecord, location: string): Compute {
    return {
      FleetId: fleet.id,
      FleetArn: arns.of('fleet', fleet.id),
      ComputeName: machine.instanceId,
      ComputeArn: `arn:aws:gamelift:${arns.place.region}:${arns.place.accountId}:compute/${machine.instanceId}`,
      IpAddress: machine.ipAddress,
      DnsName: machine.dnsName,
      ComputeStatus: 'ACTIVE',
      Location: location,
      CreationTime: new Date(fleet.createdMs),
      Type: fleet.instanceType as Compute['Type'],
      InstanceId: machine.instanceId,
    };
  }

  function computesOf(fleet: FleetRecord): Compute[] {
    const locations = Object.keys(fleet.locations).filter(location => isOn(fleet, location));
    return locations.map(location => computeIn(fleet, location));
  }

  return {
    DescribeInstances: async (input, { tenantId }) => {
      const { FleetId, InstanceId } = input;
      const fleet = await fleets.fleet(tenantId, FleetId);
      if (fleet.computeType === 'ANYWHERE') {
        throw invalidRequest(
          `fleet "${fleet.id}" is an ANYWHERE fleet; ask ListCompute for what it consists of`,
        );
      }
      const location = locationOf(fleet, input.Location);
      const instance = await instanceIn(fleet, location);
      if (InstanceId !== undefined && InstanceId !== instance?.InstanceId) {
        throw notFound(`fleet "${fleet.id}" has no instance "${InstanceId}" in ${location}`);
      }
      return { Instances: instance === undefined ? [] : [instance] };
    },

    ListCompute: async (input, { tenantId }) => {
      const { Location, ComputeStatus, ContainerGroupDefinitionName } = input;
      const fleet = await store.get('fleet', tenantId, idOf(input.FleetId));
      // The operation has no NotFoundException
      if (fleet === undefined) throw invalidRequest(`there is no fleet "${input.FleetId}"`);
      if (Location !== undefined) locationOf(fleet, Location);
      const computes = computesOf(fleet).filter(
        compute =>
          (Location === undefined || compute.Location === Location) &&
          (ComputeStatus === undefined || compute.ComputeStatus === ComputeStatus) &&
          ContainerGroupDefinitionName === undefined,
      );
      const query = ['ListCompute', fleet.id, Location, ComputeStatus, ContainerGroupDefinitionName];
      const { items, nextToken } = await listPage(input, query, async page => pageOfArray(computes, page));
      return { ComputeList: items, NextToken: nextToken };
    },

    DescribeCompute: async ({ FleetId, ComputeName }, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, FleetId);
      const name = idOf(ComputeName);
      const compute = computesOf(fleet).find(one => one.ComputeName === name);
      if (compute === undefined) throw notFound(`fleet "${fleet.id}" has no compute "${name}"`);
      return { Compute: compute };
    },

    DescribeEC2InstanceLimits: async ({ EC2InstanceType: type, Location }, { tenantId }) => {
      const location = Location ?? arns.place.region;
      const all = await wholeList(page => store.list('fleet', tenantId, page));
      const current = new Map<string, number>(type === undefined ? [] : [[type, 0]]);
      for (const fleet of all) {
        if (fleet.instanceType === undefined || !Object.hasOwn(fleet.locations, location)) continue;
        if (type !== undefined && fleet.instanceType !== type) continue;
        const instances = isOn(fleet, location) ? 1 : 0;
        current.set(fleet.instanceType, (current.get(fleet.instanceType) ?? 0) + instances);
      }
      const rows = [...current].map(([instanceType, instances]) => ({
        EC2InstanceType: instanceType as EC2InstanceLimit['EC2InstanceType'],
        CurrentInstances: instances,
        InstanceLimit: limits.instancesPerLocation,
        Location: location,
      }));
      return { EC2InstanceLimits: rows };
    },
  } satisfies Operations;
}
