import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../host/test/harness.ts';
import { bundleScript } from '../scripts/bundle.ts';
import { createProgram } from './program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Of dev's table, which serve's text names. */
const SHARED_OPTIONS = [
  ...['--host', '--port', '--udp-ports', '--api-port', '--max-sessions', '--limits'],
  ...['--sandbox', '--worker-uids', '--json', '--log-level'],
];
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The contents of the README's only block in this language. */
function block(language: string): string {
  const blocks = [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  expect(blocks).toHaveLength(1);
  return blocks[0]![1]!;
}

describe('the first script of the README', () => {
  let host: TestHost;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playpen-readme-'));
    host = await TestHost.start();
  });
  afterAll(async () => {
    await host.stop();
    await rm(folder, { recursive: true });
  });

  test('gives the client beside it the answer that is promised', async () => {
    const promised = /It prints `([^`]+)`/.exec(readme)?.[1];
    expect(promised).toBeDefined();
    const script = join(folder, 'hello.js');
    await writeFile(script, block('js'));
    await host.play((await bundleScript(script, { maxBytes: 100_000 })).code);

    const program = join(folder, 'say-hello.mts');
    const source = block('ts')
      .replace('./src/client/index.ts', pathToFileURL(join(ROOT, 'src/client/index.ts')).href)
      .replace('port: 1900', `port: ${host.port}`);
    expect(source).toContain(`port: ${host.port}`);
    await writeFile(program, source);
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    expect(stdout.trim()).toBe(promised);
  });

  test('is as short as its heading says', () => {
    expect(readme).toContain('## A script in ten lines');
    expect(block('js').trim().split('\n').length).toBeLessThanOrEqual(10);
  });
});

test.for([
  ['dev', '## Command line', []],
  ['serve', '### Serve', SHARED_OPTIONS],
] as const)(
  'every option of %s is in its table of the README, with its default, and no other is',
  ([name, heading, leftOut]) => {
    const command = createProgram().commands.find(command => command.name() === name);
    const section = readme.slice(readme.indexOf(heading)).split(/^##/m)[1]!;
    const rows = [...section.matchAll(/^\| `(--[^`]+)` \| ([^|]*)\|/gm)];
    const shown = rows.map(row => ({ flags: row[1], fallback: row[2]!.trim() }));
    const options = command!.options
      .filter(option => !leftOut.some(flag => option.long === flag))
      .map(option => ({
        flags: option.flags,
        fallback: option.defaultValue === undefined ? '' : `${option.defaultValue}`,
      }));
    expect(shown).toEqual(options);
  },
);

test('every package has a line in the page of dependencies, and no other has', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const page = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8').split('## Node 26')[0]!;
  const listed = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(match => match[1]);
  expect(listed.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

/** The fragment by which a heading can be linked to: lower case, no punctuation, hyphens for blanks. */
function fragment(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

describe.each(pages)('%s', name => {
  const path = join(ROOT, name);
  const text = readFileSync(path, 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1]!);
  const inside = links.filter(link => !/^[a-z]+:/.test(link));

  test('links to files and headings that exist', () => {
    for (const link of inside) {
      const [file = '', heading] = link.split('#');
      const target = file === '' ? path : resolve(dirname(path), file);
      expect(existsSync(target), link).toBe(true);
      expect(relative(ROOT, target), link).not.toMatch(/^\.\./);
      if (heading === undefined) continue;
      const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(match =>
        fragment(match[1]!),
      );
      expect(headings, link).toContain(heading);
    }
  });

  test('names files of the source that exist', () => {
    const folders = ['', 'src', 'runtime-api'];
    const named = [...text.matchAll(/[\w-]+(?:\/[\w.-]+)+\.ts\b|`(?:src|runtime-api|docs)\/[\w./-]+`/g)];
    for (const [match] of named) {
      const file = match.replaceAll('`', '');
      const isThere = folders.some(folder => existsSync(join(ROOT, folder, file)));
      expect(isThere, file).toBe(true);
    }
  });
});
