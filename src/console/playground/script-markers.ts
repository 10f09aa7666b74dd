import { relative } from 'node:path';
import { displayPath } from '../../scripts/paths.ts';
import type { ScriptMarker } from '../protocol.ts';

/** `file:line:column: message`, as the bundler and the gate write it. */
const DIAGNOSTIC = /^(.{1,1000}?):(\d{1,9}):(\d{1,9}): (.*)$/;
/** `at name (file:line:column)` and `at file:line:column` of stacks, and the place alone above a line of source. */
const PLACE = /^(?:\s*at (?:.* \()?)?([^():]{1,1000}):(\d{1,9}):(\d{1,9})\)?$/;

/**
 * The places in one file that an error's text, or the bundler's warnings, name. A stack names the place that threw: the
 * first one that lies in the file.
 * @param path of the file, absolute
 * @param root of the script
 * @param max how many
 */
export function markersIn(
  text: string,
  { path, root, max }: { path: string; root: string; max: number },
): ScriptMarker[] {
  const names = new Set([path, displayPath(path), relative(root, path)]);
  const lines = text.split('\n');
  const diagnostics = lines.flatMap(line => {
    const [, file, row, column, message] = DIAGNOSTIC.exec(line) ?? [];
    if (file === undefined || !names.has(file)) return [];
    return [{ line: Number(row), column: Number(column), message: message! }];
  });
  if (diagnostics.length > 0) return diagnostics.slice(0, max);
  for (const line of lines) {
    const [, file, row, column] = PLACE.exec(line) ?? [];
    if (file === undefined || !names.has(file)) continue;
    return [{ line: Number(row), column: Number(column), message: lines[0]! }];
  }
  return [];
}
