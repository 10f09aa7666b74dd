/** Why a module of Node.js is not there, and what a script can do instead. */
const NO_FILES = 'scripts have no file system; import data as a module so that it is bundled with the script';
const NO_NETWORK =
  'scripts have no network of their own; players are reached through the session object, and other services ' +
  'through fetch where the operator allows it';
const NO_THREADS = 'a script is one isolate without processes or threads; split long work over timers';
const NO_STREAMS = 'a script reads and writes no streams; work on whole Buffers';
const NO_CODE = 'scripts may not make or inspect other realms of code';
const NO_TERMINAL = 'a script has no terminal; write with console or the session logger';
const NO_HOOKS = "the runtime does not expose the engine's internals to scripts";

/** Every module Node.js has that scripts do not get, with the reason its error gives. */
export const UNAVAILABLE_MODULES: Readonly<Record<string, string>> = Object.freeze({
  __proto__: null as never,
  async_hooks: 'asynchronous contexts are not tracked; pass what belongs to a call as an argument',
  child_process: NO_THREADS,
  cluster: NO_THREADS,
  constants: NO_FILES,
  dgram: NO_NETWORK,
  diagnostics_channel: NO_HOOKS,
  dns: NO_NETWORK,
  'dns/promises': NO_NETWORK,
  domain: 'domains are not supported; handle errors where they arise',
  fs: NO_FILES,
  'fs/promises': NO_FILES,
  http: NO_NETWORK,
  http2: NO_NETWORK,
  https: NO_NETWORK,
  inspector: NO_HOOKS,
  'inspector/promises': NO_HOOKS,
  module: 'modules are resolved when the script is bundled; use require or import with a literal path',
  net: NO_NETWORK,
  'path/win32': 'paths are POSIX paths here; use path',
  punycode: 'Node.js has deprecated it; ship the punycode package with the script',
  quic: NO_NETWORK,
  readline: NO_TERMINAL,
  'readline/promises': NO_TERMINAL,
  repl: NO_TERMINAL,
  sea: NO_HOOKS,
  sqlite: NO_FILES,
  stream: NO_STREAMS,
  'stream/consumers': NO_STREAMS,
  'stream/iter': NO_STREAMS,
  'stream/promises': NO_STREAMS,
  'stream/web': NO_STREAMS,
  ffi: NO_CODE,
  test: 'tests run outside a game session',
  'test/reporters': 'tests run outside a game session',
  tls: NO_NETWORK,
  trace_events: NO_HOOKS,
  tty: NO_TERMINAL,
  v8: NO_HOOKS,
  vfs: NO_FILES,
  vm: NO_CODE,
  wasi: 'WebAssembly is not available to scripts',
  worker_threads: NO_THREADS,
  zlib: 'compression is not part of the runtime; ship a compression package written in JavaScript',
  'zlib/iter': 'compression is not part of the runtime; ship a compression package written in JavaScript',
});

/** The error of something that Node.js has and a script does not. */
export class UnavailableError extends Error {
  readonly code = 'ERR_PLAYPEN_UNAVAILABLE';

  constructor(what: string, reason: string) {
    super(`${what} is not available to Realtime scripts: ${reason}`);
    this.name = 'UnavailableError';
  }
}

/** Stand-ins for functions of Node.js that a script may look at but not call. */
export function unavailableFunctions(
  module: string,
  names: readonly string[],
  reason: string,
): Record<string, () => never> {
  const functions: Record<string, () => never> = {};
  for (const name of names) {
    functions[name] = () => {
      throw new UnavailableError(`${module}.${name}`, reason);
    };
  }
  return functions;
}
