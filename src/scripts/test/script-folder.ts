import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder with a script's files in it; gone when disposed of. */
export class ScriptFolder {
  readonly path: string;

  constructor(files: Record<string, string | Uint8Array>) {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), 'playpen-script-')));
    for (const [name, contents] of Object.entries(files)) this.write(name, contents);
  }

  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, contents: string | Uint8Array): void {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), contents);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}
