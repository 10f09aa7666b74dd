/**
 * What the bundled libraries look like from here. The bundler resolves a `require` of a literal name
 * and runs that library at the moment of the call, which is how costly ones are loaded on first use.
 */
declare function require(name: string): unknown;
