// The iterators of the language replaced, in the language whole.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
const ArrayIterator = Object.getPrototypeOf([][Symbol.iterator]());
const MapIterator = Object.getPrototypeOf(new Map()[Symbol.iterator]());
for (const iterator of [ArrayIterator, MapIterator])
  iterator.next = () => {
    for (;;);
  };
