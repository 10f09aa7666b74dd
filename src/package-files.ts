import { readFileSync } from 'node:fs';

/**
 * Where the package's own files are: as sources that run as they are (`.ts`), or compiled to `dist/` (`.js`) in
 * the published package.
 */
const isCompiled = import.meta.url.endsWith('.js');

export const SOURCE_EXTENSION = isCompiled ? 'js' : 'ts';

/** The folder of package.json. */
export const PACKAGE_ROOT = new URL(isCompiled ? '../../' : '../', import.meta.url);

/** As package.json says. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as { version: string })
    .version;
}
