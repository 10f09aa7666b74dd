/**
 * A process that bundles one script: it reads a request until its standard input ends, writes the result to
 * descriptor 3, and ends.
 */
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { stop } from 'esbuild';
import { PlaypenError } from '../../errors.ts';
import { type BundleOptions, bundleScript } from '../bundle.ts';
import { encodeBundle, encodeError } from './result.ts';

/** What a bundling process reads, as JSON. */
export interface BundleRequest {
  path: string;
  /** What relative paths count from, in `path` and in messages. */
  workingDirectory: string;
  options: BundleOptions;
}

/** A file that has most of the language in it: the parser's own. */
const SAMPLE = fileURLToPath(import.meta.resolve('acorn'));
const SAMPLE_OPTIONS: BundleOptions = { profile: 'strict', maxBytes: 1024 * 1024 };

/** Starts the bundler's own process and loads all code that bundling runs, before anybody waits for it. */
async function warmUp(): Promise<void> {
  await bundleScript(SAMPLE, SAMPLE_OPTIONS);
}

async function bundle({ path, workingDirectory, options }: BundleRequest): Promise<Buffer> {
  try {
    process.chdir(workingDirectory);
    return encodeBundle(await bundleScript(path, options));
  } catch (error) {
    if (error instanceof PlaypenError) return encodeError(error);
    throw error;
  }
}

/** Ends together with the bundler's process: where nobody collects orphans, it would stay as a zombie. */
function end(): void {
  process.once('SIGCHLD', () => setImmediate(() => process.exit()));
  void stop();
}

await warmUp();
const request = await text(process.stdin);
const output = new Socket({ fd: 3 });
if (request === '') end();
else output.end(await bundle(JSON.parse(request) as BundleRequest), end);
