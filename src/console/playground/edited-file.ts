import { isUtf8 } from 'node:buffer';
import { access, constants, open } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { PlaypenError } from '../../errors.ts';
import { writeDurably } from '../../scripts/durable-file.ts';
import { locateScript } from '../../scripts/locate-script.ts';

const PERMISSIONS = 0o7777;

/** The one file of a script that is edited in the page, as it was found now. */
export interface EditedFile {
  /** Absolute, without symbolic links. */
  path: string;
  /** Of the script. */
  root: string;
  /** Without folders. */
  name: string;
  text: string;
  /** Why it cannot be written; undefined when it can. */
  readOnlyBecause?: string;
  /** Of the file. */
  mode: number;
}

/**
 * The script's file, or the one that its folder's script begins with.
 * @param script a file or a folder
 * @throws {PlaypenError} `playground_read_only` when it is no text of so many bytes; `script_not_found`
 */
export async function readEditedFile(script: string, maxBytes: number): Promise<EditedFile> {
  const { entry: path, root } = await locateScript(script);
  const name = basename(path);
  if (extname(path).toLowerCase() === '.zip') throw readOnly(`${name} is a zip file; run its folder instead`);
  await using file = await open(path);
  const { mode, size } = await file.stat();
  if (size > maxBytes) throw readOnly(`${name} has ${size} bytes, and ${maxBytes} are allowed`);
  const bytes = await file.readFile();
  if (!isUtf8(bytes)) throw readOnly(`${name} is no UTF-8`);
  return {
    ...{ path, root, name, text: bytes.toString(), mode: mode & PERMISSIONS },
    ...((await isWritable(path)) ? {} : { readOnlyBecause: `${name} may not be written` }),
  };
}

/**
 * Replaces what is in the file, all of it or nothing.
 * @throws {PlaypenError} `playground_read_only`
 */
export async function writeEditedFile(
  { path, name, mode, readOnlyBecause }: EditedFile,
  text: string,
): Promise<void> {
  if (readOnlyBecause !== undefined) throw readOnly(readOnlyBecause);
  try {
    await writeDurably(path, text, mode);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new PlaypenError('playground_read_only', `${name} could not be written (${code})`, { cause });
  }
}

function readOnly(why: string): PlaypenError {
  return new PlaypenError('playground_read_only', why);
}

/** A new file takes the place of the old one, so the folder has to allow that too. */
async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    await access(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
