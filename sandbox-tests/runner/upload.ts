import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlaypenError } from '../../src/errors.ts';
import type { IsolateProfile } from '../../src/isolate/frames.ts';
import { resolveLimits } from '../../src/limits/limits.ts';
import { bundleScript } from '../../src/scripts/bundle.ts';

/** What an isolate gets of a script, or why it gets nothing. */
export interface Upload {
  code: string;
  refusal?: string;
}

/** Everything that a script goes through before it runs: bundling, the gate, and what is put into it for the profile. */
export async function upload(code: string, profile: IsolateProfile): Promise<Upload> {
  const folder = await mkdtemp(join(tmpdir(), 'playpen-act-'));
  try {
    const file = join(folder, 'act.js');
    await writeFile(file, code);
    const { bundleBytes } = resolveLimits();
    return { code: (await bundleScript(file, { maxBytes: bundleBytes, profile })).code };
  } catch (error) {
    if (error instanceof PlaypenError && error.code === 'script_invalid')
      return { code, refusal: error.detail };
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}
