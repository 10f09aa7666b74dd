import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LIMITS } from './limits.ts';

const SOURCE = fileURLToPath(new URL('../../', import.meta.url));

test('each limit whose metric the documentation promises is named where something reaches it', () => {
  const files = globSync(['src/**/*.ts', 'runtime-api/**/*.ts'], { cwd: SOURCE }).filter(
    file => !file.includes('test') && !/src\/limits\/(host|session|service|notification)-limits/.test(file),
  );
  const source = files.map(file => readFileSync(`${SOURCE}${file}`, 'utf8')).join('\n');
  const counted = Object.entries(LIMITS).filter(([, limit]) => !('isUncounted' in limit));
  const unnamed = counted.filter(([name]) => !source.includes(`'${name}'`)).map(([name]) => name);
  expect(unnamed).toEqual([]);
});
