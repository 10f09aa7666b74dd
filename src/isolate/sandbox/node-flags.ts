import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../../package-files.ts';

const SOURCE_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** What a worker reads while it loads its modules, and must not be able to read any more when it runs scripts. */
export function readableFiles(): string[] {
  const ivm = createRequire(import.meta.url).resolve('isolated-vm/package.json');
  const loader = createRequire(ivm).resolve('node-gyp-build/package.json');
  return [
    SOURCE_FOLDER,
    fileURLToPath(new URL('package.json', PACKAGE_ROOT)),
    ...[ivm, loader].map(path => dirname(path)),
    // By this one, isolated-vm's loader tells which C library it needs.
    '/etc/alpine-release',
  ];
}

/** How V8 runs isolates. Tests and benchmarks that have isolates in their own process need the same. */
export const ISOLATE_FLAGS: readonly string[] = [
  // isolated-vm does not work beside Node's own start-up snapshot.
  '--no-node-snapshot',
  // An unrolled loop loses the check by which V8 interrupts it, so that `for (;;) new Array(100).fill(1)` could not
  // be stopped by a time limit.
  '--no-turboshaft-loop-unrolling',
  // The fast path of JSON.stringify writes a tree whose branches are all the same, doubled forty times, without
  // looking up. The other one takes as long for honest values, and is interrupted.
  '--no-json-stringify-fast-path',
  // Near the limit of a heap several collections follow each other, and V8 looks at no time limit between them. With
  // markers on other threads they take longer, and a session may be so late that it takes its worker with it
  // (`npm run bench -- overrun`).
  '--no-concurrent-marking',
];

/** Node's flags for a worker. Its permission model refuses what is not named: writing, processes, threads, network, FFI. */
export function nodeFlags(): string[] {
  return [
    ...ISOLATE_FLAGS,
    '--permission',
    ...readableFiles().map(path => `--allow-fs-read=${path}`),
    // isolated-vm is an addon. Both permissions are dropped when it is loaded, of which the warning knows nothing.
    '--allow-addons',
    '--disable-warning=PERM0001',
    // SQL opens and makes files that the permission model does not hear of.
    '--no-experimental-sqlite',
    // Natives syntax, switched on later, is a way from JavaScript into memory: who sets a flag ends the process.
    '--freeze-flags-after-init',
    // Whoever has the same user could start the inspector in it.
    '--disable-sigusr1',
  ];
}
