import { writeFile } from 'node:fs/promises';
import { errorsPage, limitsPage } from './reference-pages.ts';

const DOCS = new URL('../../docs/', import.meta.url);

await writeFile(new URL('limits.md', DOCS), limitsPage());
await writeFile(new URL('errors.md', DOCS), errorsPage());
