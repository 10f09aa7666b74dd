import { open } from 'node:fs/promises';
import { Ajv, type ErrorObject, type SchemaObject } from 'ajv';
import { type ErrorCode, PlaypenError } from '../errors.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const OTHERS_MAY_READ = 0o077;

/** A file with secrets in it, and how to say what is wrong with it. */
export interface OperatorFile<T> {
  content: T;
  /** Other users of the machine may read it, which is worth a warning. */
  isOpenToOthers: boolean;
  /** @throws {PlaypenError} with the path before `why` */
  fail(why: string): never;
}

/**
 * Reads a JSON file that an operator wrote, and that may hold secrets.
 * @param schema what it has to be like, in JSON Schema
 * @throws {PlaypenError} `code`, with the place in the file, and never with what stands there
 */
export async function readOperatorFile<T>(
  path: string,
  schema: SchemaObject,
  code: ErrorCode,
): Promise<OperatorFile<T>> {
  const fail = (why: string, cause?: unknown): never => {
    throw new PlaypenError(code, `${path}: ${why}`, { cause });
  };
  let text: string;
  let isOpenToOthers: boolean;
  try {
    await using file = await open(path);
    const { size, mode } = await file.stat();
    if (size > MAX_FILE_BYTES) return fail(`it has more than ${MAX_FILE_BYTES} bytes`);
    isOpenToOthers = (mode & OTHERS_MAY_READ) !== 0;
    text = await file.readFile('utf8');
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), error);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's own message would repeat what is in the file.
    return fail('it is not JSON');
  }
  const ajv = new Ajv();
  if (!ajv.validate(schema, content)) return fail(describe(ajv.errors![0]!));
  return { content: content as T, isOpenToOthers, fail: why => fail(why) };
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const place = instancePath
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.');
  const extra = params.additionalProperty ?? params.allowedValues?.join(', ');
  return `${place === '' ? 'the file' : place} ${message}${extra === undefined ? '' : ` (${extra})`}`;
}
