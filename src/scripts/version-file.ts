import { PlaypenError } from '../errors.ts';
import { isIntact, type ScriptVersion } from './version.ts';

/** The first line of a version's file; what follows is the code and then the source map. */
type Header = Omit<ScriptVersion, 'code' | 'sourceMap'> & { codeBytes: number };

const NEWLINE = 0x0a;

/** A version as one file: a line of JSON, the code, the source map. */
export function encodeVersion(version: ScriptVersion): Buffer {
  return Buffer.from(`${headerOf(version)}${version.code}${version.sourceMap}`);
}

/**
 * Holds a version to the most bytes that its file may have.
 * @throws {PlaypenError} script_invalid
 */
export function assertStorable(version: ScriptVersion, maxBytes: number): void {
  const parts = [headerOf(version), version.code, version.sourceMap];
  const bytes = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (bytes <= maxBytes) return;
  throw new PlaypenError(
    'script_invalid',
    `its bundle and source map have ${bytes} bytes and ${maxBytes} are stored; leave out packages or data it does not need`,
  );
}

/** The version in a file's bytes; undefined when they are not all of what was written, or of another version. */
export function decodeVersion(bytes: Buffer, hash: string): ScriptVersion | undefined {
  const headerBytes = bytes.indexOf(NEWLINE);
  if (headerBytes < 0) return undefined;
  const header = parseHeader(bytes.toString('utf8', 0, headerBytes));
  if (header === undefined || header.hash !== hash) return undefined;
  const { codeBytes, ...info } = header;
  const codeEnd = headerBytes + 1 + codeBytes;
  const code = bytes.toString('utf8', headerBytes + 1, codeEnd);
  const version = { ...info, code, sourceMap: bytes.toString('utf8', codeEnd) };
  return isIntact(version) ? version : undefined;
}

function parseHeader(text: string): Header | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { hash, label, createdAt, publishedAt, source, profile, warnings, codeBytes } = value as Record<
    string,
    unknown
  >;
  const texts = [hash, label, createdAt, publishedAt, source];
  const isHeader =
    texts.every(text => typeof text === 'string') &&
    [createdAt, publishedAt].every(moment => !Number.isNaN(Date.parse(moment as string))) &&
    (profile === 'strict' || profile === 'standard') &&
    Array.isArray(warnings) &&
    warnings.every(line => typeof line === 'string') &&
    Number.isSafeInteger(codeBytes) &&
    (codeBytes as number) >= 0;
  return isHeader
    ? ({ hash, label, createdAt, publishedAt, source, profile, warnings, codeBytes } as Header)
    : undefined;
}

function headerOf({ code, sourceMap: _, ...info }: ScriptVersion): string {
  const header: Header = { ...info, codeBytes: Buffer.byteLength(code) };
  return `${JSON.stringify(header)}\n`;
}
