/** Texts of libraries by name. Each is an expression: a function that takes what the library needs, and gives what it exports. */
export type LibraryTexts = Readonly<Record<string, string>>;

const HEAD = 'var playpenLibraries=';

/**
 * The runtime as one script, to be evaluated as it is: it finds its libraries in a variable beside it.
 * @param runtime a script that refers to `playpenLibraries`
 */
export function joinRuntime(libraries: LibraryTexts, runtime: string): string {
  return `${HEAD}${JSON.stringify(libraries)};\n${runtime}`;
}

/** The two parts of what `joinRuntime` gave. @throws {Error} for any other text */
export function splitRuntime(text: string): { libraries: LibraryTexts; runtime: string } {
  const end = text.indexOf(';\n');
  if (!text.startsWith(HEAD)) throw new Error('the runtime has no libraries');
  return { libraries: JSON.parse(text.slice(HEAD.length, end)), runtime: text.slice(end + 1) };
}
