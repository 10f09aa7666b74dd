import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a file is called while it is written; whoever opens the folder next removes what is called so. */
export const UNFINISHED_SUFFIX = '.tmp';

/**
 * Replaces a file so that, whatever happens to the process or the machine, it holds either what it held before or
 * all of `contents`. It holds `contents` once this has resolved. No two calls for one path may overlap.
 * @param mode of the file; default: what new files get
 */
export async function writeDurably(path: string, contents: Buffer | string, mode?: number): Promise<void> {
  const unfinished = `${path}${UNFINISHED_SUFFIX}`;
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(contents);
      if (mode !== undefined) await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes what was created, renamed and removed in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; it writes names to disk by itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
