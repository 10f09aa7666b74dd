import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('the client bundles for a browser, with nothing of Node.js in it', async () => {
  const { errors, warnings, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  expect([errors, warnings]).toEqual([[], []]);
  const inputs = Object.entries(metafile.inputs);
  expect(inputs.flatMap(([, input]) => input.imports).filter(({ external }) => external)).toEqual([]);
  // Only the client, the packet codec below it and the table of errors: nothing of the server, no package.
  expect(
    inputs.map(([path]) => path).filter(path => !/src\/(client\/|protocol\/|errors\.ts$)/.test(path)),
  ).toEqual([]);
});
