import { SourceMap, type SourceMapPayload } from 'node:module';
import { LIMITS } from '../limits/limits.ts';

/** The runtime evaluates a bundle below one line of its own. */
const WRAPPER_LINES = 1;

const PLACE = String.raw`playpen-script\.js:(\d{1,9}):(\d{1,9})`;
/**
 * A place in the bundle, by group: line and column of a frame whose only name is `eval`, because the whole
 * bundle is evaluated; of the call that code made by the script's own `eval` runs in; of any other.
 */
const PLACES = new RegExp(
  String.raw`at eval \(${PLACE}\)|\(eval at [^()\n]{1,200} \(${PLACE}\), <anonymous>:\d{1,9}:\d{1,9}\)|${PLACE}`,
  'g',
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
    return text.replace(
      PLACES,
      (whole: string, line?: string, column?: string, l2?: string, c2?: string, l3?: string, c3?: string) => {
        if (line !== undefined) return `at ${this.#origin(line, column!)}`;
        if (l2 !== undefined) return `(${this.#origin(l2, c2!)}, in evaluated code)`;
        return l3 === undefined ? whole : this.#origin(l3, c3!);
      },
    );
  }

  #origin(line: string, column: string): string {
    const entry = this.#map.findEntry(Number(line) - 1 - WRAPPER_LINES, Number(column) - 1);
    if (!('originalSource' in entry)) return `playpen-script.js:${line}:${column}`;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  }
}
