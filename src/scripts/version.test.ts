import { describe, expect, it } from 'vitest';
import type { IsolateProfile } from '../isolate/frames.ts';
import { resolveLimits } from '../limits/limits.ts';
import { bundleScript } from './bundle.ts';
import { ScriptFolder } from './test/script-folder.ts';
import { testVersion } from './test/versions.ts';
import { isIntact, versionHash } from './version.ts';

const maxBytes = resolveLimits().bundleBytes;

describe('the hash of a version', () => {
  it('changes with an edit of comments alone, because the lines that stacks name move', async () => {
    using folder = new ScriptFolder({ 'index.js': 'exports.ssExports = {};' });
    const before = await bundleScript(folder.path, { maxBytes });
    folder.write('index.js', '// new\nexports.ssExports = {};');
    const after = await bundleScript(folder.path, { maxBytes });
    expect(after.code).toBe(before.code);
    expect(after.hash).not.toBe(before.hash);
  });

  it('tells where the code ends and the source map begins', () => {
    const hashOf = (code: string, sourceMap: string, profile: IsolateProfile = 'strict') =>
      versionHash({ code, sourceMap, profile });
    expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
    expect(hashOf('a', 'b')).not.toBe(hashOf('a', 'b', 'standard'));
  });

  it('shows whether code and source map are those it was made of', () => {
    const version = testVersion(1);
    expect(isIntact(version)).toBe(true);
    expect(isIntact({ ...version, label: 'another' })).toBe(true);
    expect(isIntact({ ...version, code: `${version.code} ` })).toBe(false);
    expect(isIntact({ ...version, sourceMap: `${version.sourceMap} ` })).toBe(false);
  });
});
