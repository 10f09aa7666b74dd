import { defineProperty } from '../kernel/primordials.ts';

/** Four 32-bit words, from the host. */
export type Seed = readonly [number, number, number, number];

/**
 * The session's generator: sfc32 (Chris Doty-Humphrey's PractRand), small, fast and good enough for games.
 * It is no source of secrets: whoever knows the seed knows every number.
 */
export class RandomGenerator {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;

  constructor(seed: Seed) {
    this.reseed(seed);
  }

  /** Starts anew, as if made with this seed. */
  reseed(seed: Seed): void {
    this.#a = seed[0] | 0;
    this.#b = seed[1] | 0;
    this.#c = seed[2] | 0;
    this.#counter = seed[3] | 0;
    // The first outputs of nearby seeds are alike.
    for (let i = 0; i < 12; i++) this.nextU32();
  }

  nextU32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 (inclusive) to 1 (exclusive), with 53 random bits. */
  nextFloat(): number {
    const high = this.nextU32() >>> 5;
    const low = this.nextU32() >>> 6;
    return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.nextU32() >>> 24;
  }
}

/** Makes `Math.random` draw from the session's generator. */
export function installRandom(generator: RandomGenerator): void {
  defineProperty(Math, 'random', {
    value: function random() {
      return generator.nextFloat();
    },
    writable: true,
    configurable: true,
  });
}
