import {
  getOwnPropertyDescriptor,
  getPrototypeOf,
  objectToString,
  stringStartsWith,
  uncurryThis,
} from './captured.ts';

type Test = (value: unknown) => boolean;

const functionToString = uncurryThis(Function.prototype.toString);
const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype)!;
const typedArrayTag = uncurryThis(getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag)!.get!);

/** Whether a built-in method accepts `value` as its receiver: true only for objects of that very kind. */
function accepts(method: (...args: never[]) => unknown, ...args: unknown[]): Test {
  const call = uncurryThis(method as (...args: unknown[]) => unknown);
  return value => {
    try {
      call(value, ...args);
      return true;
    } catch {
      return false;
    }
  };
}

const isObject: Test = value => typeof value === 'object' && value !== null;
const getter = (proto: object, name: string): (() => unknown) => getOwnPropertyDescriptor(proto, name)!.get!;
const boxed = (method: () => unknown): Test => {
  const test = accepts(method);
  return value => isObject(value) && test(value);
};
const tagged =
  (tag: string): Test =>
  value =>
    isObject(value) && objectToString(value) === `[object ${tag}]`;
const typedArray =
  (name: string): Test =>
  value =>
    typedArrayTag(value) === name;

const probe = {};
const isNumberObject = boxed(Number.prototype.valueOf);
const isStringObject = boxed(String.prototype.valueOf);
const isBooleanObject = boxed(Boolean.prototype.valueOf);
const isSymbolObject = boxed(Symbol.prototype.valueOf);
const isBigIntObject = tagged('BigInt');
const isArrayBuffer = accepts(getter(ArrayBuffer.prototype, 'byteLength'));

/** Node's `util.types`. A proxy cannot be told from what it stands for, so `isProxy` is always false. */
export const types = {
  isAnyArrayBuffer: isArrayBuffer,
  isArgumentsObject: tagged('Arguments'),
  isArrayBuffer,
  isArrayBufferView: (value: unknown) => ArrayBuffer.isView(value),
  isAsyncFunction: (value: unknown) =>
    typeof value === 'function' && stringStartsWith(functionToString(value), 'async'),
  isBigInt64Array: typedArray('BigInt64Array'),
  isBigIntObject,
  isBigUint64Array: typedArray('BigUint64Array'),
  isBooleanObject,
  isBoxedPrimitive: (value: unknown) =>
    isNumberObject(value) ||
    isStringObject(value) ||
    isBooleanObject(value) ||
    isSymbolObject(value) ||
    isBigIntObject(value),
  isDataView: accepts(getter(DataView.prototype, 'byteLength')),
  isDate: accepts(Date.prototype.getTime),
  isExternal: () => false,
  isFloat32Array: typedArray('Float32Array'),
  isFloat64Array: typedArray('Float64Array'),
  isGeneratorFunction: (value: unknown) =>
    typeof value === 'function' && /GeneratorFunction/.test(tagOf(value)),
  isGeneratorObject: tagged('Generator'),
  isInt16Array: typedArray('Int16Array'),
  isInt32Array: typedArray('Int32Array'),
  isInt8Array: typedArray('Int8Array'),
  isMap: accepts(Map.prototype.has, probe),
  isMapIterator: tagged('Map Iterator'),
  isModuleNamespaceObject: tagged('Module'),
  isNativeError: tagged('Error'),
  isNumberObject,
  isPromise: (value: unknown) => value instanceof Promise,
  isProxy: () => false,
  isRegExp: tagged('RegExp'),
  isSet: accepts(Set.prototype.has, probe),
  isSetIterator: tagged('Set Iterator'),
  isSharedArrayBuffer: () => false,
  isStringObject,
  isSymbolObject,
  isTypedArray: (value: unknown) => typedArrayTag(value) !== undefined,
  isUint16Array: typedArray('Uint16Array'),
  isUint32Array: typedArray('Uint32Array'),
  isUint8Array: typedArray('Uint8Array'),
  isUint8ClampedArray: typedArray('Uint8ClampedArray'),
  isWeakMap: accepts(WeakMap.prototype.has, probe),
  isWeakSet: accepts(WeakSet.prototype.has, probe),
};

function tagOf(value: unknown): string {
  return objectToString(value);
}
