/**
 * Numbers for the regions that the latencies of waiting tickets name, so that a set of regions is the bits of one
 * number. A region nobody speaks of any more gives its number back.
 */
export class Regions {
  readonly #most: number;
  readonly #numbers = new Map<string, number>();
  readonly #names: (string | undefined)[] = [];
  readonly #uses: number[] = [];

  /** @param most regions at once, at most 32 */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes the region's number into use once more. @returns undefined if there are too many regions */
  acquire(name: string): number | undefined {
    const known = this.#numbers.get(name);
    if (known !== undefined) {
      this.#uses[known]!++;
      return known;
    }
    const free = this.#names.indexOf(undefined);
    const number = free >= 0 ? free : this.#names.length;
    if (number >= this.#most) return undefined;
    this.#numbers.set(name, number);
    this.#names[number] = name;
    this.#uses[number] = 1;
    return number;
  }

  release(number: number): void {
    if (--this.#uses[number]! > 0) return;
    this.#numbers.delete(this.#names[number]!);
    this.#names[number] = undefined;
  }

  nameOf(number: number): string {
    return this.#names[number]!;
  }
}

/** The numbers in a set of regions, ascending. */
export function* numbersIn(set: number): Generator<number> {
  for (let left = set; left !== 0; left &= left - 1) yield lowestIn(left);
}

/** The lowest number in a set of regions that has any. */
export function lowestIn(set: number): number {
  return 31 - Math.clz32(set & -set);
}
