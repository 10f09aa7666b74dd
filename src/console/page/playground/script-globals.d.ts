// biome-ignore-all lint/suspicious/noExplicitAny: it is what the editor knows of a file that it has not seen
/**
 * The globals and modules of Node.js that a script finds at run time, for the editor of the playground. It is loaded
 * beside the types of the script API, and instead of those of Node.js and of browsers: what is not here is not there.
 */

interface Buffer extends Uint8Array {
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  toJSON(): { type: 'Buffer'; data: number[] };
  write(text: string, offset?: number, length?: number, encoding?: BufferEncoding): number;
  equals(other: Uint8Array): boolean;
  compare(other: Uint8Array): -1 | 0 | 1;
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
  subarray(start?: number, end?: number): Buffer;
  slice(start?: number, end?: number): Buffer;
  readUInt8(offset?: number): number;
  readInt8(offset?: number): number;
  readUInt16LE(offset?: number): number;
  readUInt16BE(offset?: number): number;
  readInt16LE(offset?: number): number;
  readInt16BE(offset?: number): number;
  readUInt32LE(offset?: number): number;
  readUInt32BE(offset?: number): number;
  readInt32LE(offset?: number): number;
  readInt32BE(offset?: number): number;
  readBigInt64LE(offset?: number): bigint;
  readBigInt64BE(offset?: number): bigint;
  readBigUInt64LE(offset?: number): bigint;
  readBigUInt64BE(offset?: number): bigint;
  readFloatLE(offset?: number): number;
  readFloatBE(offset?: number): number;
  readDoubleLE(offset?: number): number;
  readDoubleBE(offset?: number): number;
  writeUInt8(value: number, offset?: number): number;
  writeInt8(value: number, offset?: number): number;
  writeUInt16LE(value: number, offset?: number): number;
  writeUInt16BE(value: number, offset?: number): number;
  writeInt16LE(value: number, offset?: number): number;
  writeInt16BE(value: number, offset?: number): number;
  writeUInt32LE(value: number, offset?: number): number;
  writeUInt32BE(value: number, offset?: number): number;
  writeInt32LE(value: number, offset?: number): number;
  writeInt32BE(value: number, offset?: number): number;
  writeBigInt64LE(value: bigint, offset?: number): number;
  writeBigInt64BE(value: bigint, offset?: number): number;
  writeBigUInt64LE(value: bigint, offset?: number): number;
  writeBigUInt64BE(value: bigint, offset?: number): number;
  writeFloatLE(value: number, offset?: number): number;
  writeFloatBE(value: number, offset?: number): number;
  writeDoubleLE(value: number, offset?: number): number;
  writeDoubleBE(value: number, offset?: number): number;
}

type BufferEncoding =
  | ('utf8' | 'utf-8' | 'hex' | 'base64' | 'base64url')
  | ('latin1' | 'binary' | 'ascii' | 'utf16le' | 'ucs2');

declare const Buffer: {
  alloc(size: number, fill?: string | number | Uint8Array, encoding?: BufferEncoding): Buffer;
  allocUnsafe(size: number): Buffer;
  from(text: string, encoding?: BufferEncoding): Buffer;
  from(bytes: ArrayLike<number> | ArrayBuffer | Iterable<number>): Buffer;
  from(bytes: ArrayBuffer, byteOffset: number, length?: number): Buffer;
  concat(parts: readonly Uint8Array[], totalLength?: number): Buffer;
  byteLength(text: string | ArrayBufferView | ArrayBuffer, encoding?: BufferEncoding): number;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  isBuffer(value: unknown): value is Buffer;
  isEncoding(name: string): name is BufferEncoding;
};

/** Each call is one entry of the session's log. */
declare const console: {
  log(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  dir(value: unknown): void;
  table(rows: unknown, columns?: readonly string[]): void;
  assert(condition: unknown, ...values: unknown[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  group(...values: unknown[]): void;
  groupEnd(): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
};

interface Timer {
  ref(): this;
  unref(): this;
  hasRef(): boolean;
  refresh(): this;
}

/** Runs in the first batch of events that is late enough for it. */
declare function setTimeout<A extends unknown[]>(
  callback: (...args: A) => void,
  delayMs?: number,
  ...args: A
): Timer;
/** Counts from the batch it ran in: it does not catch up. */
declare function setInterval<A extends unknown[]>(
  callback: (...args: A) => void,
  intervalMs?: number,
  ...args: A
): Timer;
/** A timer of 1 ms. */
declare function setImmediate<A extends unknown[]>(callback: (...args: A) => void, ...args: A): Timer;
declare function clearTimeout(timer: Timer | undefined | null): void;
declare function clearInterval(timer: Timer | undefined | null): void;
declare function clearImmediate(timer: Timer | undefined | null): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;
/** Base64 to binary text. */
declare function atob(text: string): string;
/** Binary text to base64. */
declare function btoa(text: string): string;

/** Stands still during one batch of events. */
declare const performance: { now(): number; readonly timeOrigin: number };

/** From the session's own generator, which can be repeated: not for keys, passwords or tokens. */
declare const crypto: {
  getRandomValues<T extends ArrayBufferView>(target: T): T;
  randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
};

declare const process: {
  /** Ends the session. */
  exit(code?: number): never;
  /** Empty. */
  readonly env: Record<string, string | undefined>;
  readonly argv: readonly string[];
  readonly platform: string;
  readonly version: string;
  readonly versions: Record<string, string>;
  nextTick(callback: (...args: unknown[]) => void, ...args: unknown[]): void;
  hrtime: { (previous?: [number, number]): [number, number]; bigint(): bigint };
  uptime(): number;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
};

declare class TextEncoder {
  encode(text?: string): Uint8Array;
}
declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer): string;
}

declare class Event {
  constructor(type: string);
  readonly type: string;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}
declare class EventTarget {
  addEventListener(type: string, listener: (event: Event) => void, options?: { once?: boolean }): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  dispatchEvent(event: Event): boolean;
}
declare class AbortSignal extends EventTarget {
  static abort(reason?: unknown): AbortSignal;
  static timeout(delayMs: number): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare class DOMException extends Error {
  constructor(message?: string, name?: string);
  readonly code: number;
}

declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | Iterable<[string, string]>);
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  delete(name: string): void;
  toString(): string;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare class URL {
  constructor(url: string, base?: string | URL);
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
}

declare const global: typeof globalThis;

/** Files beside the script and packages become part of the bundle; of Node's modules, some are there. */
declare function require(name: string): any;
declare const module: { exports: any };
declare const exports: any;
declare const __filename: string;
declare const __dirname: string;

/** Of what a script requires, the editor knows the script API alone. */
declare module '*';
