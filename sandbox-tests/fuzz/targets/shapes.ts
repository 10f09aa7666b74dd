import { ensure } from '../engine/target.ts';

/** What a reader may hand over: a number of this width, a view, a text, one of a list, or an object of such. */
export type Shape =
  | 'i32'
  | 'u32'
  | 'u53'
  | 'bytes'
  | 'text'
  | readonly string[]
  | { readonly numbers: number }
  | { readonly fields: Readonly<Record<string, Shape>> };

/** For each method of a handler, the shapes of its arguments. */
export type MethodShapes<Handler> = { readonly [Method in keyof Handler]: readonly Shape[] };

/** A call of a handler's method, its name first. */
export type Call = [method: string, ...args: unknown[]];

/** A handler that holds what it is called with to the shapes, and writes it down. `input` is what is being read. */
export function checkingHandler<Handler>(
  shapes: MethodShapes<Handler>,
  input: Uint8Array,
): { handler: Handler; calls: Call[] } {
  const calls: Call[] = [];
  const methods = Object.entries(shapes as Record<string, readonly Shape[]>).map(([method, shapesOfArgs]) => [
    method,
    (...args: unknown[]) => {
      ensure(args.length === shapesOfArgs.length, `${method} has ${shapesOfArgs.length} arguments`);
      for (const [index, shape] of shapesOfArgs.entries()) ensureShape(args[index], shape, input, method);
      calls.push([method, ...args]);
    },
  ]);
  return { handler: Object.fromEntries(methods) as Handler, calls };
}

/** Throws unless `value`, which was read from `input`, has the shape. */
export function ensureShape(value: unknown, shape: Shape, input: Uint8Array, where: string): void {
  if (shape === 'i32') ensure(value === (value as number | 0) && !Object.is(value, -0), `${where}: int32`);
  else if (shape === 'u32') ensure(value === (value as number) >>> 0, `${where}: uint32`);
  else if (shape === 'u53') ensure(Number.isSafeInteger(value) && (value as number) >= 0, `${where}: uint53`);
  else if (shape === 'text') ensureText(value, input, where);
  else if (shape === 'bytes') ensureView(value, input, where);
  else if ('numbers' in shape) ensureNumbers(value, shape.numbers, where);
  else if ('fields' in shape) ensureFields(value, shape.fields, input, where);
  else ensure(shape.includes(value as string), `${where}: one of ${shape.join(', ')}`);
}

/** Each byte is at most one code unit, were it U+FFFD. */
function ensureText(value: unknown, input: Uint8Array, where: string): void {
  ensure(typeof value === 'string' && value.length <= input.length && value.isWellFormed(), `${where}: text`);
}

/** A copy would make the host's memory pay for what a stranger sends; bytes from elsewhere would leak them. */
function ensureView(value: unknown, input: Uint8Array, where: string): void {
  ensure(value instanceof Uint8Array, `${where}: bytes`);
  if (value.length === 0) return;
  const start = value.byteOffset - input.byteOffset;
  const isInside = value.buffer === input.buffer && start >= 0 && start + value.length <= input.length;
  ensure(isInside, `${where}: a view into the input`);
}

function ensureNumbers(value: unknown, count: number, where: string): void {
  ensure(Array.isArray(value) && value.length === count, `${where}: ${count} numbers`);
  for (const number of value) ensure(number === number >>> 0, `${where}: uint32`);
}

function ensureFields(
  value: unknown,
  fields: Readonly<Record<string, Shape>>,
  input: Uint8Array,
  where: string,
): void {
  const names = Object.keys(value as object)
    .sort()
    .join();
  ensure(names === Object.keys(fields).sort().join(), `${where}: an object of ${Object.keys(fields)}`);
  for (const [name, shape] of Object.entries(fields)) {
    ensureShape((value as Record<string, unknown>)[name], shape, input, `${where}.${name}`);
  }
}
