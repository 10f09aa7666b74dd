import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const MAX_GZIPPED_BYTES = 10_000;

const entryPoints = [fileURLToPath(new URL('./index.ts', import.meta.url))];

test('the client takes a browser no more than 10 kB, compressed', async () => {
  const { outputFiles } = await build({
    ...{ entryPoints, bundle: true, format: 'esm', platform: 'browser' },
    ...{ minify: true, write: false },
  });
  const [{ contents }] = outputFiles as [(typeof outputFiles)[0]];
  expect(gzipSync(contents).length).toBeLessThanOrEqual(MAX_GZIPPED_BYTES);
});

test('the client bundles for a browser, with nothing of Node.js in it', async () => {
  const { errors, warnings, metafile } = await build({
    entryPoints,
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
  // Only the client, the packet codec below it and their rows of the table of errors: nothing of the server, no package.
  expect(
    inputs.map(([path]) => path).filter(path => !/src\/(client\/|protocol\/|client-errors\.ts$)/.test(path)),
  ).toEqual([]);
});
