import { SourceMap, type SourceMapPayload } from 'node:module';
import { SCRIPT_FILE } from '../bridge/entry.ts';
import { LIMITS } from '../limits/limits.ts';

/** The runtime evaluates a bundle below one line of its own. */
const WRAPPER_LINES = 1;

const PLACE = String.raw`${SCRIPT_FILE.replaceAll('.', '[.]')}:(\d{1,9}):(\d{1,9})`;
/**
 * A frame without a name, which V8 calls `eval` because the whole bundle is evaluated; or any place; or the place
 * in code that the script's own `eval` runs, of which V8 tells only through which functions it came.
 */
const PLACES = new RegExp(
  String.raw`at (async )?(?:[\w$]{1,100}\.)?eval \(${PLACE}\)|${PLACE}|\(eval at [^\n]{1,500}?, (<anonymous>:\d{1,9}:\d{1,9})\)$`,
  'gm',
);

/** Gives places in a bundle the names that the script's author knows them by. */
export class StackMapper {
  readonly #map: SourceMap;

  /** @param sourceMap a bundle's source map as JSON text: `ScriptBundle.sourceMap` */
  constructor(sourceMap: string) {
    this.#map = new SourceMap(JSON.parse(sourceMap) as SourceMapPayload);
  }

  /**
   * Replaces `playpen-script.js:LINE:COLUMN` wherever it stands, in a stack or a line of log, by the author's
   * `file:line:column`, relative to the script's root. What is in no file of the author's stays as it is, and so
   * does what lies beyond the longest text a script can log.
   */
  map(text: string): string {
    const maxLength = LIMITS.logLineBytes.hard;
    if (text.length > maxLength) return this.map(text.slice(0, maxLength)) + text.slice(maxLength);
    return text.replace(PLACES, (whole: string, ...groups: (string | undefined)[]) => {
      const [isAsync = '', frameLine, frameColumn, line, column, evaluated] = groups;
      if (frameLine !== undefined) return `at ${isAsync}${this.#origin(frameLine, frameColumn!)}`;
      if (line !== undefined) return this.#origin(line, column!);
      return evaluated === undefined ? whole : `(${evaluated} in evaluated code)`;
    });
  }

  #origin(line: string, column: string): string {
    const entry = this.#map.findEntry(Number(line) - 1 - WRAPPER_LINES, Number(column) - 1);
    if (!('originalSource' in entry)) return `${SCRIPT_FILE}:${line}:${column}`;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  }
}
