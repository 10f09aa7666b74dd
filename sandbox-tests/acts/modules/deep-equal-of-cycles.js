// assert.deepEqual of graphs that are cycles of each other.
// blast: session
// codes: script_timeout script_memory
const assert = require('assert');
const build = () => {
  const nodes = Array.from({ length: 300 }, () => new Set());
  for (const node of nodes) for (const other of nodes) node.add(other);
  return nodes[0];
};
assert.deepEqual(build(), build());
