import type { EventCode } from '@aws-sdk/client-gamelift';
import type { FleetRecord } from '../../store/records.ts';

/** Where what happens to a fleet is noted, for DescribeFleetEvents. */
export interface FleetEventSink {
  add(fleet: FleetRecord, code: EventCode, message: string): Promise<void>;
}
