/**
 * What the bundled libraries look like from here. The bundler resolves a `require` of a literal name
 * and runs that library at the moment of the call, which is how costly ones are loaded on first use.
 */
declare function require(name: string): unknown;

/** The part of the library that is bundled with the runtime: see `src/isolate/inspect-parts.ts`. */
declare module 'node-inspect-extracted/primordials' {
  export const primordials: object;
}
