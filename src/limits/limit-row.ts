/** One bound. Units are in its name: `Ms` milliseconds, `Mb` mebibytes, `Bytes` bytes. */
export interface LimitRow {
  /** Applies unless a configuration says otherwise. */
  readonly default: number;
  /** No configuration gets above this. */
  readonly hard: number;
  /** What happens at the bound. */
  readonly policy: string;
  /** A value that something is done at or up to, so that nothing is ever counted against it. */
  readonly isSetting?: true;
}
