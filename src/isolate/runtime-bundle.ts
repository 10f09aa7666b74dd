import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { LibraryName } from '../../runtime-api/modules/late-library.ts';
import { RUNTIME_FILE } from '../bridge/entry.ts';
import { SOURCE_EXTENSION } from '../package-files.ts';
import { type InspectParts, splitInspect } from './inspect-parts.ts';
import { joinRuntime } from './runtime-text.ts';

const INSPECT_FILE = createRequire(import.meta.url).resolve('node-inspect-extracted');
const RUNTIME_FOLDER = fileURLToPath(new URL('../../runtime-api', import.meta.url));

/** What `loadLibrary` gives for each name, but for `inspect`. */
const LIBRARIES: Readonly<Record<Exclude<LibraryName, 'inspect'>, string>> = {
  events: `module.exports = require('events');`,
  hashes: `
    export { hmac } from '@noble/hashes/hmac.js';
    export { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
    export { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';`,
  path: `module.exports = require('path-browserify');`,
  url: `
    exports.URL = require('core-js-pure/stable/url/index.js');
    exports.URLSearchParams = require('core-js-pure/stable/url-search-params/index.js');`,
};

/**
 * The runtime of `runtime-api/` and the libraries it uses, as one text that is evaluated before any script. It defines
 * `playpenRuntime`: see `runtime-api/main.ts`.
 */
export function bundleRuntime(): Promise<string> {
  return bundleForIsolate(`${RUNTIME_FOLDER}/main.${SOURCE_EXTENSION}`, 'playpenRuntime');
}

/** Bundles a module of ours, with what it imports, into one script that defines the global `name`. */
export async function bundleForIsolate(
  entry: string,
  name: string,
  morePlugins: readonly Plugin[] = [],
): Promise<string> {
  const plugins = [inspectPrimordials, ...morePlugins];
  const runtime = await bundle({ entryPoints: [entry], globalName: name, plugins });
  const libraries = Object.entries(LIBRARIES).map(async ([library, contents]) => [
    library,
    await bundleLibrary(contents),
  ]);
  const texts = Object.fromEntries(await Promise.all(libraries));
  return joinRuntime({ ...texts, inspect: await wrapInspect() }, runtime);
}

/** As an expression: see `LibraryTexts`. */
async function bundleLibrary(contents: string): Promise<string> {
  const text = await bundle({
    stdin: { contents, resolveDir: RUNTIME_FOLDER },
    globalName: 'library',
    plugins: [lateHashes],
  });
  return asFunction(`${text}return library;`);
}

/** Not by the bundler, whose helpers would look up globals when they are the script's. */
async function wrapInspect(): Promise<string> {
  const { rest } = await readInspect();
  return asFunction(`return ${rest};`);
}

function asFunction(body: string): string {
  return `(function (natives) {${body}})\n//# sourceURL=${RUNTIME_FILE}`;
}

async function bundle(options: BuildOptions): Promise<string> {
  const result = await build({
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    // The libraries' CommonJS files refer to each other by names that only `main` resolves.
    mainFields: ['module', 'main'],
    target: 'es2024',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'silent',
    ...options,
  });
  return result.outputFiles![0]!.text;
}

/** The library of hashes needs BigInt when it is evaluated, and a strict realm has it no more. */
const lateHashes: Plugin = {
  name: 'late hashes',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@noble[\\/]hashes[\\/](_u64|sha2)\.js$/ }, async ({ path }) => ({
      contents: `const { BigInt } = natives;\n${await readFile(path, 'utf8')}`,
    }));
  },
};

/** What the library that inspects values takes of the language, which is there before any script. */
const inspectPrimordials: Plugin = {
  name: 'primordials of inspect',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^node-inspect-extracted\/primordials$/ }, () => ({
      path: INSPECT_FILE,
      namespace: 'primordials',
    }));
    onLoad({ filter: /./, namespace: 'primordials' }, async () => ({
      contents: (await readInspect()).primordials,
    }));
  },
};

async function readInspect(): Promise<InspectParts> {
  return splitInspect(await readFile(INSPECT_FILE, 'utf8'));
}
