import type { ScriptVersion, VersionInfo } from './version.ts';

/**
 * Where published versions are kept, and which of them new game sessions get. One owner at a time; its calls that
 * return promises may not overlap. Nothing but `open` may be called before `open` has resolved.
 */
export interface VersionStore {
  /**
   * Reads what is stored. What is damaged is never served: it is as if it were not there.
   * @throws {PlaypenError} store_in_use, store_failed
   */
  open(): Promise<void>;
  /** Every version there is, the newest publication first. */
  list(): VersionInfo[];
  /** Undefined when there is no such version, or none that is whole any more. */
  get(hash: string): Promise<ScriptVersion | undefined>;
  /**
   * Stores a version; one of the same hash is replaced. It is durable once this has resolved.
   * @throws {PlaypenError} script_invalid when it is larger than `storedVersionBytes`, store_failed
   */
  put(version: ScriptVersion): Promise<void>;
  /**
   * Forgets a version; one that is not there is no error.
   * @throws {RangeError} for the current version
   * @throws {PlaypenError} store_failed
   */
  remove(hash: string): Promise<void>;
  /** The hash of the version that is current; undefined as long as none was made so. */
  readonly current: string | undefined;
  /**
   * Makes a stored version current, durably once this has resolved.
   * @throws {PlaypenError} version_not_found, store_failed
   */
  setCurrent(hash: string): Promise<void>;
  /** Lets another owner open it. */
  close(): Promise<void>;
}
