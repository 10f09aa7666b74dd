import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { PlaypenError } from '../errors.ts';
import { isInside } from './paths.ts';

/** What macOS adds to archives besides their contents. */
const RESOURCE_FORKS = '__MACOSX/';

export interface UnpackLimits {
  /** The most bytes of the archive, and of all files in it together. */
  maxBytes: number;
  /** The most files and folders in it. */
  maxEntries: number;
}

/**
 * Unpacks an archive into an empty folder, as plain files and folders: links become files that hold their target.
 * @throws {PlaypenError} script_invalid when it is damaged, encrypted or too large, or leads out of the folder
 */
export async function unpackZip(zip: string, folder: string, limits: UnpackLimits): Promise<void> {
  try {
    const { size } = await stat(zip);
    if (size > limits.maxBytes) throw tooLarge(limits);
    const archive = await openPromise(zip);
    try {
      const unpacking = new Unpacking(archive, folder, limits);
      for await (const entry of archive.eachEntry()) await unpacking.unpack(entry);
    } finally {
      archive.close();
    }
  } catch (error) {
    if (error instanceof PlaypenError) throw error;
    throw new PlaypenError('script_invalid', `the zip file cannot be unpacked: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** One archive on its way into one folder. */
class Unpacking {
  readonly #archive: ZipFile;
  readonly #folder: string;
  readonly #limits: UnpackLimits;
  /** Every file and folder made so far. */
  readonly #made = new Set<string>();
  #bytes = 0;

  constructor(archive: ZipFile, folder: string, limits: UnpackLimits) {
    this.#archive = archive;
    this.#folder = folder;
    this.#limits = limits;
    if (archive.entryCount > limits.maxEntries) throw this.#tooMany();
  }

  async unpack(entry: Entry): Promise<void> {
    const name = entry.fileName;
    if (name.startsWith(RESOURCE_FORKS)) return;
    const path = resolve(join(this.#folder, name));
    // The library refuses such names, too; nothing may ever be written elsewhere.
    if (!isInside(this.#folder, path)) {
      throw new PlaypenError('script_invalid', `the zip file holds "${name}", which leads out of it`);
    }
    if (name.endsWith('/')) return this.#makeFolder(path);
    await this.#makeFolder(dirname(path));
    if (this.#made.has(path)) throw new PlaypenError('script_invalid', `the zip file holds "${name}" twice`);
    this.#make(path);
    await writeFile(path, await this.#read(entry), { flag: 'wx' });
  }

  async #makeFolder(path: string): Promise<void> {
    const missing: string[] = [];
    for (let at = path; isInside(this.#folder, at) && !this.#made.has(at); at = dirname(at)) missing.push(at);
    for (const at of missing.reverse()) {
      this.#make(at);
      await mkdir(at);
    }
  }

  #make(path: string): void {
    this.#made.add(path);
    if (this.#made.size > this.#limits.maxEntries) throw this.#tooMany();
  }

  /** Counts what comes, whatever the archive says will come. */
  async #read(entry: Entry): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.#archive.openReadStreamPromise(entry)) {
      this.#bytes += (chunk as Buffer).length;
      if (this.#bytes > this.#limits.maxBytes) throw tooLarge(this.#limits);
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  }

  #tooMany(): PlaypenError {
    const detail = `the zip file holds more than ${this.#limits.maxEntries} files and folders`;
    return new PlaypenError('script_invalid', detail);
  }
}

function tooLarge({ maxBytes }: UnpackLimits): PlaypenError {
  return new PlaypenError(
    'script_invalid',
    `the zip file, or what it holds, has more than ${maxBytes} bytes`,
  );
}
