import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { PlaypenError } from '../../errors.ts';
import type { Limits } from '../../limits/limits.ts';
import { SOURCE_EXTENSION } from '../../package-files.ts';
import type { ScriptBundle } from '../script-bundle.ts';
import type { BundleRequest } from './main.ts';
import { decodeResult } from './result.ts';

const MAIN_FILE = fileURLToPath(new URL(`./main.${SOURCE_EXTENSION}`, import.meta.url));
/** What Node.js reserves as it starts, most of it for compiled code; its data limit has to leave room for that. */
const NODE_DATA_MB = 640;
/** So many seconds of CPU time for each second of wall time: the bundler uses all cores. */
const CPU_FACTOR = 8;
/** Names of files and messages, which come with code and source map. */
const RESULT_SLACK_BYTES = 8 * 1024 * 1024;
/**
 * The operating system holds the process, and the bundler's own process that it starts, to these limits; CPU time is
 * for those whose host died and cannot kill them any more. Where limits are lower already, they stay.
 */
const LIMITED = 'ulimit -d "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; shift 2; exec "$@"';

/**
 * A process that bundles one script and ends. What it is given may be anything: it is killed with all it started
 * when it takes too long, and the operating system bounds its memory.
 */
export class BundlingProcess {
  /** Resolves when it and all it started have ended, and its files are gone. */
  readonly ended: Promise<void>;
  readonly #limits: Limits;
  readonly #folder: string;
  readonly #child: ChildProcess;
  /** Why it was killed. */
  #verdict: PlaypenError | undefined;

  constructor(limits: Limits, log: Logger) {
    this.#limits = limits;
    this.#folder = mkdtempSync(join(tmpdir(), 'playpen-bundle-'));
    const { bundleMb, bundleMs } = limits;
    const bounds = [(bundleMb + NODE_DATA_MB) * 1024, Math.ceil(bundleMs / 1000) * CPU_FACTOR].map(String);
    const command = [process.execPath, `--max-old-space-size=${bundleMb}`, MAIN_FILE];
    this.#child = spawn('/bin/sh', ['-c', LIMITED, 'sh', ...bounds, ...command], {
      env: { TMPDIR: this.#folder },
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      // A group of its own, so that one signal reaches all that it has started.
      detached: true,
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise.then(() => rm(this.#folder, { recursive: true, force: true }));
    this.#child.on('error', error => {
      log.error({ err: error }, 'a bundling process could not be started');
      resolve();
    });
    this.#child.on('exit', () => this.#killGroup());
    // All it started have its standard error; so none of them is left when that has closed.
    this.#child.on('close', () => resolve());
    // A broken pipe means that the process is ending, which the `close` event handles.
    this.#child.stdin!.on('error', () => {});
    const lines = createInterface({ input: this.#child.stderr! });
    lines.on('line', line => log.debug(`bundling process: ${line.slice(0, 500)}`));
  }

  /**
   * Bundles a script; to be called once.
   * @throws {PlaypenError} script_not_found, script_invalid
   */
  async bundle(request: BundleRequest): Promise<ScriptBundle> {
    const { bundleMs } = this.#limits;
    const overdue = `bundling it takes longer than ${bundleMs} ms; leave out packages or data it does not need`;
    const timer = setTimeout(() => this.kill(new PlaypenError('script_invalid', overdue)), bundleMs);
    void this.ended.then(() => clearTimeout(timer));
    this.#child.stdin!.end(JSON.stringify(request));
    const bytes = await this.#readResult();
    const bundle = this.#verdict === undefined ? decodeResult(bytes) : undefined;
    if (bundle !== undefined) return bundle;
    await this.ended;
    throw this.#verdict ?? new PlaypenError('script_invalid', this.#howItEnded());
  }

  /** @param verdict what `bundle` rejects with */
  kill(verdict: PlaypenError): void {
    this.#verdict ??= verdict;
    this.#killGroup();
  }

  async #readResult(): Promise<Buffer> {
    const output = this.#child.stdio[3] as Readable;
    const maxBytes = this.#limits.storedVersionBytes + RESULT_SLACK_BYTES;
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of output as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) {
          const text = `its bundle and source map have more than ${maxBytes} bytes; leave out packages or data it does not need`;
          this.kill(new PlaypenError('script_invalid', text));
          return Buffer.alloc(0);
        }
      }
    } catch {
      // As with the input: the process is ending.
    }
    return Buffer.concat(chunks, bytes);
  }

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  }

  #howItEnded(): string {
    const { signalCode, exitCode } = this.#child;
    return (
      `the process that bundled it ended with ${signalCode ?? `exit code ${exitCode}`}; it is nested too deeply, or ` +
      `needs more than ${this.#limits.bundleMb} MB of memory`
    );
  }
}
