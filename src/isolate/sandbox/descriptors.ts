import { readdirSync, readFileSync } from 'node:fs';

const CLOSE_ON_EXEC = 0o2000000;
const FIRST_BEYOND_STDIO = 3;

/**
 * Descriptors that a child of this process would inherit: what the process that started this one left open. Node marks as
 * closing whatever it opens itself, but only some of what it finds at its start.
 */
export function inheritableDescriptors(): number[] {
  const folder = '/proc/self/fdinfo';
  return readdirSync(folder)
    .map(Number)
    .filter(descriptor => descriptor >= FIRST_BEYOND_STDIO && isInheritable(`${folder}/${descriptor}`));
}

function isInheritable(path: string): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // It was closed meanwhile, as the one by which the folder is read always is.
    return false;
  }
}
