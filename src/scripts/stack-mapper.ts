import { SourceMap, type SourceMapPayload } from 'node:module';
import { SCRIPT_FILE } from '../bridge/entry.ts';
import { PlaypenError } from '../errors.ts';
import { LIMITS } from '../limits/limits.ts';
import { codeFrame } from './code-frame.ts';

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

const ANY_PLACE = new RegExp(PLACE, 'g');

/** A place in one of the script's files; line and column count from zero. */
interface Origin {
  source: string;
  line: number;
  column: number;
}

/** Gives places in a bundle the names that the script's author knows them by. */
export class StackMapper {
  readonly #map: SourceMap;
  readonly #payload: SourceMapPayload;

  /** @param sourceMap a bundle's source map as JSON text: `ScriptBundle.sourceMap` */
  constructor(sourceMap: string) {
    this.#payload = JSON.parse(sourceMap) as SourceMapPayload;
    this.#map = new SourceMap(this.#payload);
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
      if (frameLine !== undefined) return `at ${isAsync}${this.#show(frameLine, frameColumn!)}`;
      if (line !== undefined) return this.#show(line, column!);
      return evaluated === undefined ? whole : `(${evaluated} in evaluated code)`;
    });
  }

  /**
   * The first place of a stack that lies in the author's files, those of packages only where there is no other:
   * `file:line:column`, the line of source, and a caret below it. Undefined when the text names no such place.
   * @param text as it came from the isolate, not mapped yet
   */
  frame(text: string): string | undefined {
    const places = [...text.slice(0, LIMITS.logLineBytes.hard).matchAll(ANY_PLACE)];
    const origins = places.map(([, line, column]) => this.#origin(line!, column!)).filter(isDefined);
    const origin = origins.find(({ source }) => !source.split('/').includes('node_modules')) ?? origins[0];
    if (origin === undefined) return undefined;
    const { source, line, column } = origin;
    const name = `${source}:${line + 1}:${column + 1}`;
    const content = this.#payload.sourcesContent?.[this.#payload.sources.indexOf(source)];
    const lineText = content?.split(/\r\n|[\n\r\u2028\u2029]/)[line];
    return lineText === undefined ? name : [name, ...codeFrame(lineText, line + 1, column)].join('\n');
  }

  #show(line: string, column: string): string {
    const origin = this.#origin(line, column);
    if (origin === undefined) return `${SCRIPT_FILE}:${line}:${column}`;
    return `${origin.source}:${origin.line + 1}:${origin.column + 1}`;
  }

  #origin(line: string, column: string): Origin | undefined {
    const entry = this.#map.findEntry(Number(line) - 1 - WRAPPER_LINES, Number(column) - 1);
    if (!('originalSource' in entry)) return undefined;
    return { source: entry.originalSource, line: entry.originalLine, column: entry.originalColumn };
  }
}

/**
 * What a check of a bundle was refused with, with the places that its author knows and the line of source.
 * @param error as it was thrown; errors without places stay as they are
 */
export function inAuthorsPlaces(error: unknown, sourceMap: string): unknown {
  if (!(error instanceof PlaypenError)) return error;
  const mapper = new StackMapper(sourceMap);
  const frame = mapper.frame(error.detail);
  const detail = mapper.map(error.detail);
  return new PlaypenError(error.code, frame === undefined ? detail : `${detail}\n\n${frame}`, {
    cause: error,
  });
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
