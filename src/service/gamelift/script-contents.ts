import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlaypenError } from '../../errors.ts';
import type { Limits } from '../../limits/limits.ts';
import { TaskQueue } from '../../scripts/task-queue.ts';
import { checkZip } from '../../scripts/zipped-script.ts';
import type { Store } from '../../store/store.ts';

/** What an uploaded zip file is called in messages. */
const ZIP_NAME = 'script.zip';

/**
 * The zip files that scripts are uploaded as, and what was made of them: blobs of the store. A zip file is named by
 * its SHA-256, what was made of it begins with that; both are there as long as a script has this content.
 */
export class ScriptContents {
  readonly #store: Store;
  readonly #limits: Limits;
  readonly #checks: TaskQueue;
  /** One at a time: nothing is removed while somebody is about to refer to it. */
  readonly #turns = new TaskQueue({ maxRunning: 1, maxWaiting: Number.POSITIVE_INFINITY });
  /** How many `keep`s of each content are under way. */
  readonly #kept = new Map<string, number>();

  constructor({ store, limits }: { store: Store; limits: Limits }) {
    this.#store = store;
    this.#limits = limits;
    const { bundleProcesses, publishesWaiting } = limits;
    this.#checks = new TaskQueue({ maxRunning: bundleProcesses, maxWaiting: publishesWaiting });
  }

  /**
   * Checks a zip file and stores it while `use` runs; it stays if a script has this content then.
   * @param use is told the content's hash, and may make a script refer to it
   * @throws {PlaypenError} script_invalid, publish_busy, store_failed; and what `use` throws
   */
  async keep<T>(zip: Uint8Array, use: (contentHash: string) => Promise<T>): Promise<T> {
    const { uploadBytes } = this.#limits;
    if (zip.byteLength > uploadBytes) {
      throw new PlaypenError(
        'script_invalid',
        `the zip file has ${zip.byteLength} bytes and ${uploadBytes} are allowed; leave out what it does not need`,
      );
    }
    await this.#checks.run(() => asFile(zip, path => checkZip(path, this.#unpackLimits, [])));
    const hash = createHash('sha256').update(zip).digest('hex');
    await this.#turns.run(async () => {
      this.#kept.set(hash, (this.#kept.get(hash) ?? 0) + 1);
      await this.#store.putBlob(hash, zip);
    });
    try {
      return await use(hash);
    } finally {
      const others = this.#kept.get(hash)! - 1;
      if (others > 0) this.#kept.set(hash, others);
      else this.#kept.delete(hash);
      await this.removeUnused(hash);
    }
  }

  /** Removes a content, and what was made of it, if no script has it any more. */
  async removeUnused(hash: string): Promise<void> {
    await this.#turns.run(async () => {
      if (!(await this.#isWanted(hash))) await this.#store.removeBlobs(hash);
    });
  }

  async has(hash: string): Promise<boolean> {
    return (await this.#store.getBlob(hash)) !== undefined;
  }

  /**
   * Has a content as a zip file for as long as `use` runs.
   * @throws {PlaypenError} script_not_found when it is not there any more; what `use` throws
   */
  async withZip<T>(hash: string, use: (path: string) => Promise<T>): Promise<T> {
    const zip = await this.#store.getBlob(hash);
    if (zip === undefined) throw new PlaypenError('script_not_found', 'its content was replaced or deleted');
    return asFile(zip, use);
  }

  /** @throws {PlaypenError} script_not_found: what is not in the zip file; publish_busy */
  async requireFiles(hash: string, files: Iterable<string>): Promise<void> {
    await this.#checks.run(() => this.withZip(hash, path => checkZip(path, this.#unpackLimits, files)));
  }

  /** What was made of a content before, under this name. */
  async made(hash: string, name: string): Promise<Uint8Array | undefined> {
    return this.#store.getBlob(`${hash}/${name}`);
  }

  /** Keeps what was made of a content, as long as that is there itself. */
  async keepMade(hash: string, name: string, bytes: Uint8Array): Promise<void> {
    await this.#turns.run(async () => {
      if (await this.#isWanted(hash)) await this.#store.putBlob(`${hash}/${name}`, bytes);
    });
  }

  async #isWanted(hash: string): Promise<boolean> {
    if (this.#kept.has(hash)) return true;
    const scripts = await this.#store.listAll('script');
    return scripts.some(({ contentHash }) => contentHash === hash);
  }

  get #unpackLimits() {
    return { maxBytes: this.#limits.scriptSourceBytes, maxEntries: this.#limits.zipEntries };
  }
}

async function asFile<T>(zip: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'playpen-upload-'));
  try {
    const path = join(folder, ZIP_NAME);
    await writeFile(path, zip);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
