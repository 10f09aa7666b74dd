import type { RandomGenerator } from '../../../runtime-api/realm/random.ts';

/** Where decoders keep their mistakes: the borders of widths and of signs. */
const INTERESTING = [
  0, 1, 2, 3, 4, 7, 8, 9, 0x0f, 0x10, 0x1f, 0x20, 0x3f, 0x40, 0x7f, 0x80, 0xff, 0x100, 0x3ff, 0x400, 0x7fff,
  0x8000, 0xffff, 0x1_0000, 0x1f_ffff, 0x20_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
];
const WIDTHS = [1, 2, 4] as const;
const MAX_STEPS = 6;
const MAX_BLOCK_BYTES = 64;

export interface MutationSources {
  random: RandomGenerator;
  dictionary: readonly Uint8Array[];
  /** Another input of the corpus, to take pieces from. */
  other: Uint8Array;
  maxBytes: number;
}

type Mutation = (bytes: Uint8Array, sources: MutationSources) => Uint8Array;

/** An input that differs from `bytes` in one to a few places. */
export function mutate(bytes: Uint8Array, sources: MutationSources): Uint8Array {
  const steps = 1 + below(sources.random, MAX_STEPS);
  let mutated = bytes;
  for (let step = 0; step < steps; step++) {
    const mutation = MUTATIONS[below(sources.random, MUTATIONS.length)]!;
    mutated = mutation(mutated, sources).subarray(0, sources.maxBytes);
  }
  return mutated;
}

/** An integer from 0 up to, and without, `bound`; 0 for a bound of 0. */
export function below(random: RandomGenerator, bound: number): number {
  return bound === 0 ? 0 : random.nextU32() % bound;
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, { random }) {
    return edited(bytes, copy => {
      const at = below(random, copy.length);
      copy[at] = copy[at]! ^ (1 << below(random, 8));
    });
  },
  function setByte(bytes, { random }) {
    return edited(bytes, copy => {
      copy[below(random, copy.length)] = random.nextU32();
    });
  },
  function addToByte(bytes, { random }) {
    return edited(bytes, copy => {
      const at = below(random, copy.length);
      copy[at] = copy[at]! + below(random, 33) - 16;
    });
  },
  function setInteresting(bytes, { random }) {
    return withInteger(bytes, random, () => INTERESTING[below(random, INTERESTING.length)]!);
  },
  /** A field that says how many bytes there are, more or less, or how many are left behind it. */
  function setLength(bytes, { random }) {
    return withInteger(bytes, random, end => bytes.length - end + below(random, 5) - 2);
  },
  function remove(bytes, { random }) {
    const at = below(random, bytes.length);
    return splice(bytes, at, blockBytes(bytes, at, random), []);
  },
  function insertRandom(bytes, { random }) {
    const block = new Uint8Array(1 + below(random, 8));
    random.fill(block);
    return splice(bytes, below(random, bytes.length + 1), 0, block);
  },
  function repeatBlock(bytes, { random }) {
    const at = below(random, bytes.length);
    const block = bytes.subarray(at, at + blockBytes(bytes, at, random));
    return splice(bytes, at, 0, block);
  },
  function insertWord(bytes, sources) {
    return splice(bytes, below(sources.random, bytes.length + 1), 0, wordOf(sources));
  },
  function overwriteWord(bytes, sources) {
    const word = wordOf(sources);
    return splice(bytes, below(sources.random, bytes.length + 1), word.length, word);
  },
  function insertFromOther(bytes, { random, other }) {
    const from = below(random, other.length);
    const block = other.subarray(from, from + blockBytes(other, from, random));
    return splice(bytes, below(random, bytes.length + 1), 0, block);
  },
  function crossOver(bytes, { random, other }) {
    const head = bytes.subarray(0, below(random, bytes.length + 1));
    return joined(head, other.subarray(below(random, other.length + 1)));
  },
  function appendOther(bytes, { other }) {
    return joined(bytes, other);
  },
];

function wordOf({ dictionary, random }: MutationSources): Uint8Array {
  return dictionary[below(random, dictionary.length)] ?? new Uint8Array(0);
}

function blockBytes(bytes: Uint8Array, at: number, random: RandomGenerator): number {
  return 1 + below(random, Math.min(bytes.length - at, MAX_BLOCK_BYTES));
}

function edited(bytes: Uint8Array, edit: (copy: Uint8Array) => void): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = bytes.slice();
  edit(copy);
  return copy;
}

/** Writes an integer of some width over the bytes somewhere, little-endian. `valueAt` is told where it ends. */
function withInteger(
  bytes: Uint8Array,
  random: RandomGenerator,
  valueAt: (end: number) => number,
): Uint8Array {
  return edited(bytes, copy => {
    const width = WIDTHS[below(random, WIDTHS.length)]!;
    const at = below(random, copy.length);
    const value = valueAt(at + width);
    for (let i = 0; i < width && at + i < copy.length; i++) copy[at + i] = value >>> (8 * i);
  });
}

function splice(bytes: Uint8Array, at: number, removed: number, inserted: ArrayLike<number>): Uint8Array {
  const tail = bytes.subarray(Math.min(at + removed, bytes.length));
  const result = new Uint8Array(at + inserted.length + tail.length);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(tail, at + inserted.length);
  return result;
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  return splice(head, head.length, 0, tail);
}
