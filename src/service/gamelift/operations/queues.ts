import type { GameSessionQueue } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { QueueRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type Arns, idOf } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { listPage } from '../pages.ts';
import type { PlacementEngine } from '../placement/placement-engine.ts';
import { requireQueueParts } from '../placement/queue-rules.ts';
import { insertWithinQuota } from '../quota.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { tagsOf } from '../tags.ts';

const DEFAULT_TIMEOUT_SECONDS = 600;
const PAGE = 50;

export interface QueueDeps {
  store: Store;
  arns: Arns;
  placements: Pick<PlacementEngine, 'queueDeleted' | 'wake'>;
  limits: Limits;
  now(): number;
}

export function queueOperations({ store, arns, placements, limits, now }: QueueDeps) {
  function describe(queue: QueueRecord): GameSessionQueue {
    return {
      Name: queue.id,
      GameSessionQueueArn: arns.named('gamesessionqueue', queue.id),
      TimeoutInSeconds: queue.timeoutSeconds,
      PlayerLatencyPolicies: queue.latencyPolicies,
      Destinations: queue.destinations,
      FilterConfiguration: queue.filter,
      PriorityConfiguration: queue.priority,
      CustomEventData: queue.customEventData,
      NotificationTarget: queue.notificationTarget,
    };
  }

  return {
    CreateGameSessionQueue: async (input, { tenantId }) => {
      const tags = tagsOf(input.Tags, limits.tagsPerResource);
      await requireQueueParts(store, tenantId, input, limits);
      const queue: QueueRecord = {
        tenantId,
        id: input.Name,
        createdMs: now(),
        timeoutSeconds: input.TimeoutInSeconds ?? DEFAULT_TIMEOUT_SECONDS,
        latencyPolicies: input.PlayerLatencyPolicies ?? [],
        destinations: input.Destinations ?? [],
        filter: input.FilterConfiguration,
        priority: input.PriorityConfiguration,
        customEventData: input.CustomEventData || undefined,
        notificationTarget: input.NotificationTarget || undefined,
      };
      // The operation has no ConflictException
      if (!(await insertWithinQuota(store, 'queue', queue, limits.queuesPerTenant))) {
        throw invalidRequest(
          `there is a queue "${queue.id}" already; choose another Name or update that one`,
        );
      }
      await store.updateTags(tenantId, arns.named('gamesessionqueue', queue.id), () => tags);
      return { GameSessionQueue: describe(queue) };
    },

    DescribeGameSessionQueues: async (input, { tenantId }) => {
      const names = [...new Set((input.Names ?? []).map(idOf))];
      if (names.length > PAGE)
        throw invalidRequest(`Names has ${names.length} names; ask for ${PAGE} at most`);
      if (names.length > 0) {
        const found = await Promise.all(names.map(name => store.get('queue', tenantId, name)));
        const queues = found.filter(queue => queue !== undefined);
        if (names.length === 1 && queues.length === 0) throw notFound(`there is no queue "${names[0]}"`);
        return { GameSessionQueues: queues.map(describe) };
      }
      const list = (page: Parameters<Store['list']>[2]) => store.list('queue', tenantId, page);
      const { items, nextToken } = await listPage(input, ['DescribeGameSessionQueues'], list, PAGE);
      return { GameSessionQueues: items.map(describe), NextToken: nextToken };
    },

    UpdateGameSessionQueue: async (input, { tenantId }) => {
      const name = idOf(input.Name);
      await requireQueueParts(store, tenantId, input, limits);
      const updated = await store.update('queue', tenantId, name, queue => ({
        ...queue,
        timeoutSeconds: input.TimeoutInSeconds ?? queue.timeoutSeconds,
        latencyPolicies: input.PlayerLatencyPolicies ?? queue.latencyPolicies,
        destinations: input.Destinations ?? queue.destinations,
        filter: input.FilterConfiguration ?? queue.filter,
        priority: input.PriorityConfiguration ?? queue.priority,
        customEventData: (input.CustomEventData ?? queue.customEventData) || undefined,
        notificationTarget: (input.NotificationTarget ?? queue.notificationTarget) || undefined,
      }));
      if (updated === undefined) throw notFound(`there is no queue "${name}"`);
      placements.wake();
      return { GameSessionQueue: describe(updated) };
    },

    DeleteGameSessionQueue: async ({ Name }, { tenantId }) => {
      const name = idOf(Name);
      const queue = await store.get('queue', tenantId, name);
      const isRemoved = queue !== undefined && (await store.remove('queue', tenantId, name));
      if (!isRemoved) throw notFound(`there is no queue "${name}"`);
      await store.updateTags(tenantId, arns.named('gamesessionqueue', name), () => ({}));
      await placements.queueDeleted(queue);
      return {};
    },
  } satisfies Operations;
}
