import type { EventCode } from '@aws-sdk/client-gamelift';
import { type ErrorCode, PlaypenError } from '../../errors.ts';
import { invalidRequest } from './service-error.ts';

/** What a script itself is to blame for when it cannot be run, with the event of a fleet that fails by it. */
const FAULT_EVENTS: Partial<Record<ErrorCode, EventCode>> = {
  script_not_found: 'FLEET_VALIDATION_LAUNCH_PATH_NOT_FOUND',
  script_invalid: 'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE',
  script_failed: 'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE',
  script_timeout: 'FLEET_VALIDATION_TIMED_OUT',
  script_memory: 'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE',
  script_crashed: 'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE',
  script_refused: 'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE',
};

/** The event of a fleet that fails by this error; undefined when its script is not to blame. */
export function faultEvent(error: unknown): EventCode | undefined {
  return error instanceof PlaypenError ? FAULT_EVENTS[error.code] : undefined;
}

/** What a call is answered with that brought a script which cannot be run; other errors as they are. */
export function asRefusal(error: unknown): unknown {
  return faultEvent(error) === undefined ? error : invalidRequest((error as PlaypenError).message);
}
