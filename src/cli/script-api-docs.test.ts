import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACKS } from '../bridge/messages.ts';
import { TestHost } from '../host/test/harness.ts';
import { bundleScript } from '../scripts/bundle.ts';

const page = readFileSync(new URL('../../docs/script-api.md', import.meta.url), 'utf8');

/** The page from this heading to the next. */
function section(heading: string): string {
  const text = page.split(/^#+ /m).find(part => part.startsWith(`${heading}\n`));
  expect(text, heading).toBeDefined();
  return text!;
}

/** Every `name` in a text, sorted. */
function names(text: string): string[] {
  return [...text.matchAll(/`([\w/]+)`/g)].map(match => match[1]!).sort();
}

/** The names of methods and callbacks in the first column of a table. */
function firstColumn(text: string): string[] {
  return [...text.matchAll(/^\| `(\w+)\(/gm)].map(match => match[1]!).sort();
}

interface Found {
  modules: string[];
  globals: string[];
  methods: string[];
}

/** What a real isolate has of the names it is asked for. */
async function findInIsolate(host: TestHost, modules: string[], globals: string[]): Promise<Found> {
  const script = `
    const has = name => { try { return require(name) !== undefined; } catch { return false; } };
    exports.ssExports = {
      init(session) {
        const modules = ${JSON.stringify(modules)}.filter(has);
        const globals = ${JSON.stringify(globals)}.filter(name => globalThis[name] !== undefined);
        console.log('FOUND ' + JSON.stringify({ modules, globals, methods: Object.keys(session) }));
      },
    };`;
  await host.play(script);
  return JSON.parse((await host.scriptLine('FOUND ')).slice('FOUND '.length)) as Found;
}

const listedModules = names(section('Modules provided').split('\n\n')[1]!.split(': ')[1]!);
const listedGlobals = names(section('Globals').split('\n\n')[1]!);
const missingGlobals = names(section('Globals that are not there'));

const scripts = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(match => match[1]!);

let host: TestHost;
let folder: string;
let found: Found;
beforeAll(async () => {
  host = await TestHost.start();
  folder = await mkdtemp(join(tmpdir(), 'playpen-script-api-'));
  const modules = builtinModules.filter(name => !name.startsWith('_'));
  found = await findInIsolate(host, modules, [...listedGlobals, ...missingGlobals]);
});
afterAll(async () => {
  await host.stop();
  await rm(folder, { recursive: true });
});

describe('the page of the script API', () => {
  test('lists the modules of Node.js that an isolate has, and no others', () => {
    expect(listedModules).toEqual(found.modules.sort());
  });

  test('lists globals that an isolate has', () => {
    expect(found.globals.sort()).toEqual(listedGlobals);
  });

  test('has a row for every method of the session, and no others', () => {
    expect(firstColumn(section('The session object'))).toEqual(found.methods.sort());
  });

  test('has a row for every callback, and no others', () => {
    expect(firstColumn(section('Callbacks'))).toEqual([...CALLBACKS].sort());
  });

  test.each(scripts.map((text, index) => ({ text, name: `${index + 1}` })))(
    'shows scripts that run, as number $name does',
    async ({ text, name }) => {
      const path = join(folder, `${name}.js`);
      await writeFile(path, text);
      const session = await host.play((await bundleScript(path, { maxBytes: 100_000 })).code);
      expect(session.state).toBe('active');
    },
  );
});
