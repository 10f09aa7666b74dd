import type { ResourceKind, ResourceKinds } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { wholeList } from './pages.ts';
import { ServiceError } from './service-error.ts';

/**
 * Inserts a record if its tenant has room for another of its kind. Of calls that come at once as many succeed as
 * there is room for: all insert theirs, and those that are not among the first `quota` take theirs back.
 * @param isCounted whether a record takes up room; default: each does
 * @returns false, and nothing done, when the tenant has one with the id
 * @throws {ServiceError} LimitExceededException
 */
export async function insertWithinQuota<K extends ResourceKind>(
  store: Store,
  kind: K,
  record: ResourceKinds[K],
  quota: number,
  isCounted: (record: ResourceKinds[K]) => boolean = () => true,
): Promise<boolean> {
  const { tenantId, id } = record;
  if (!(await store.insert(kind, record))) return false;
  const items = (await wholeList(page => store.list(kind, tenantId, page))).filter(isCounted);
  if (items.length <= quota || items.slice(0, quota).some(item => item.id === id)) return true;
  await store.remove(kind, tenantId, id);
  throw new ServiceError(
    'LimitExceededException',
    `there are ${quota} of kind ${kind} already; delete one first`,
  );
}
