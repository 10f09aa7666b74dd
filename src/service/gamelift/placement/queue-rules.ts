import type {
  GameSessionQueueDestination,
  PlayerLatencyPolicy,
  PriorityConfiguration,
} from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { Store } from '../../../store/store.ts';
import { idOf, resourceTypeOf } from '../identifiers.ts';
import { invalidRequest, notFound } from '../service-error.ts';

const MIN_TIMEOUT_SECONDS = 10;
const MAX_TIMEOUT_SECONDS = 600;

/** Parts of a queue that a call gives. */
export interface QueueParts {
  TimeoutInSeconds?: number | undefined;
  PlayerLatencyPolicies?: readonly PlayerLatencyPolicy[] | undefined;
  Destinations?: readonly GameSessionQueueDestination[] | undefined;
  PriorityConfiguration?: PriorityConfiguration | undefined;
}

/**
 * Checks what no schema can say of a queue.
 * @throws {ServiceError} InvalidRequestException; NotFoundException for a destination that does not exist
 */
export async function requireQueueParts(
  store: Store,
  tenantId: string,
  parts: QueueParts,
  limits: Limits,
): Promise<void> {
  if (parts.TimeoutInSeconds !== undefined) requireTimeout(parts.TimeoutInSeconds);
  requireLatencyPolicies(parts.PlayerLatencyPolicies ?? [], limits.latencyPoliciesPerQueue);
  requirePriority(parts.PriorityConfiguration ?? {});
  await requireDestinations(store, tenantId, parts.Destinations ?? [], limits.destinationsPerQueue);
}

function requireTimeout(seconds: number): void {
  if (seconds >= MIN_TIMEOUT_SECONDS && seconds <= MAX_TIMEOUT_SECONDS) return;
  throw invalidRequest(
    `TimeoutInSeconds is ${seconds}; it must be ${MIN_TIMEOUT_SECONDS} to ${MAX_TIMEOUT_SECONDS}`,
  );
}

function requireLatencyPolicies(policies: readonly PlayerLatencyPolicy[], most: number): void {
  if (policies.length > most) {
    throw invalidRequest(`PlayerLatencyPolicies has ${policies.length} policies; ${most} are the most`);
  }
  const maxima = new Set<number>();
  for (const { MaximumIndividualPlayerLatencyMilliseconds: maximum } of policies) {
    if (maximum === undefined) {
      throw invalidRequest('each of PlayerLatencyPolicies needs MaximumIndividualPlayerLatencyMilliseconds');
    }
    if (maxima.has(maximum)) {
      throw invalidRequest(`PlayerLatencyPolicies has two policies of ${maximum} milliseconds; give one`);
    }
    maxima.add(maximum);
  }
}

function requirePriority({
  PriorityOrder: order = [],
  LocationOrder: locations = [],
}: PriorityConfiguration): void {
  if (new Set(order).size < order.length) {
    throw invalidRequest('PriorityConfiguration.PriorityOrder has a criterion twice; give each once');
  }
  if (new Set(locations).size < locations.length) {
    throw invalidRequest('PriorityConfiguration.LocationOrder has a location twice; give each once');
  }
  if (order.includes('LOCATION') && locations.length === 0) {
    throw invalidRequest('PriorityConfiguration.PriorityOrder has LOCATION; give LocationOrder as well');
  }
}

async function requireDestinations(
  store: Store,
  tenantId: string,
  destinations: readonly GameSessionQueueDestination[],
  most: number,
): Promise<void> {
  if (destinations.length > most) {
    throw invalidRequest(`Destinations has ${destinations.length} destinations; ${most} are the most`);
  }
  for (const { DestinationArn: arn = '' } of destinations) {
    const type = resourceTypeOf(arn);
    if (type !== 'fleet' && type !== 'alias') {
      throw invalidRequest(`DestinationArn "${arn}" is not the ARN of a fleet or an alias`);
    }
    const record = await store.get(type, tenantId, idOf(arn));
    const isGone = record === undefined || ('status' in record && record.status === 'TERMINATED');
    if (isGone) throw notFound(`DestinationArn: there is no ${type} "${idOf(arn)}"`);
  }
}
