import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CAPS } from './caps.ts';
import { REMOVED_GLOBALS, STRICT_REMOVED_GLOBALS } from './removals.ts';

const page = readFileSync(new URL('../../docs/strict-profile.md', import.meta.url), 'utf8');

test('the page of the profiles has a row for each cap with its value, and no others', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| ([\d,]+) \|/gm)];
  expect(
    Object.fromEntries(rows.map(([, name, value]) => [name, Number(value!.replaceAll(',', ''))])),
  ).toEqual(CAPS);
});

test.each([
  ['these globals are missing:', REMOVED_GLOBALS],
  ['these globals are missing besides:', STRICT_REMOVED_GLOBALS],
])('the page of the profiles names every global after "%s", and no others', (start, names) => {
  const line = page.split('\n').find(text => text.includes(start))!;
  const cell = line.slice(line.indexOf(start), line.indexOf(' | ', line.indexOf(start)));
  expect([...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual([...names]);
});
