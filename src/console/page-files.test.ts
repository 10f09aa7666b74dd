import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPageFiles } from './page-files.ts';

let folder: string;
let app: FastifyInstance;
beforeEach(async () => {
  folder = (await mkdtemp(join(tmpdir(), 'playpen-page-'))) + sep;
  app = fastify();
  app.post('/', async () => 'the service API');
  addPageFiles(app, folder);
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function build(): Promise<void> {
  await mkdir(`${folder}assets`);
  await writeFile(`${folder}index.html`, '<!doctype html>');
  await writeFile(`${folder}assets/index-abc.js`, 'page()');
}

test('the page is asked for anew each time, and its assets are kept', async () => {
  await build();
  const page = await app.inject('/');
  expect(page).toMatchObject({ statusCode: 200, body: '<!doctype html>' });
  expect(page.headers).toMatchObject({
    'content-type': expect.stringContaining('text/html'),
    'cache-control': 'no-cache',
  });
  const asset = await app.inject('/assets/index-abc.js');
  expect(asset).toMatchObject({ statusCode: 200, body: 'page()' });
  expect(asset.headers).toMatchObject({
    'content-type': expect.stringContaining('javascript'),
    'cache-control': expect.stringMatching(/max-age=31536000.*immutable/),
  });
});

test('no other site shows the page in a frame, and it runs no script but its own files', async () => {
  await build();
  for (const path of ['/', '/assets/index-abc.js']) {
    const { headers } = await app.inject(path);
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  }
});

test('without the page, what to run is said', async () => {
  const page = await app.inject('/');
  expect(page.statusCode).toBe(503);
  expect(page.body).toContain('npm run console');
});

test.each([
  '/assets/',
  '/assets/nothing.js',
  '/assets/../index.html',
  '/assets/..%2findex.html',
  '/index.html',
])('%s is no file of the page', async path => {
  await build();
  expect((await app.inject(path)).statusCode).toBeGreaterThanOrEqual(400);
});

test('what is posted to the same path stays the service API’s', async () => {
  expect((await app.inject({ method: 'POST', url: '/' })).body).toBe('the service API');
});
