import type { EventCode, FleetStatus } from '@aws-sdk/client-gamelift';
import type { FleetRecord } from '../../store/records.ts';

/** Where what happens to a fleet is noted, for DescribeFleetEvents. */
export interface FleetEventSink {
  add(fleet: FleetRecord, code: EventCode, message: string): Promise<void>;
  /** A location of the fleet has entered a state; TERMINATED: it is gone. */
  locationEntered(fleet: FleetRecord, location: string, status: FleetStatus): Promise<void>;
}
