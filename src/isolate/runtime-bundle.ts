import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { SOURCE_EXTENSION } from '../package-files.ts';

const RUNTIME_ENTRY = runtimeFile('main');
const PRIMORDIALS = runtimeFile('kernel/primordials');

/**
 * The runtime of `runtime-api/` and the libraries it uses, as one text that is evaluated before any script. It defines
 * `playpenRuntime`: see `runtime-api/main.ts`.
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
    plugins: [lateHashes],
  });
  return result.outputFiles[0]!.text;
}

/** The library of hashes is evaluated when a script asks for it, and needs BigInt then, which a strict realm has no more. */
const lateHashes: Plugin = {
  name: 'late hashes',
  setup: ({ onLoad }) => {
    onLoad({ filter: /@noble[\\/]hashes[\\/](_u64|sha2)\.js$/ }, async ({ path }) => ({
      contents: `import { NativeBigInt as BigInt } from ${JSON.stringify(PRIMORDIALS)};\n${await readFile(path, 'utf8')}`,
    }));
  },
};

function runtimeFile(name: string): string {
  return fileURLToPath(new URL(`../../runtime-api/${name}.${SOURCE_EXTENSION}`, import.meta.url));
}
