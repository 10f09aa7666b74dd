import type { SourceMap } from 'node:module';
import type { Location } from 'esbuild';

/**
 * Where a place in generated code comes from, as the bundler states places: line from one, column in bytes of UTF-8.
 * @param line from zero
 * @param column from zero, in UTF-16 units
 * @param textOf the text of a source that the map names
 */
export function sourceLocation(
  map: SourceMap,
  { line, column }: { line: number; column: number },
  textOf: (source: string) => string | undefined,
): Location | undefined {
  const origin = map.findEntry(line, column);
  if (!('originalSource' in origin)) return undefined;
  const lines = textOf(origin.originalSource)?.split(/\r\n|[\n\r\u2028\u2029]/);
  const lineText = lines?.[origin.originalLine] ?? '';
  return {
    file: origin.originalSource,
    namespace: 'file',
    line: origin.originalLine + 1,
    column: Buffer.byteLength(lineText.slice(0, origin.originalColumn)),
    length: 0,
    lineText,
    suggestion: '',
  };
}
