import { SourceMap, type SourceMapPayload } from 'node:module';
import { type PartialMessage, transform } from 'esbuild';
import type { SourceFile } from './source-files.ts';
import { sourceLocation } from './source-location.ts';

export const DYNAMIC_REQUIRE_TEXT =
  'the argument of require() or import() must be a literal: what a script needs is bundled before it runs; ' +
  "name each file, for example const maps = { forest: require('./maps/forest') }";

/** The bundler's messages that mean a require or import it cannot follow. */
export const DYNAMIC_REQUIRE_IDS: ReadonlySet<string> = new Set([
  'unsupported-require-call',
  'unsupported-dynamic-import',
]);

/**
 * In printed code: a require or import whose argument begins with a literal and goes on. In strings it may be
 * mistaken about; what it overlooks begins with something else, which the bundler leaves alone.
 */
const PATTERN_CALL =
  /(?<![\w$#]|(?<!\.\.)\.)(?:require(?:\.resolve)?|import(?:\.\w+)?)(?:\?\.)?\((?!"(?:[^"\\]|\\.)*"[),]|'(?:[^'\\]|\\.)*'[),]|`[^`\\$]*`[),])["'`(]/s;

/**
 * Finds `require('./maps/' + name)` and the like. The bundler would take it for a pattern and search every
 * folder below the prefix, `../../` included, without asking anyone.
 */
export async function findPatternRequire(
  path: string,
  source: SourceFile,
): Promise<PartialMessage | undefined> {
  if (source.loader === 'json' || source.loader === 'text') return undefined;
  const printed = await print(source);
  const hit = printed === undefined ? null : PATTERN_CALL.exec(printed.code);
  if (printed === undefined || hit === null) return undefined;
  const before = printed.code.slice(0, hit.index).split('\n');
  const map = new SourceMap(JSON.parse(printed.map) as SourceMapPayload);
  const place = { line: before.length - 1, column: before.at(-1)!.length };
  const location = sourceLocation(map, place, () => source.contents);
  return { text: DYNAMIC_REQUIRE_TEXT, location: { ...location, file: path } };
}

/** The file without comments, types and free choice of spelling; undefined when it does not parse. */
async function print({ contents, loader }: SourceFile): Promise<{ code: string; map: string } | undefined> {
  try {
    return await transform(contents, {
      loader,
      minifyWhitespace: true,
      legalComments: 'none',
      charset: 'utf8',
      sourcemap: 'external',
      sourcesContent: false,
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
  } catch {
    // Bundling meets the same error and reports it.
    return undefined;
  }
}
