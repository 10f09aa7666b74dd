import { Buffer } from './buffer.ts';
import { DOMException } from './dom-exception.ts';
import type { ModuleEnvironment } from './environment.ts';

/** The Web Cryptography quota of one `getRandomValues` call. */
const MAX_RANDOM_VALUES_BYTES = 65_536;

export interface RandomSource {
  getRandomValues<T extends ArrayBufferView>(target: T): T;
  randomUUID(): string;
}

/** The Web `crypto` global without `subtle`. Its numbers come from the session's seed: they are not secret. */
export function createWebCrypto(environment: ModuleEnvironment): RandomSource {
  return {
    getRandomValues(target) {
      if (!ArrayBuffer.isView(target) || target instanceof Float32Array || target instanceof Float64Array) {
        throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
      }
      if (target.byteLength > MAX_RANDOM_VALUES_BYTES) {
        throw new DOMException(
          `The requested length exceeds ${MAX_RANDOM_VALUES_BYTES} bytes`,
          'QuotaExceededError',
        );
      }
      environment.fillRandom(new Uint8Array(target.buffer, target.byteOffset, target.byteLength));
      return target;
    },
    randomUUID() {
      const bytes = Buffer.alloc(16);
      environment.fillRandom(bytes);
      bytes[6] = (bytes[6]! & 0x0f) | 0x40;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      const hex = bytes.toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        '-',
      );
    },
  };
}
