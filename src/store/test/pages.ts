import { expect } from 'vitest';
import type { Page, PageRequest } from '../store.ts';

/** All pages of a list, and how many records each had. */
export async function allPages<T>(
  limit: number,
  list: (page: PageRequest) => Promise<Page<T>>,
): Promise<{ items: T[]; sizes: number[] }> {
  const items: T[] = [];
  const sizes: number[] = [];
  let after: string | undefined;
  do {
    const page = await list({ after, limit });
    expect(page.next?.length ?? 0).toBeLessThanOrEqual(300);
    items.push(...page.items);
    sizes.push(page.items.length);
    after = page.next;
  } while (after !== undefined);
  return { items, sizes };
}
