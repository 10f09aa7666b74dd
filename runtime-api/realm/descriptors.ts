/**
 * A frozen prototype refuses assignments to objects that inherit from it: `err.name = 'MyError'` fails because
 * `Error.prototype.name` is read-only. The cure is an accessor on the prototype whose setter gives the object a
 * property of its own; here are those accessors, and descriptors that show them as the plain values they stand
 * for. Evaluate this module before any library that takes `Object.getOwnPropertyDescriptor` for itself.
 */

const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { freeze } = Object;
const NativeObject = Object;
const NativeTypeError = TypeError;
const toText = String;

type Getter = () => unknown;

/** Lets a subclass put private fields on a function that exists already: a constructor may return another object. */
function Branding(getter: Getter): Getter {
  return getter;
}
const Branded = Branding as unknown as new (getter: Getter) => object;

/** Marks a getter as standing for a value; the mark cannot be seen or forged from outside. */
class ValueGetter extends Branded {
  #value: unknown;

  constructor(getter: Getter, value: unknown) {
    super(getter);
    this.#value = value;
  }

  static shown(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
    const getter = descriptor?.get;
    if (getter === undefined || !(#value in getter)) return descriptor;
    return { value: (getter as ValueGetter).#value, writable: true, enumerable: false, configurable: false };
  }
}

/** Makes a value of a prototype one that inheriting objects can replace for themselves, and nobody else can change. */
export function repairOverride(proto: object, key: PropertyKey): void {
  const found = getOwnPropertyDescriptor(proto, key);
  if (found === undefined || !('value' in found) || !found.configurable) return;
  const { value } = found;
  const get = (): unknown => value;
  new ValueGetter(get, value);
  const { set } = {
    set(this: unknown, replacement: unknown): void {
      // As in sloppy code: old polyfills replace what is there, and work with what they find.
      if (this === proto) return;
      if ((typeof this !== 'object' && typeof this !== 'function') || this === null) {
        throw new NativeTypeError(`Cannot assign to read only property '${toText(key)}'`);
      }
      const own = { value: replacement, writable: true, enumerable: true, configurable: true };
      // An object that has the property already came here through its prototype's prototype: Reflect.set, super.x = y.
      const isDefined = getOwnPropertyDescriptor(this, key) !== undefined;
      if (!defineProperty(this, key, isDefined ? { value: replacement } : own)) {
        throw new NativeTypeError(`Cannot assign to read only property '${toText(key)}'`);
      }
    },
  };
  freeze(get);
  freeze(set);
  defineProperty(proto, key, { get, set, enumerable: false, configurable: false });
}

function describe(target: object, key: PropertyKey): PropertyDescriptor | undefined {
  return ValueGetter.shown(getOwnPropertyDescriptor(target, key));
}

function install(): void {
  const native = Object.getOwnPropertyDescriptor;
  const made = {
    getOwnPropertyDescriptor(target: object, key: PropertyKey) {
      return ValueGetter.shown(native(target, key));
    },
    getOwnPropertyDescriptors(target: object) {
      const source = NativeObject(target) as object;
      const keys = ownKeys(source);
      const all: Record<PropertyKey, PropertyDescriptor> = {};
      for (let i = 0; i < keys.length; i++) {
        const value = describe(source, keys[i]!);
        if (value !== undefined)
          defineProperty(all, keys[i]!, { value, writable: true, enumerable: true, configurable: true });
      }
      return all;
    },
  };
  const own = { getOwnPropertyDescriptor: (target: object, key: PropertyKey) => describe(target, key) };
  for (const name of ['getOwnPropertyDescriptor', 'getOwnPropertyDescriptors'] as const) {
    defineProperty(Object, name, { value: made[name], writable: true, configurable: true });
  }
  defineProperty(Reflect, 'getOwnPropertyDescriptor', {
    value: own.getOwnPropertyDescriptor,
    writable: true,
    configurable: true,
  });
}
install();
