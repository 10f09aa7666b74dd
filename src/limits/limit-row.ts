/** One bound. Units are in its name: `Ms` milliseconds, `Mb` mebibytes, `Bytes` bytes. */
export interface LimitRow {
  /** Applies unless a configuration says otherwise. */
  readonly default: number;
  /** No configuration gets above this. */
  readonly hard: number;
  /** What happens at the bound. */
  readonly policy: string;
  /**
   * Reaching it is counted nowhere: it is a value that something is done at or up to, or who reaches it is
   * told at once, by the answer.
   */
  readonly isUncounted?: true;
}
