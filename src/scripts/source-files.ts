import { readFile, realpath, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Loader } from 'esbuild';
import { displayPath, isInside } from './paths.ts';

/** How each kind of file becomes a module. */
const LOADERS: Readonly<Record<string, Loader>> = {
  '': 'js',
  '.js': 'js',
  '.cjs': 'js',
  '.mjs': 'js',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.json': 'json',
  '.txt': 'text',
};

export interface SourceFile {
  contents: string;
  loader: Loader;
}

/** Why a file cannot be part of a script; its message is for the author. */
export class SourceFileError extends Error {}

/** The files of one script: reads them, remembers which, refuses what is too much or lies elsewhere. */
export class SourceFiles {
  readonly root: string;
  readonly #maxBytes: number;
  readonly #paths = new Set<string>();
  #bytes = 0;

  constructor(root: string, maxBytes: number) {
    this.root = root;
    this.#maxBytes = maxBytes;
  }

  /** Absolute paths of the files read so far. */
  get paths(): string[] {
    return [...this.#paths];
  }

  /**
   * Reads a file as UTF-8, with or without a byte order mark. Bytes that are not UTF-8 become U+FFFD, in
   * comments and strings alike, as they do when Node.js reads a module.
   * @throws {SourceFileError}
   */
  async read(path: string): Promise<SourceFile> {
    const real = await realpath(path);
    if (!isInside(this.root, real)) throw new SourceFileError(outsideText(real, this.root));
    const extension = extname(real).toLowerCase();
    const loader = LOADERS[extension];
    if (loader === undefined) {
      throw new SourceFileError(
        `files of the kind "${extension}" cannot be part of a script; use JavaScript, TypeScript, JSON or .txt`,
      );
    }
    const status = await stat(real);
    if (!status.isFile()) throw new SourceFileError(`${displayPath(real)} is not a file`);
    this.#charge(status.size);
    const bytes = await readFile(real);
    this.#charge(Math.max(0, bytes.length - status.size));
    this.#paths.add(real);
    return { contents: new TextDecoder().decode(bytes), loader };
  }

  #charge(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#maxBytes) {
      throw new SourceFileError(
        `the script's files together are larger than ${this.#maxBytes} bytes, which is the most that is read`,
      );
    }
  }
}

export function outsideText(path: string, root: string): string {
  return (
    `${displayPath(path)} lies outside the script's folder ${displayPath(root)}; move it in (packages: npm ` +
    'install them there), or start the folder that holds both'
  );
}
