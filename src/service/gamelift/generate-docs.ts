import { readFile, writeFile } from 'node:fs/promises';
import { withOperationTables } from './operations-page.ts';

const PAGE = new URL('../../../docs/service-api.md', import.meta.url);

await writeFile(PAGE, withOperationTables(await readFile(PAGE, 'utf8')));
