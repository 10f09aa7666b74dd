// Captured when the module loads: inside an isolate that is before any customer code has run. What scripts hand over may
// be an array of bytes that has a `length` of its own.
const uncurryThis = <T>(method: unknown): T => Function.prototype.call.bind(method as () => unknown) as T;
const getter = <T>(name: string): ((bytes: Uint8Array) => T) =>
  uncurryThis(Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), name)!.get);

export const Bytes = Uint8Array;
export const bufferOf = getter<ArrayBuffer>('buffer');
export const offsetOf = getter<number>('byteOffset');
export const lengthOf = getter<number>('length');
export const copyBytes = uncurryThis<(target: Uint8Array, source: Uint8Array, offset: number) => void>(
  Uint8Array.prototype.set,
);
