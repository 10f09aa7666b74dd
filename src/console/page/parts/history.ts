export interface HistoryLimits {
  /** Beyond this the oldest is forgotten. */
  samples: number;
  /** Samples further apart are parted by one without values, which breaks a line. */
  gapMs: number;
}

type Values = (number | null)[];

/** The last samples of some figures that are taken together, as columns that a plot can draw. */
export class History<Column extends string> {
  /** Seconds since the epoch. */
  readonly times: number[] = [];
  readonly columns: Readonly<Record<Column, Values>>;
  readonly #names: readonly Column[];
  readonly #limits: HistoryLimits;

  constructor(names: readonly Column[], limits: HistoryLimits) {
    this.#names = names;
    this.#limits = limits;
    this.columns = Object.fromEntries(names.map(name => [name, [] as Values])) as Record<Column, Values>;
  }

  /** Null: there is nothing to tell. A sample that is not newer than the last one is left out: lines go from left to right. */
  add(atMs: number, sample: Readonly<Record<Column, number | null>>): void {
    const time = atMs / 1000;
    const last = this.times.at(-1);
    if (last !== undefined) {
      if (time <= last) return;
      if (time - last > this.#limits.gapMs / 1000) this.#push((last + time) / 2, () => null);
    }
    this.#push(time, name => sample[name]);
  }

  #push(time: number, valueFor: (name: Column) => number | null): void {
    const isFull = this.times.length >= this.#limits.samples;
    this.times.push(time);
    if (isFull) this.times.shift();
    for (const name of this.#names) {
      this.columns[name].push(valueFor(name));
      if (isFull) this.columns[name].shift();
    }
  }
}
