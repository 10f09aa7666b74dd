// Every module of Node that reaches out of the process.
// blast: callback
for (const name of ['fs', 'net', 'child_process', 'vm', 'worker_threads', 'cluster', 'dgram', 'http', 'inspector', 'module', 'repl', 'v8', 'wasi',
  'node:fs', 'node:process', 'fs/promises', 'process', 'internal/bootstrap', '_http_agent', 'isolated-vm']) {
  try {
    const found = require(name);
    found.writeFileSync?.('/tmp/playpen-escaped', '');
    found.execSync?.('touch /tmp/playpen-escaped');
    if (name === 'isolated-vm') for (;;);
  } catch {}
}
