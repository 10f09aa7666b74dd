import type { ScriptMarker } from '../../protocol.ts';

/** What is underlined in the editor; lines and columns from 1, the end is behind the last character. */
export interface MarkedRange {
  startLineNumber: number;
  startColumn: number;
  endLineNumber: number;
  endColumn: number;
  message: string;
}

/**
 * Where in the text a marker is drawn: under the word that begins there, or one character. The text may have changed
 * since, so a place behind its end is drawn at its end.
 */
export function rangeOf({ line, column, message }: ScriptMarker, lines: readonly string[]): MarkedRange {
  const lineNumber = clamp(line, 1, Math.max(1, lines.length));
  const text = lines[lineNumber - 1] ?? '';
  const startColumn = clamp(column, 1, Math.max(1, text.length));
  const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(startColumn - 1))?.[0] ?? '';
  return {
    ...{ startLineNumber: lineNumber, startColumn, message },
    ...{ endLineNumber: lineNumber, endColumn: startColumn + Math.max(1, word.length) },
  };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.floor(value))) : least;
}
