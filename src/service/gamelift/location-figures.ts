import type { FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { fleetCapacity } from './fleet-capacity.ts';

/** What a fleet is, and what it is used for, in one location at one moment. */
export interface LocationFigures {
  desired: number;
  min: number;
  max: number;
  /** Instances wanted that are not there: this machine is one and no more. */
  pending: number;
  active: number;
  /** Active ones without a game session. */
  idle: number;
  /** Instances not wanted any more, which still have game sessions. */
  terminating: number;
  /** Game sessions there is room for, and how many more may be ACTIVATING. */
  slots: number;
  activatable: number;
  activatingSessions: number;
  activeSessions: number;
  /** ACTIVATING, ACTIVE and TERMINATING ones, which take a slot each. */
  takenSlots: number;
  players: number;
  maximumPlayers: number;
}

type SessionCounts = Awaited<ReturnType<Store['countGameSessions']>>;

/** @param counts of this fleet, in all of its locations */
export function locationFigures(
  fleet: FleetRecord,
  location: string,
  counts: SessionCounts,
): LocationFigures {
  const { desired = 0, min = 0, max = 0 } = fleet.locations[location] ?? {};
  const { slots, activating } = fleetCapacity(fleet, location);
  const here = counts.filter(count => count.location === location && isLive(count.status));
  const sessionsThatAre = (status: string) =>
    sum(
      here.filter(count => count.status === status),
      'sessions',
    );
  const takenSlots = sum(here, 'sessions');
  const activatingSessions = sessionsThatAre('ACTIVATING');
  const active = isOn(fleet, location) ? 1 : 0;
  return {
    desired,
    min,
    max,
    pending: Math.max(0, desired - active),
    active,
    idle: takenSlots === 0 ? active : 0,
    terminating: active === 0 && takenSlots > 0 ? 1 : 0,
    slots,
    activatable: Math.max(0, activating - activatingSessions),
    activatingSessions,
    activeSessions: sessionsThatAre('ACTIVE'),
    takenSlots,
    players: sum(here, 'players'),
    maximumPlayers: sum(here, 'maximumPlayers'),
  };
}

/** Whether this machine is an instance of the fleet there; never of an ANYWHERE fleet, which brings its own. */
export function isOn(fleet: FleetRecord, location: string): boolean {
  const place = fleet.locations[location];
  return (
    fleet.computeType === 'EC2' &&
    fleet.status === 'ACTIVE' &&
    place?.status === 'ACTIVE' &&
    place.desired > 0
  );
}

function isLive(status: string): boolean {
  return status === 'ACTIVATING' || status === 'ACTIVE' || status === 'TERMINATING';
}

function sum(counts: SessionCounts, figure: 'sessions' | 'players' | 'maximumPlayers'): number {
  return counts.reduce((total, count) => total + count[figure], 0);
}
