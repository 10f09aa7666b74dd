/**
 * A program that describes all a script finds in the language, a line for each property: what it is, whether it can be
 * changed, and whether V8 made it.
 */
export const DESCRIBE_LANGUAGE = `(() => {
  const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys, apply } = Reflect;
  const { isExtensible } = Object;
  const sourceOf = Function.prototype.toString;
  const found = new Map();
  const queue = [];
  const visit = (path, value) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || found.has(value)) return;
    found.set(value, path);
    queue.push(value);
  };
  const kind = value => typeof value !== 'function' ? typeof value
    : apply(sourceOf, value, []).includes('[native code]') ? 'native' : 'ours';
  const name = value => found.get(value) ?? String(value);
  visit('globalThis', globalThis);
  const samples = [async () => {}, function* () {}, async function* () {}, [].values(), new Map().values(),
    new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g), Iterator.from({ next() {} }), [].values().map(x => x)];
  samples.forEach((sample, i) => visit('syntax ' + i, getPrototypeOf(sample)));
  const lines = [];
  for (let i = 0; i < queue.length; i++) {
    const owner = queue[i];
    const path = found.get(owner);
    visit(path + '.__proto__', getPrototypeOf(owner));
    lines.push([path, kind(owner), isExtensible(owner), name(getPrototypeOf(owner))].join(' '));
    for (const key of ownKeys(owner)) {
      const { value, get, set, ...attributes } = getOwnPropertyDescriptor(owner, key);
      const at = path + '.' + String(key);
      visit(at, value);
      visit('get ' + at, get);
      visit('set ' + at, set);
      lines.push([at, JSON.stringify(attributes), kind(value), typeof value === 'symbol' ? '' : name(value)].join(' '));
    }
  }
  return lines.sort();
})()`;
