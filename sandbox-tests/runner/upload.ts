import { PlaypenError } from '../../src/errors.ts';
import type { IsolateProfile } from '../../src/isolate/frames.ts';
import { resolveLimits } from '../../src/limits/limits.ts';
import { bundleScript } from '../../src/scripts/bundle.ts';
import { ScriptFolder } from '../../src/scripts/test/script-folder.ts';

/** What an isolate gets of a script, or why it gets nothing. */
export interface Upload {
  code: string;
  refusal?: string;
}

/** Everything that a script goes through before it runs: bundling, the gate, and what is put into it for the profile. */
export async function upload(code: string, profile: IsolateProfile): Promise<Upload> {
  using folder = new ScriptFolder({ 'act.js': code });
  const { bundleBytes: maxBytes } = resolveLimits();
  try {
    return { code: (await bundleScript(folder.at('act.js'), { maxBytes, profile })).code };
  } catch (error) {
    if (error instanceof PlaypenError && error.code === 'script_invalid')
      return { code, refusal: error.detail };
    throw error;
  }
}
