import { readdirSync, readFileSync } from 'node:fs';

/** The processes that keep their temporary files below this folder, zombies aside. */
export function processesWithin(folder: string): number[] {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return pids.map(Number).filter(pid => read(pid, 'environ').includes(`TMPDIR=${folder}/`));
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
