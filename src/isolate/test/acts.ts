/**
 * Programs that try to get out of a worker with what Node gives it, each with a pattern for the code of the error it meets; undefined
 * where what they need is not there. They are bodies of async functions of `require` and of `given`, which has paths, ports and
 * process ids.
 */
export const ACTS: readonly (readonly [what: string, program: string, code: string | undefined])[] = [
  [
    'read a file of the system',
    "return require('node:fs').readFileSync('/etc/passwd', 'utf8')",
    'ERR_ACCESS_DENIED',
  ],
  [
    'read a file of the host',
    "return require('node:fs').readFileSync(given.secret, 'utf8')",
    'ERR_ACCESS_DENIED',
  ],
  [
    'read its own source',
    "return require('node:fs').readFileSync(given.source, 'utf8')",
    'ERR_ACCESS_DENIED',
  ],
  [
    'read the file of the package',
    "return require('node:fs').readFileSync(given.packageFile, 'utf8')",
    'ERR_ACCESS_DENIED',
  ],
  [
    'read a file with promises',
    "return await require('node:fs/promises').readFile(given.secret, 'utf8')",
    'ERR_ACCESS_DENIED',
  ],
  ['list a folder', "return require('node:fs').readdirSync('/')", 'ERR_ACCESS_DENIED'],
  [
    "read the host's environment",
    "return require('node:fs').readFileSync('/proc/' + given.hostPid + '/environ', 'utf8')",
    'ERR_ACCESS_DENIED',
  ],
  [
    "read the host's memory",
    "return require('node:fs').openSync('/proc/' + given.hostPid + '/mem')",
    'ERR_ACCESS_DENIED',
  ],
  ['list its descriptors', "return require('node:fs').readdirSync('/proc/self/fd')", 'ERR_ACCESS_DENIED'],
  ['read environment files', 'return process.loadEnvFile(given.secret)', 'ERR_ACCESS_DENIED'],
  ['write a file', "return require('node:fs').writeFileSync(given.target, 'x')", 'ERR_ACCESS_DENIED'],
  ['make a folder', 'return require("node:fs").mkdirSync(given.target)', 'ERR_ACCESS_DENIED'],
  ['make a link', "return require('node:fs').symlinkSync('/etc/passwd', given.target)", 'ERR_ACCESS_DENIED'],
  ['write a report', 'return process.report.writeReport(given.target)', 'ERR_ACCESS_DENIED'],
  [
    'write a picture of its memory',
    "return require('node:v8').writeHeapSnapshot(given.target)",
    'ERR_ACCESS_DENIED',
  ],
  [
    'open a database',
    "return new (require('node:sqlite').DatabaseSync)(given.target)",
    'ERR_UNKNOWN_BUILTIN_MODULE',
  ],
  [
    'start a program',
    "throw require('node:child_process').spawnSync('/bin/true').error",
    'ERR_ACCESS_DENIED',
  ],
  ['become another program', "return process.execve('/bin/true', ['true'], {})", 'ERR_ACCESS_DENIED'],
  ['fork itself', "return require('node:child_process').fork(given.source)", 'ERR_ACCESS_DENIED'],
  [
    'start a thread',
    "return new (require('node:worker_threads').Worker)('0', { eval: true })",
    'ERR_ACCESS_DENIED',
  ],
  [
    'use WASI',
    "return new (require('node:wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } })",
    'ERR_ACCESS_DENIED',
  ],
  [
    'connect by TCP',
    "await require('node:events').once(require('node:net').connect(given.port, '127.0.0.1'), 'connect')",
    'ERR_ACCESS_DENIED',
  ],
  [
    'connect to a local socket',
    "await require('node:events').once(require('node:net').connect(given.target), 'connect')",
    'ERR_ACCESS_DENIED',
  ],
  [
    'listen',
    "await require('node:events').once(require('node:net').createServer().listen(0, '127.0.0.1'), 'listening')",
    'ERR_ACCESS_DENIED',
  ],
  [
    'send by UDP',
    "const socket = require('node:dgram').createSocket('udp4'); socket.send('x', given.port, '127.0.0.1'); await require('node:events').once(socket, 'listening')",
    'ERR_ACCESS_DENIED',
  ],
  ['look up a name', "return await require('node:dns/promises').lookup('localhost')", 'ERR_ACCESS_DENIED'],
  [
    'fetch',
    "await fetch('http://127.0.0.1:' + given.port).catch(error => { throw error.cause; })",
    'ERR_ACCESS_DENIED',
  ],
  ['load an addon', 'process.dlopen({ exports: {} }, given.addon)', 'ERR_ACCESS_DENIED'],
  ['load an addon as a module', 'return require(given.addon)', 'ERR_ACCESS_DENIED|MODULE_NOT_FOUND'],
  ['call native functions', "return require('node:ffi').dlopen('libc.so.6', {})", 'ERR_ACCESS_DENIED'],
  ["reach Node's own bindings", "return process.binding('spawn_sync')", 'ERR_ACCESS_DENIED'],
  [
    'reach bindings of whoever built Node',
    "return process._linkedBinding('spawn_sync')",
    'ERR_ACCESS_DENIED',
  ],
  [
    "import Node's own modules",
    "return require('internal/bootstrap/realm')",
    'ERR_ACCESS_DENIED|MODULE_NOT_FOUND',
  ],
  ['start the inspector', "return require('node:inspector').open(0)", 'ERR_ACCESS_DENIED'],
  [
    'attach an inspector to itself',
    "return new (require('node:inspector').Session)().connect()",
    'ERR_ACCESS_DENIED',
  ],
  ["start the host's inspector", 'return process._debugProcess(given.hostPid)', undefined],
  ['signal the host', "return process.kill(given.hostPid, 'SIGTERM')", undefined],
  [
    'signal the host by way of a copy',
    "return (await import('node:process')).kill(given.hostPid, 'SIGTERM')",
    undefined,
  ],
  ['signal the host past its wrapper', 'return process._kill(given.hostPid, 15)', undefined],
  ['signal another worker', "return process.kill(given.otherPid, 'SIGKILL')", undefined],
  ['slow the host down', 'return require("node:os").setPriority(given.hostPid, 19)', undefined],
  [
    'get its permissions back',
    "process.permission.has = () => true; return require('node:fs').readdirSync('/')",
    'ERR_ACCESS_DENIED',
  ],
];
