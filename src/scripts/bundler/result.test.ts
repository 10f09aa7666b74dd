import { expect, it } from 'vitest';
import { PlaypenError } from '../../errors.ts';
import { versionHash } from '../version.ts';
import { type Bundled, decodeResult, encodeBundle, encodeError } from './result.ts';

const BUNDLE: Bundled = {
  code: "exports.text = 'ü\u2028😀';\n",
  sourceMap: '{"version":3,"sources":["ü.js"]}',
  profile: 'strict',
  entry: '/game/ü.js',
  root: '/game',
  inputs: ['/game/ü.js'],
  warnings: ['ü.js:1:1: odd'],
};

it('a bundle is read as it was written, and named by what was read', () => {
  expect(decodeResult(encodeBundle(BUNDLE))).toEqual({ ...BUNDLE, hash: versionHash(BUNDLE) });
});

it.each(['script_not_found', 'script_invalid'] as const)('%s is thrown as it was', code => {
  const error = new PlaypenError(code, 'x.js:1:1: why\n  1 | x');
  expect(() => decodeResult(encodeError(error))).toThrow(
    expect.objectContaining({ code, detail: error.detail }),
  );
});

it('any other error is script_invalid', () => {
  const bytes = encodeError(new PlaypenError('store_failed', 'why'));
  expect(() => decodeResult(bytes)).toThrow(
    expect.objectContaining({ code: 'script_invalid', detail: 'why' }),
  );
});

it.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['no line', Buffer.from('{}')],
  ['a line that is no JSON', Buffer.from('{\n')],
  ['JSON of another kind', Buffer.from('null\n')],
  ['a head without fields', Buffer.from('{}\n')],
  ['a head with other fields', Buffer.from(encodeBundle(BUNDLE).toString().replace('"strict"', '"none"'))],
  ['less code than its head says', encodeBundle(BUNDLE).subarray(0, -50)],
  ['an error without a detail', Buffer.from('{"error":{"code":"script_invalid"}}\n')],
  ['a head larger than any', Buffer.from(`{"error":{"code":"a","detail":"${'x'.repeat(5_000_000)}"}}\n`)],
])('%s is no result', (_, bytes) => {
  expect(decodeResult(bytes)).toBeUndefined();
});
