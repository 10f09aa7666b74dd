/** How much of a long line is shown on either side of the place that matters, in characters. */
const FRAME_REACH = 60;

/**
 * The source line with a caret below the place that matters, as two lines.
 * @param line one-based
 * @param column zero-based, in UTF-16 units
 */
export function codeFrame(lineText: string, line: number, column: number): [string, string] {
  const from = Math.max(0, column - FRAME_REACH);
  const code = lineText.slice(from, column + FRAME_REACH).replaceAll('\t', ' ');
  const number = `${line}`;
  return [
    `  ${number} | ${from > 0 ? '…' : ''}${code}`,
    `  ${' '.repeat(number.length)} | ${' '.repeat(column - from + (from > 0 ? 1 : 0))}^`,
  ];
}
