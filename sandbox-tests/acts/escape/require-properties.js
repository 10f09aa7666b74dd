// What `require`, `module` and `exports` have that Node's have.
// blast: callback
for (const holder of [require, module, exports]) {
  for (const name of ['main', 'cache', 'extensions', 'resolve', 'parent', 'children', 'paths', 'constructor', '_load', '_compile']) {
    try {
      const found = holder[name];
      found?._load?.('fs');
      found?.constructor?._load?.('fs');
    } catch {}
  }
}
