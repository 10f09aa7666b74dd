import { describe, expect, test } from 'vitest';
import { seccompFilter } from './seccomp.ts';

const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;
const KILL = 0x8000_0000;

interface Call {
  number: number;
  auditArch: number;
  firstArgument?: number;
}

/** Runs a filter as the kernel does, with the few instructions that it may have here. */
function evaluate(filter: Uint8Array, { number, auditArch, firstArgument = 0 }: Call): number {
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, number, true);
  data.setUint32(4, auditArch, true);
  data.setUint32(16, firstArgument, true);
  const program = new DataView(filter.buffer);
  let accumulator = 0;
  for (let i = 0; i < filter.length / 8; i++) {
    const value = program.getUint32(i * 8 + 4, true);
    const jump = (isTaken: boolean): void => {
      i += program.getUint8(i * 8 + (isTaken ? 2 : 3));
    };
    switch (program.getUint16(i * 8, true)) {
      case 0x20:
        accumulator = data.getUint32(value, true);
        break;
      case 0x15:
        jump(accumulator === value);
        break;
      case 0x25:
        jump(accumulator > value);
        break;
      case 0x45:
        jump((accumulator & value) !== 0);
        break;
      case 0x06:
        return value;
      default:
        throw new Error(`no such instruction, at ${i}`);
    }
  }
  throw new Error('the filter has no end');
}

const ARCHITECTURES = [
  {
    arch: 'x64',
    auditArch: 0xc000_003e,
    clone: 56,
    allowed: { read: 0, write: 1, mmap: 9, execve: 59, setuid: 105, futex: 202, getrandom: 318, mseal: 462 },
    denied: { socket: 41, connect: 42, fork: 57, ptrace: 101, mount: 165, bpf: 321, io_uring_setup: 425 },
  },
  {
    arch: 'arm64',
    auditArch: 0xc000_00b7,
    clone: 220,
    allowed: { write: 64, futex: 98, setuid: 146, execve: 221, mmap: 222, getrandom: 278, mseal: 462 },
    denied: { socket: 198, connect: 203, ptrace: 117, mount: 40, bpf: 280, io_uring_setup: 425 },
  },
] as const;

describe.each(ARCHITECTURES)('the filter for $arch', ({ arch, auditArch, clone, allowed, denied }) => {
  const filter = seccompFilter(arch)!;
  const outcome = (number: number, firstArgument?: number): number =>
    evaluate(filter, { number, auditArch, ...(firstArgument === undefined ? {} : { firstArgument }) });

  test.each(Object.entries(allowed))('allows %s', (_, number) => {
    expect(outcome(number)).toBe(ALLOW);
  });

  test.each(Object.entries(denied))('refuses %s', (_, number) => {
    expect(outcome(number)).toBe(EPERM);
  });

  test('allows threads, and no processes and namespaces', () => {
    // What glibc makes a thread with; what it forks with; a thread's flags in a namespace.
    expect(outcome(clone, 0x003d_0f00)).toBe(ALLOW);
    expect(outcome(clone, 0x0120_0011)).toBe(EPERM);
    expect(outcome(clone, 0x1000_0011)).toBe(EPERM);
  });

  test('knows nothing of calls whose flags it cannot read, or that came after it was written', () => {
    expect(outcome(435)).toBe(ENOSYS);
    expect(outcome(463)).toBe(ENOSYS);
    expect(outcome(0x4000_0029)).toBe(ENOSYS);
  });

  test('kills whoever makes calls of another architecture', () => {
    expect(evaluate(filter, { number: 0, auditArch: 0x4000_0003 })).toBe(KILL);
  });
});

test('there is no filter for an architecture whose numbers nobody wrote down', () => {
  expect(seccompFilter('riscv64')).toBeUndefined();
});
