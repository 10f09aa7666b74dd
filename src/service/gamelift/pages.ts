import { createHash } from 'node:crypto';
import type { Page, PageRequest } from '../../store/store.ts';
import { invalidRequest } from './service-error.ts';

/** Records on a page when a call does not say how many. */
const DEFAULT_LIMIT = 100;
const QUERY_HASH_LENGTH = 12;

export interface PagedInput {
  Limit?: number | undefined;
  NextToken?: string | undefined;
}

/**
 * Lists a page at a time. A `NextToken` is the store's own place in the list with a hash of the query it belongs
 * to, in base64url; that of another query is refused.
 * @param query all that decides what is in the list, and in which order
 * @param maxLimit the most records on a page, whatever `Limit` asks for
 * @throws {ServiceError} InvalidRequestException for a NextToken that is not of this query
 */
export async function listPage<T>(
  input: PagedInput,
  query: readonly unknown[],
  list: (page: PageRequest) => Promise<Page<T>>,
  maxLimit = DEFAULT_LIMIT,
): Promise<{ items: T[]; nextToken: string | undefined }> {
  const hash = createHash('sha256')
    .update(JSON.stringify(query))
    .digest('base64url')
    .slice(0, QUERY_HASH_LENGTH);
  const after = input.NextToken === undefined ? undefined : placeIn(input.NextToken, hash);
  const { items, next } = await list({ after, limit: Math.min(input.Limit ?? maxLimit, maxLimit) });
  const nextToken = next === undefined ? undefined : Buffer.from(`${hash}${next}`).toString('base64url');
  return { items, nextToken };
}

function placeIn(token: string, hash: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(hash)) {
    throw invalidRequest('NextToken does not belong to this request; begin again without one');
  }
  return text.slice(hash.length);
}

/** All of a list that is kept short by a quota. */
export async function wholeList<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = await list({ after, limit: DEFAULT_LIMIT });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

/** A page of those items of a list that are wanted. Passes over the others, so they should be few. */
export async function pageWhere<T>(
  { after, limit }: PageRequest,
  list: (page: PageRequest) => Promise<Page<T>>,
  isWanted: (item: T) => boolean,
): Promise<Page<T>> {
  const items: T[] = [];
  let next = after;
  do {
    const page = await list({ after: next, limit: limit - items.length });
    items.push(...page.items.filter(isWanted));
    next = page.next;
  } while (next !== undefined && items.length < limit);
  return { items, next };
}

/** A page of what is in memory already, for lists that are short. */
export function pageOfArray<T>(items: readonly T[], { after = '0', limit }: PageRequest): Page<T> {
  const from = Number(after);
  const to = from + limit;
  return { items: items.slice(from, to), next: to < items.length ? String(to) : undefined };
}
