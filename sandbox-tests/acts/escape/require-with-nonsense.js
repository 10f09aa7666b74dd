// `require` of things that are no names.
// blast: callback
for (const name of [undefined, null, 1, {}, [], Symbol('x'), { toString: () => 'fs' }, () => 'fs', new String('fs')]) {
  try {
    require(name);
  } catch {}
}
