import type { FleetRecord } from '../../store/records.ts';
import type { Capacity } from '../../store/store.ts';

/**
 * What a fleet has room for in one location: this machine is one instance in each location of each fleet, and each
 * server process of the runtime configuration is a slot for one game session.
 */
export function fleetCapacity(fleet: FleetRecord, location: string): Capacity {
  const place = fleet.locations[location];
  const isOn = fleet.status === 'ACTIVE' && place?.status === 'ACTIVE' && place.desired > 0;
  const slots = isOn ? processCount(fleet) : 0;
  const activating = fleet.runtimeConfiguration?.MaxConcurrentGameSessionActivations ?? slots;
  return { slots, activating: Math.min(activating, slots) };
}

/** Server processes on one instance. */
export function processCount({ runtimeConfiguration }: Pick<FleetRecord, 'runtimeConfiguration'>): number {
  const processes = runtimeConfiguration?.ServerProcesses ?? [];
  return processes.reduce((sum, { ConcurrentExecutions = 0 }) => sum + ConcurrentExecutions, 0);
}
