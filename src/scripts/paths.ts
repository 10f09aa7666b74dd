import { isAbsolute, relative, sep } from 'node:path';

/** Whether `path` lies below the folder `root`; both absolute and without symbolic links. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Whether a file was installed as part of an npm package rather than written as part of the script. */
export function isInPackage(root: string, path: string): boolean {
  return relative(root, path).split(sep).includes('node_modules');
}

/** The folder of the npm package that a file belongs to; undefined for a file in no package. */
export function packageFolder(path: string): string | undefined {
  const segments = path.split(sep);
  const modules = segments.lastIndexOf('node_modules');
  const name = segments[modules + 1];
  if (modules === -1 || name === undefined) return undefined;
  return segments.slice(0, modules + (name.startsWith('@') ? 3 : 2)).join(sep);
}

/** A path as one would type it: relative to the working directory where it lies below that. */
export function displayPath(path: string): string {
  return isInside(process.cwd(), path) ? relative(process.cwd(), path) : path;
}
