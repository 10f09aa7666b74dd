/**
 * A host that asks its spawner for a process and then hears nothing more, as one does that is killed at that moment. It
 * prints the process id of the spawner.
 */
import { writeSync } from 'node:fs';
import { Spawner } from '../spawner/spawner.ts';

const STDOUT = 1;

const spawner = new Spawner(60_000);
void spawner.spawn({ command: ['/bin/sh', '-c', 'while :; do :; done'] });
setImmediate(() => {
  writeSync(STDOUT, `${spawner.pid}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
