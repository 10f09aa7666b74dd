import { readFile } from 'node:fs/promises';
import * as sdk from '@aws-sdk/client-gamelift';
import { expect, test } from 'vitest';
import type { Operations } from './operation.ts';
import { disagreementsWith, operationRows } from './operation-states.ts';
import { EMPTY_LIST_OPERATIONS } from './operations/empty-lists.ts';
import { withOperationTables } from './operations-page.ts';

const rows = operationRows();

test('each of the 120 operations that the SDK has is in the table once', () => {
  const ofSdk = Object.keys(sdk).flatMap(name => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
  expect(rows.map(({ name }) => name as string).toSorted()).toEqual(ofSdk.toSorted());
  expect(rows).toHaveLength(120);
});

test('those with empty lists are those that have one', () => {
  const empty = rows.filter(({ state }) => state === 'empty list').map(({ name }) => name as string);
  expect(Object.keys(EMPTY_LIST_OPERATIONS).toSorted()).toEqual(empty.toSorted());
});

test('handlers agree with the table when each supported operation has one, and no other', () => {
  const supported = rows.filter(({ state }) => state === 'supported');
  const operations: Operations = Object.fromEntries(
    supported.map(({ name }) => [name, async () => undefined]),
  );
  expect(disagreementsWith(operations)).toEqual([]);
  const { CreateFleet: _, ...others } = operations;
  expect(disagreementsWith({ ...others, CreateBuild: async () => undefined })).toEqual([
    'CreateBuild has a handler and is said to be: not applicable',
    'CreateFleet is said to be supported and has no handler',
  ]);
});

test('the page of the service API says what the table says; otherwise: npm run docs', async () => {
  const page = await readFile(new URL('../../../docs/service-api.md', import.meta.url), 'utf8');
  expect(withOperationTables(page)).toBe(page);
});

test('a page without a place for the table is an error', () => {
  expect(() => withOperationTables('# The service API')).toThrow('no place');
});
