import { existsSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { PlaypenError } from '../errors.ts';
import { locateScript } from './locate-script.ts';
import { displayPath } from './paths.ts';
import type { ScriptBundle } from './script-bundle.ts';
import { type UnpackLimits, unpackZip } from './unpack-zip.ts';

/** The absolute path, without symbolic links, of a zip file; undefined when there is none at `path`. */
export async function zipAt(path: string): Promise<string | undefined> {
  if (extname(path).toLowerCase() !== '.zip') return undefined;
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

export interface ZipOptions extends UnpackLimits {
  /** The file that is meant, if one is named. */
  entry?: string | undefined;
}

/**
 * Bundles what a zip file holds: its own files, or those of the one folder in it. It is unpacked into a temporary
 * folder, which is gone afterwards; places in messages count from the top of the zip file.
 * @throws {PlaypenError} script_invalid, and as `bundleFolder` does
 */
export async function bundleZip(
  zip: string,
  options: ZipOptions,
  bundleFolder: (folder: string) => Promise<ScriptBundle>,
): Promise<ScriptBundle> {
  return inUnpacked(zip, options, async (folder, inZip) => {
    const bundle = await bundleFolder(await contentsOf(folder, options.entry));
    return { ...bundle, entry: zip, root: zip, inputs: [zip], warnings: bundle.warnings.map(inZip) };
  });
}

/**
 * Unpacks a zip file as `bundleZip` does, and looks whether it holds all of these files.
 * @throws {PlaypenError} script_invalid, script_not_found
 */
export async function checkZip(zip: string, limits: UnpackLimits, entries: Iterable<string>): Promise<void> {
  await inUnpacked(zip, limits, async folder => {
    for (const entry of entries) await locateScript(await contentsOf(folder, entry), entry);
  });
}

async function inUnpacked<T>(
  zip: string,
  limits: UnpackLimits,
  use: (folder: string, inZip: (text: string) => string) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'playpen-zip-')));
  const inZip = (text: string): string => nameInZip(text, folder, basename(zip));
  try {
    await unpackZip(zip, folder, limits);
    return await use(folder, inZip);
  } catch (error) {
    if (!(error instanceof PlaypenError)) throw error;
    throw new PlaypenError(error.code, inZip(error.detail), { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Many programs pack a folder by itself rather than what is in it. A named file may count from either. */
async function contentsOf(folder: string, entry?: string): Promise<string> {
  if (entry !== undefined && existsSync(join(folder, entry))) return folder;
  const entries = await readdir(folder, { withFileTypes: true });
  const [only] = entries;
  return entries.length === 1 && only!.isDirectory() ? join(folder, only!.name) : folder;
}

/** A message without the temporary folder, in either way that messages show paths. */
function nameInZip(text: string, folder: string, zipName: string): string {
  return [folder, displayPath(folder)].reduce(
    (named, shown) => named.replaceAll(join(shown, '/'), '').replaceAll(shown, zipName),
    text,
  );
}
