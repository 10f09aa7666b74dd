/** What a walk of a hardened realm found. */
export interface Findings {
  guarded: number;
  visited: number;
  /** Paths at which a native stands that has a guard. */
  unguarded: string[];
  /** Paths of what the language hands out and a script could change. */
  changeable: string[];
}
