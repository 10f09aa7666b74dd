import { PlaypenError } from '../../errors.ts';
import type { ScriptBundle } from '../script-bundle.ts';
import { versionHash } from '../version.ts';

/** What a bundling process makes: `hash` is left to whoever reads it. */
export type Bundled = Omit<ScriptBundle, 'hash'>;

/** The first line of a result, as JSON: how it went. After it come code and source map. */
type Head =
  | (Omit<Bundled, 'code' | 'sourceMap'> & { codeBytes: number })
  | { error: { code: string; detail: string } };

/** The most bytes of a head; the files' names are most of it. */
const HEAD_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

export function encodeBundle({ code, sourceMap, entry, root, inputs, warnings, profile }: Bundled): Buffer {
  const head: Head = { entry, root, inputs, warnings, profile, codeBytes: Buffer.byteLength(code) };
  return Buffer.from(`${JSON.stringify(head)}\n${code}${sourceMap}`);
}

export function encodeError({ code, detail }: PlaypenError): Buffer {
  const head: Head = { error: { code, detail } };
  return Buffer.from(`${JSON.stringify(head)}\n`);
}

/**
 * The result of a bundling process; undefined when the bytes are none, or not all of one.
 * @throws {PlaypenError} script_not_found, script_invalid: what the result says
 */
export function decodeResult(bytes: Buffer): ScriptBundle | undefined {
  const headBytes = bytes.subarray(0, HEAD_BYTES).indexOf(NEWLINE);
  const head = headBytes < 0 ? undefined : parseHead(bytes.toString('utf8', 0, headBytes));
  if (head === undefined) return undefined;
  if ('error' in head) {
    const { code, detail } = head.error;
    throw new PlaypenError(code === 'script_not_found' ? code : 'script_invalid', detail);
  }
  const { codeBytes, ...rest } = head;
  const codeEnd = headBytes + 1 + codeBytes;
  if (codeEnd > bytes.length) return undefined;
  const code = bytes.toString('utf8', headBytes + 1, codeEnd);
  const sourceMap = bytes.toString('utf8', codeEnd);
  return { ...rest, code, sourceMap, hash: versionHash({ code, sourceMap, profile: rest.profile }) };
}

function parseHead(text: string): Head | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { error, entry, root, inputs, warnings, profile, codeBytes } = fieldsOf(value);
  if (error !== undefined) {
    const { code, detail } = fieldsOf(error);
    return typeof code === 'string' && typeof detail === 'string' ? { error: { code, detail } } : undefined;
  }
  const isBundle =
    typeof entry === 'string' &&
    typeof root === 'string' &&
    areTexts(inputs) &&
    areTexts(warnings) &&
    (profile === 'strict' || profile === 'standard') &&
    Number.isSafeInteger(codeBytes) &&
    (codeBytes as number) >= 0;
  return isBundle ? { entry, root, inputs, warnings, profile, codeBytes: codeBytes as number } : undefined;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(text => typeof text === 'string');
}
