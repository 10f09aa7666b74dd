import type { Limits } from '../../../limits/limits.ts';
import type { ResourceKind } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type Arns, idOf, resourceTypeOf } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { mergeTags, tagList, tagsOf } from '../tags.ts';

export interface TagDeps {
  store: Store;
  arns: Arns;
  limits: Limits;
}

/** What can have tags, by the type in its ARN. */
const TAGGED = {
  script: 'script',
  fleet: 'fleet',
  alias: 'alias',
  gamesessionqueue: 'queue',
  location: 'location',
  matchmakingruleset: 'ruleSet',
  matchmakingconfiguration: 'matchmakingConfiguration',
} as const satisfies Record<string, ResourceKind>;

export function tagOperations({ store, arns, limits }: TagDeps) {
  /**
   * The resource's ARN as this service writes it, whatever region and account it was given with.
   * @throws {ServiceError} InvalidRequestException, NotFoundException
   */
  async function ownArn(tenantId: string, arn: string): Promise<string> {
    const type = resourceTypeOf(arn);
    if (type === undefined) {
      throw invalidRequest(`ResourceARN "${arn}" is not an ARN (arn:aws:gamelift:<region>::<type>/<id>)`);
    }
    const id = idOf(arn);
    const isThere = isTagged(type) && (await store.get(TAGGED[type], tenantId, id)) !== undefined;
    if (!isThere) throw notFound(`there is no ${type} "${id}" to have tags`);
    return type === 'fleet' || type === 'script' || type === 'alias'
      ? arns.of(type, id)
      : arns.named(type, id);
  }

  return {
    TagResource: async ({ ResourceARN, Tags }, { tenantId }) => {
      const tags = tagsOf(Tags, limits.tagsPerResource);
      const arn = await ownArn(tenantId, ResourceARN);
      await store.updateTags(tenantId, arn, before => mergeTags(before, tags, limits.tagsPerResource));
      return {};
    },

    UntagResource: async ({ ResourceARN, TagKeys }, { tenantId }) => {
      const arn = await ownArn(tenantId, ResourceARN);
      const isRemoved = new Set(TagKeys);
      await store.updateTags(tenantId, arn, before =>
        Object.fromEntries(Object.entries(before).filter(([key]) => !isRemoved.has(key))),
      );
      return {};
    },

    ListTagsForResource: async ({ ResourceARN }, { tenantId }) => {
      const arn = await ownArn(tenantId, ResourceARN);
      return { Tags: tagList(await store.getTags(tenantId, arn)) };
    },
  } satisfies Operations;
}

function isTagged(type: string): type is keyof typeof TAGGED {
  return Object.hasOwn(TAGGED, type);
}
