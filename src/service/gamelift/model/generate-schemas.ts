import { readFile, writeFile } from 'node:fs/promises';
import { operationRows } from '../operation-states.ts';
import type { Schema, SchemaTable } from './schema-table.ts';
import { schemasOf } from './schemas-of.ts';

/**
 * Writes `schemas.json`: how the inputs of the supported operations are validated, from a model of the service.
 *
 *     npm run schemas -- MODEL_FILE
 */
async function main(modelFile: string | undefined): Promise<void> {
  if (modelFile === undefined) throw new Error('Say which file has the model: npm run schemas -- MODEL_FILE');
  const supported = operationRows().filter(({ state }) => state === 'supported');
  const model = JSON.parse(await readFile(modelFile, 'utf8'));
  const table = schemasOf(
    model,
    supported.map(({ name }) => name),
  );
  await writeFile(new URL('schemas.json', import.meta.url), textOf(table));
}

/** JSON with a line for each operation and each shape, so that changes can be read. */
function textOf({ operations, $defs }: SchemaTable): string {
  return `{\n"operations": ${linesOf(operations)},\n"$defs": ${linesOf($defs)}\n}\n`;
}

function linesOf(record: Readonly<Record<string, object | Schema>>): string {
  const lines = Object.entries(record).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}`;
}

await main(process.argv[2]);
