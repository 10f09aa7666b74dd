import type { hmac } from '@noble/hashes/hmac.js';
import type { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import type { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { NativeBigInt } from '../kernel/primordials.ts';
import { Buffer } from './buffer.ts';
import type { ModuleEnvironment } from './environment.ts';
import { loadLibrary } from './late-library.ts';
import { unavailableFunctions } from './unavailable.ts';
import type { RandomSource } from './web-crypto.ts';

interface Hashes {
  md5: typeof md5;
  ripemd160: typeof ripemd160;
  sha1: typeof sha1;
  sha224: typeof sha224;
  sha256: typeof sha256;
  sha384: typeof sha384;
  sha512: typeof sha512;
}
interface HashLibrary extends Hashes {
  hmac: typeof hmac;
}

/** Node's bound of `randomInt`: the largest range six random bytes can serve. */
const MAX_RANDOM_RANGE = 2 ** 48 - 1;

/** Node's `crypto`: random values, hashes and HMAC. */
export function createCryptoModule(environment: ModuleEnvironment, webCrypto: RandomSource): object {
  const { hmac, ...hashes } = loadLibrary<HashLibrary>('hashes', { BigInt: NativeBigInt });
  return {
    webcrypto: webCrypto,
    getRandomValues: webCrypto.getRandomValues,
    randomUUID: webCrypto.randomUUID,
    ...createRandomFunctions(environment),
    getHashes: () => Object.keys(hashes),
    createHash: (name: string) => new HashState(selectHash(hashes, name).create()),
    createHmac: (name: string, key: string | Uint8Array) =>
      new HashState(hmac.create(selectHash(hashes, name), toBytes(key, 'utf8'))),
    hash: (name: string, data: string | Uint8Array, encoding = 'hex') =>
      new HashState(selectHash(hashes, name).create()).update(data).digest(encoding),
    timingSafeEqual,
    ...unavailableFunctions(
      'crypto',
      [
        'createCipheriv',
        'createDecipheriv',
        'createDiffieHellman',
        'createECDH',
        'createPrivateKey',
        'createPublicKey',
        'createSecretKey',
        'createSign',
        'createVerify',
        'generateKeyPair',
        'generateKeyPairSync',
        'hkdf',
        'hkdfSync',
        'pbkdf2',
        'pbkdf2Sync',
        'privateDecrypt',
        'privateEncrypt',
        'publicDecrypt',
        'publicEncrypt',
        'scrypt',
        'scryptSync',
        'sign',
        'verify',
      ],
      'only random values, hashes and HMAC are; a script has no secret source of chance to make keys from',
    ),
  };
}

function createRandomFunctions(environment: ModuleEnvironment): object {
  const randomBytes = (size: number, callback?: (error: null, bytes: Buffer) => void): Buffer | undefined => {
    const bytes = Buffer.alloc(requireInteger(size, 'size', 0, 2 ** 31 - 1));
    environment.fillRandom(bytes);
    if (callback === undefined) return bytes;
    environment.setImmediate(() => callback(null, bytes));
    return undefined;
  };
  const randomFillSync = (target: ArrayBufferView, offset = 0, size = target.byteLength - offset) => {
    environment.fillRandom(new Uint8Array(target.buffer, target.byteOffset + offset, size));
    return target;
  };
  const randomInt = (...args: unknown[]): number | undefined => {
    const callback = typeof args.at(-1) === 'function' ? (args.pop() as RandomIntCallback) : undefined;
    const [min, max] = args.length < 2 ? [0, args[0]] : args;
    const value = drawInteger(environment, min, max);
    if (callback === undefined) return value;
    environment.setImmediate(() => callback(null, value));
    return undefined;
  };
  return { randomBytes, pseudoRandomBytes: randomBytes, randomFillSync, randomInt };
}

type RandomIntCallback = (error: null, value: number) => void;

/** An integer in [min, max), every one as likely: draws that would favour the low ones are repeated. */
function drawInteger(environment: ModuleEnvironment, min: unknown, max: unknown): number {
  const low = requireInteger(min, 'min', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const high = requireInteger(max, 'max', low + 1, low + MAX_RANDOM_RANGE);
  const range = high - low;
  const fair = MAX_RANDOM_RANGE - (MAX_RANDOM_RANGE % range);
  const bytes = Buffer.alloc(6);
  for (;;) {
    environment.fillRandom(bytes);
    const drawn = bytes.readUIntBE(0, 6);
    if (drawn < fair) return low + (drawn % range);
  }
}

function requireInteger(value: unknown, name: string, min: number, max: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)
    return value as number;
  const error = new RangeError(`The value of "${name}" must be an integer from ${min} to ${max}`);
  throw Object.assign(error, { code: 'ERR_OUT_OF_RANGE' });
}

function selectHash(hashes: Hashes, name: string): Hashes[keyof Hashes] {
  const key = `${name}`.toLowerCase().replace('-', '');
  if (Object.hasOwn(hashes, key)) return hashes[key as keyof Hashes];
  const error = new Error(
    `Digest method not supported: ${name}; there are ${Object.keys(hashes).join(', ')}`,
  );
  throw Object.assign(error, { code: 'ERR_CRYPTO_INVALID_DIGEST' });
}

function toBytes(data: string | ArrayBufferView, encoding: string): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const error = new TypeError('The "data" argument must be of type string or a view of an ArrayBuffer');
  throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}

/** Node's `Hash` and `Hmac`: fed piece by piece, asked once. */
class HashState {
  readonly #state: { update(bytes: Uint8Array): unknown; digest(): Uint8Array };
  #finished = false;

  constructor(state: { update(bytes: Uint8Array): unknown; digest(): Uint8Array }) {
    this.#state = state;
  }

  update(data: string | Uint8Array, encoding = 'utf8'): this {
    this.#requireOpen();
    this.#state.update(toBytes(data, encoding));
    return this;
  }

  digest(encoding?: string): Buffer | string {
    this.#requireOpen();
    this.#finished = true;
    const bytes = Buffer.from(this.#state.digest() as never);
    return encoding === undefined || encoding === 'buffer' ? bytes : bytes.toString(encoding);
  }

  #requireOpen(): void {
    if (!this.#finished) return;
    throw Object.assign(new Error('Digest already called'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  }
}

function timingSafeEqual(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const left = toBytes(a, 'utf8');
  const right = toBytes(b, 'utf8');
  if (left.length !== right.length) {
    const error = new RangeError('Input buffers must have the same byte length');
    throw Object.assign(error, { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
  }
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= left[i]! ^ right[i]!;
  return difference === 0;
}
