import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { PlaypenError } from '../errors.ts';
import { isInside } from './paths.ts';

/** The most of a package.json that is read to find the entry. */
const MANIFEST_BYTES = 1024 * 1024;
const ENTRY_NAMES = ['index', 'script', 'main', 'server'];
const ENTRY_EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** Where a script is; absolute paths without symbolic links. */
export interface ScriptPlace {
  /** The file that exports `ssExports`. */
  entry: string;
  /** The folder that everything the script is made of must lie in. */
  root: string;
  /** The package.json that named the entry, if one did. */
  manifest: string | undefined;
}

/**
 * Finds the entry of a script: the file itself; or in a folder what its package.json calls `main`, else
 * `index`, `script`, `main` or `server` with an extension of JavaScript or TypeScript, in this order; else the
 * only file of such an extension.
 * It may turn out to lie outside of the folder, by a `main` or a symbolic link.
 * @param entry the very file of the folder that is meant; nothing is looked for then, and nothing outside is found
 * @throws {PlaypenError} script_not_found
 */
export async function locateScript(path: string, entry?: string): Promise<ScriptPlace> {
  let real: string;
  try {
    real = await realpath(resolve(path));
  } catch (cause) {
    throw new PlaypenError('script_not_found', path, { cause });
  }
  const status = await stat(real);
  if (entry !== undefined) return locateEntry(real, entry);
  if (status.isFile()) return { entry: real, root: dirname(real), manifest: undefined };
  if (!status.isDirectory()) {
    throw new PlaypenError('script_not_found', `${path} is neither a file nor a folder`);
  }
  return locateInFolder(path, real);
}

async function locateEntry(root: string, entry: string): Promise<ScriptPlace> {
  const file = await firstFile([join(root, entry)]);
  if (file !== undefined && isInside(root, file)) return { entry: file, root, manifest: undefined };
  throw new PlaypenError('script_not_found', `it holds no file "${entry}"`);
}

async function locateInFolder(path: string, root: string): Promise<ScriptPlace> {
  const manifest = join(root, 'package.json');
  const main = await readMain(manifest);
  if (main !== undefined) {
    const entry = await firstFile(candidates(join(root, main)));
    if (entry !== undefined) return { entry, root, manifest };
  }
  const entry =
    (await firstFile(ENTRY_NAMES.flatMap(name => withExtensions(join(root, name))))) ??
    (await onlyCodeFile(root));
  if (entry !== undefined) return { entry, root, manifest: undefined };
  throw new PlaypenError(
    'script_not_found',
    `the folder ${path} holds none of ${ENTRY_NAMES.map(name => `${name}.js`).join(', ')} (or .ts, .mjs, …); ` +
      'name the file itself, or name it as "main" in a package.json',
  );
}

async function readMain(manifest: string): Promise<string | undefined> {
  try {
    const status = await stat(manifest);
    if (!status.isFile() || status.size > MANIFEST_BYTES) return undefined;
    const text = (await readFile(manifest, 'utf8')).replace(/^\uFEFF/, '');
    const { main } = JSON.parse(text) as { main?: unknown };
    return typeof main === 'string' && main !== '' ? main : undefined;
  } catch {
    // As Node.js does: without a usable package.json the folder's usual names count.
    return undefined;
  }
}

/** The one file of JavaScript or TypeScript that lies in the folder itself; undefined when there are more. */
async function onlyCodeFile(root: string): Promise<string | undefined> {
  const names = await readdir(root);
  const code = names.filter(name => ENTRY_EXTENSIONS.includes(extname(name)) && !name.endsWith('.d.ts'));
  return code.length === 1 ? firstFile([join(root, code[0]!)]) : undefined;
}

function candidates(path: string): string[] {
  const own = extname(path) === '' ? [] : [path];
  return [...own, ...withExtensions(path), ...withExtensions(join(path, 'index'))];
}

function withExtensions(path: string): string[] {
  return ENTRY_EXTENSIONS.map(extension => `${path}${extension}`);
}

async function firstFile(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    const status = await stat(path).catch(() => undefined);
    if (status?.isFile()) return realpath(path);
  }
  return undefined;
}
