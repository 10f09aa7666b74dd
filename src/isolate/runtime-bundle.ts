import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { SOURCE_EXTENSION } from '../package-files.ts';

const RUNTIME_ENTRY = fileURLToPath(new URL(`../../runtime-api/main.${SOURCE_EXTENSION}`, import.meta.url));

/**
 * The runtime of `runtime-api/` and the libraries it uses, as one text that each isolate evaluates before its
 * script. It defines `playpenRuntime`, whose `boot` gives the isolate's entry.
 */
export function bundleRuntime(): Promise<string> {
  return bundleForIsolate(RUNTIME_ENTRY, 'playpenRuntime');
}

/** Bundles a module of ours, with what it imports, into one script that defines the global `name`. */
export async function bundleForIsolate(entry: string, name: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: name,
    platform: 'neutral',
    // The libraries' CommonJS files refer to each other by names that only `main` resolves.
    mainFields: ['module', 'main'],
    target: 'es2024',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [libraries],
  });
  return result.outputFiles[0]!.text;
}

const NATIVES = fileURLToPath(
  new URL(`../../runtime-api/kernel/primordials.${SOURCE_EXTENSION}`, import.meta.url),
);

const libraries: Plugin = {
  name: 'libraries',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@noble[\\/]hashes[\\/](_u64|sha2)\.js$/ }, async ({ path }) => ({
      contents: `import { NativeBigInt as BigInt } from ${JSON.stringify(NATIVES)};\n${await readFile(path, 'utf8')}`,
    }));
  },
};
