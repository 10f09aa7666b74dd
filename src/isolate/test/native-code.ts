import { getSystemErrorName } from 'node:util';

/** The flag by which Node lets a program call native functions, if it can. */
export const NATIVE_CODE_FLAG = process.allowedNodeEnvironmentFlags.has('--allow-ffi')
  ? '--allow-ffi'
  : undefined;

const NUMBERS: Readonly<Record<string, readonly [x64: number, arm64: number]>> = {
  write: [1, 64],
  socket: [41, 198],
  connect: [42, 203],
  // On arm64, which has no `fork`, `clone` without flags does the same.
  fork: [57, 220],
  exit_group: [231, 94],
  kill: [62, 129],
  ptrace: [101, 117],
  setuid: [105, 146],
  setpriority: [141, 140],
  unshare: [272, 97],
  openat: [257, 56],
  process_vm_readv: [310, 270],
  bpf: [321, 280],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  pidfd_open: [434, 434],
};

/**
 * A system call as native code makes it, past everything that Node refuses.
 * @returns its result, or the name of its error
 */
export function syscall(name: string, ...args: (number | string)[]): number | string {
  const { dlopen, getInt32, getRawPointer } = process.getBuiltinModule('node:ffi');
  const { functions } = dlopen('libc.so.6', {
    syscall: { return: 'i64', arguments: ['i64', 'i64', 'i64', 'i64', 'i64', 'i64', 'i64'] },
    __errno_location: { return: 'pointer', arguments: [] },
  });
  // They must live until the call is over.
  const texts = args.map(arg => (typeof arg === 'string' ? Buffer.from(`${arg}\0`) : undefined));
  const words = args.map((arg, i) => (texts[i] ? getRawPointer(texts[i]) : BigInt(arg)));
  const [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n] = words;
  const number = BigInt(NUMBERS[name]![process.arch === 'x64' ? 0 : 1]);
  const result = Number(functions.syscall(number, a, b, c, d, e, f));
  return result === -1 ? getSystemErrorName(-getInt32(functions.__errno_location())) : result;
}
