import { inspect } from './inspect.ts';

type Row = { index: string; cells: Map<string, string>; value: string | undefined };

/**
 * The text `console.table` prints for rows of objects or values.
 * @returns undefined where `data` is no object, which is then logged as it is
 */
export function renderTable(data: unknown, columns?: readonly string[]): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const rows = rowsOf(data);
  const names: string[] = columns === undefined ? [] : [...columns];
  if (columns === undefined) {
    for (const row of rows) {
      for (const name of row.cells.keys()) if (!names.includes(name)) names.push(name);
    }
  }
  const hasValues = rows.some(row => row.value !== undefined);
  const header = ['(index)', ...names, ...(hasValues ? ['Values'] : [])];
  const body = rows.map(row => [
    row.index,
    ...names.map(name => row.cells.get(name) ?? ''),
    ...(hasValues ? [row.value ?? ''] : []),
  ]);
  return drawTable(header, body);
}

function rowsOf(data: object): Row[] {
  const entries: [unknown, unknown][] =
    data instanceof Map || Array.isArray(data)
      ? [...data.entries()]
      : data instanceof Set
        ? [...data].map((value, index) => [index, value])
        : Object.entries(data);
  return entries.map(([key, value]) => {
    const cells = new Map<string, string>();
    if (typeof value !== 'object' || value === null) return { index: String(key), cells, value: show(value) };
    for (const [name, cell] of Object.entries(value)) cells.set(name, show(cell));
    return { index: String(key), cells, value: undefined };
  });
}

function show(value: unknown): string {
  return inspect(value, { depth: 0, maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY });
}

function drawTable(header: string[], body: string[][]): string {
  const widths = header.map((name, column) => Math.max(name.length, ...body.map(row => row[column]!.length)));
  const line = (cells: string[]): string =>
    `│ ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' │ ')} │`;
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map(width => '─'.repeat(width + 2)).join(middle) + right;
  return [
    rule('┌', '┬', '┐'),
    line(header),
    rule('├', '┼', '┤'),
    ...body.map(line),
    rule('└', '┴', '┘'),
  ].join('\n');
}
