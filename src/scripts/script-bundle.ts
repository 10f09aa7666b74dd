import type { IsolateProfile } from '../isolate/frames.ts';

/** To be raised with every change of what a bundle may hold, as by a stricter gate; those of before are made anew then. */
export const BUNDLE_FORMAT = 3;

/** A Realtime script as one CommonJS module. */
export interface ScriptBundle {
  code: string;
  /** Source map of `code`, as JSON text with the sources in it. For the host alone: isolates never get it. */
  sourceMap: string;
  /** The profile whose gate it passed. */
  profile: IsolateProfile;
  /** SHA-256 in hexadecimal; names this version of the script, see `versionHash`. */
  hash: string;
  /** Absolute path of the file that exports `ssExports`, or of the zip file that holds it. */
  entry: string;
  /** Absolute path of the folder (or zip file) that all files lie in; `sourceMap` names them relative to it. */
  root: string;
  /** Absolute paths of all files that were read. */
  inputs: string[];
  /** One line each: `file:line:column: text`. */
  warnings: string[];
}
