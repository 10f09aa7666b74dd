/** Something that reads a stranger's bytes, and the rules for what may come of it. */
export interface FuzzTarget {
  /** The longest input that is made up. */
  maxBytes: number;
  /** Inputs to begin with, beside the corpus: best made by our own writers, one for each kind of record. */
  seeds: readonly Uint8Array[];
  /** Byte strings that mean something in this format: tags, kinds, borders of what is allowed. */
  dictionary: readonly Uint8Array[];
  /** Reads `input`. @throws for any outcome that is not documented; whatever it throws is a finding */
  run(input: Uint8Array): void;
}

/** Throws unless the condition holds: the rules of targets are written with it. */
export function ensure(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new Error(`broken rule: ${rule}`);
}
