import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder for a test's databases. */
export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'playpen-store-'));
  return {
    path: (...names: string[]) => join(folder, ...names),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
