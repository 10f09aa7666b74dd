import { createHash } from 'node:crypto';
import type { IsolateProfile } from '../isolate/frames.ts';

/** Part of every hash; names how the runtime evaluates a bundle, so that a bundle is never run another way. */
const BUNDLE_FORMAT = 'commonjs/es2024/1';

/** What one knows of a version without having its code. */
export interface VersionInfo {
  /** SHA-256 in hexadecimal; see `versionHash`. */
  hash: string;
  /** What its publisher called it; empty when it was not called anything. */
  label: string;
  /** When this content was first published; ISO 8601. */
  createdAt: string;
  /** When it was published last; ISO 8601. No two versions of a store share it, so it orders them. */
  publishedAt: string;
  /** The path it was bundled from, as its publisher gave it. */
  source: string;
  /** What the gate and the check held it to; game sessions run it in isolates of this profile alone. */
  profile: IsolateProfile;
  /** The bundler's, one line each. */
  warnings: string[];
  /** Of the code, without its source map. */
  bundleBytes: number;
}

/** A script that game sessions can run, as it was published: immutable but for its label and `publishedAt`. */
export interface ScriptVersion extends Omit<VersionInfo, 'bundleBytes'> {
  /** One CommonJS module. */
  code: string;
  /** Source map of `code`, as JSON text with the sources in it. */
  sourceMap: string;
}

/**
 * Names a version by all that decides how it behaves and what its stacks say: the format, the profile, the code, and
 * the source map, because an edit of comments alone moves the lines that stacks point at.
 */
export function versionHash({
  code,
  sourceMap,
  profile,
}: Pick<ScriptVersion, 'code' | 'sourceMap' | 'profile'>): string {
  return createHash('sha256')
    .update(`${BUNDLE_FORMAT}/${profile}\n${Buffer.byteLength(code)}\n`)
    .update(code)
    .update(sourceMap)
    .digest('hex');
}

/** Whether the code and source map are those that the hash names. */
export function isIntact(version: ScriptVersion): boolean {
  return versionHash(version) === version.hash;
}

export function infoOf({ code, sourceMap: _, ...info }: ScriptVersion): VersionInfo {
  return { ...info, bundleBytes: Buffer.byteLength(code) };
}

/** Newest publication first. */
export function byPublication(a: VersionInfo, b: VersionInfo): number {
  return Date.parse(b.publishedAt) - Date.parse(a.publishedAt);
}
