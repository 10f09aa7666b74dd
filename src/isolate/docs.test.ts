import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CommandKind, EventKind } from '../bridge/messages.ts';
import { ReplyKind, RequestKind } from './frames.ts';

const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');

test.each([
  ['host to worker', RequestKind],
  ['worker to host', ReplyKind],
  ['event', EventKind],
  ['command', CommandKind],
])('the page of the architecture has a row for each kind of "%s", and no others', (title, kinds) => {
  const table = page.split('\n\n').find(part => part.startsWith(`| kind | ${title} |`));
  const rows = [...(table ?? '').matchAll(/^\| (\d+) \| `(\w+)` \|/gm)];
  expect(Object.fromEntries(rows.map(([, kind, name]) => [name, Number(kind)]))).toEqual(kinds);
});
