import type { FleetRecord } from '../../../store/records.ts';
import type { Capacity, GameSessionClaim } from '../../../store/store.ts';
import { processCount } from '../fleet-capacity.ts';
import { ServiceError } from '../service-error.ts';

type RefusedClaim = Exclude<GameSessionClaim, { session: unknown }>;

interface Wanted {
  fleet: FleetRecord;
  location: string;
  capacity: Capacity;
}

/** Why a game session was not begun, with what there is and what of it is taken. */
export function refusedClaim(claim: RefusedClaim, { fleet, location, capacity }: Wanted): ServiceError {
  const where = `fleet ${fleet.id} in ${location}`;
  switch (claim.outcome) {
    case 'creator_limit':
      return new ServiceError(
        'LimitExceededException',
        `The creator has begun as many game sessions as the ResourceCreationLimitPolicy of fleet ${fleet.id} allows; wait until its period is over.`,
      );
    case 'too_many_activating':
      return new ServiceError(
        'FleetCapacityExceededException',
        `Unable to reserve a process on ${where}: ${claim.activating} game sessions are ACTIVATING and ` +
          `MaxConcurrentGameSessionActivations allows ${capacity.activating}.`,
      );
    case 'no_slot':
      return new ServiceError(
        'FleetCapacityExceededException',
        capacity.slots === 0
          ? `Unable to reserve a process on ${where}: its desired capacity is 0, so its ${processCount(fleet)} processes are off.`
          : `Unable to reserve a process on ${where}: of ${capacity.slots} processes, ${claim.taken} host game sessions ` +
              `(${claim.activating} of them ACTIVATING) and ${Math.max(0, capacity.slots - claim.taken)} are idle.`,
      );
  }
}
