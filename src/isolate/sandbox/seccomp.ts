/** System calls by number, for the architectures there are filters for. -1: this architecture has no such call. */
const ARCHITECTURES = {
  x64: { auditArch: 0xc000_003e, column: 0 },
  arm64: { auditArch: 0xc000_00b7, column: 1 },
} as const;

export type FilteredArch = keyof typeof ARCHITECTURES;

type Numbers = readonly [x64: number, arm64: number];

/** What a script worker that runs never needs: each is answered with EPERM. */
export const DENIED_CALLS: Readonly<Record<string, Numbers>> = {
  // Making sockets. The one to the host is there already.
  socket: [41, 198],
  connect: [42, 203],
  accept: [43, 202],
  bind: [49, 200],
  listen: [50, 201],
  socketpair: [53, 199],
  accept4: [288, 242],
  // Other processes: making them, reading and changing them
  fork: [57, -1],
  vfork: [58, -1],
  execveat: [322, 281],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  pidfd_send_signal: [424, 424],
  pidfd_open: [434, 434],
  pidfd_getfd: [438, 438],
  process_madvise: [440, 440],
  process_mrelease: [448, 448],
  // What is shared between processes
  shmget: [29, 194],
  semget: [64, 190],
  msgget: [68, 186],
  mq_open: [240, 180],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  // Large and young parts of the kernel, by which sandboxes have been left
  perf_event_open: [298, 241],
  fanotify_init: [300, 262],
  bpf: [321, 280],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  modify_ldt: [154, -1],
  personality: [135, 92],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  // Namespaces and mounts
  pivot_root: [155, 41],
  chroot: [161, 51],
  mount: [165, 40],
  umount2: [166, 39],
  unshare: [272, 97],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  setns: [308, 268],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  // The machine as a whole
  syslog: [103, 116],
  adjtimex: [159, 171],
  acct: [163, 89],
  settimeofday: [164, 170],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  iopl: [172, -1],
  ioperm: [173, -1],
  init_module: [175, 105],
  delete_module: [176, 106],
  quotactl: [179, 60],
  lookup_dcookie: [212, 18],
  clock_settime: [227, 112],
  kexec_load: [246, 104],
  clock_adjtime: [305, 266],
  finit_module: [313, 273],
  kexec_file_load: [320, 294],
  quotactl_fd: [443, 443],
};

const CLONE: Numbers = [56, 220];
const CLONE3 = 435;
/** `mseal`. Whatever the kernel has learnt after it is answered as an old kernel would. */
const LAST_KNOWN_CALL = 462;
const CLONE_THREAD = 0x0001_0000;

const EPERM = 1;
const ENOSYS = 38;
const ALLOW = 0x7fff_0000;
const ERRNO = 0x0005_0000;
const KILL_PROCESS = 0x8000_0000;

// Classic BPF, as <linux/bpf_common.h> has it, over `struct seccomp_data` of <linux/seccomp.h>.
const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER = 0x25;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;
const OFFSET_NUMBER = 0;
const OFFSET_ARCH = 4;
/** The low half of the first argument; both architectures are little-endian. */
const OFFSET_ARGUMENT = 16;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

/**
 * A seccomp filter for a worker in its sandbox: `struct sock_filter[]`, as `bwrap --seccomp` takes it. New threads are
 * allowed and new processes are not. `execve` is, because bubblewrap itself needs it after the filter is in force; the
 * worker could only replace itself by what its sandbox has, which is Node.js and a shell.
 * @returns undefined for an architecture whose numbers are not in the table
 */
export function seccompFilter(arch: string): Uint8Array<ArrayBuffer> | undefined {
  if (!(arch in ARCHITECTURES)) return undefined;
  const { auditArch, column } = ARCHITECTURES[arch as FilteredArch];
  const denied = Object.values(DENIED_CALLS).flatMap(numbers => (numbers[column] < 0 ? [] : numbers[column]));
  const checks: Instruction[] = [
    [JUMP_EQUAL, 0, 3, CLONE[column]],
    [LOAD_WORD, 0, 0, OFFSET_ARGUMENT],
    [JUMP_ANY_BIT, 0, denied.length + 4, CLONE_THREAD],
    [RETURN, 0, 0, ALLOW],
    // glibc then makes its threads with `clone`, whose flags can be read here.
    [JUMP_EQUAL, 0, 1, CLONE3],
    [RETURN, 0, 0, ERRNO | ENOSYS],
    ...denied.map((number, i): Instruction => [JUMP_EQUAL, denied.length - i, 0, number]),
    [RETURN, 0, 0, ALLOW],
    [RETURN, 0, 0, ERRNO | EPERM],
  ];
  return assemble([
    [LOAD_WORD, 0, 0, OFFSET_ARCH],
    [JUMP_EQUAL, 1, 0, auditArch],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD_WORD, 0, 0, OFFSET_NUMBER],
    [JUMP_GREATER, 0, 1, LAST_KNOWN_CALL],
    [RETURN, 0, 0, ERRNO | ENOSYS],
    ...checks,
  ]);
}

function assemble(program: readonly Instruction[]): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(program.length * 8));
  program.forEach(([code, ifTrue, ifFalse, value], i) => {
    bytes.setUint16(i * 8, code, true);
    bytes.setUint8(i * 8 + 2, ifTrue);
    bytes.setUint8(i * 8 + 3, ifFalse);
    bytes.setUint32(i * 8 + 4, value, true);
  });
  return new Uint8Array(bytes.buffer);
}
