/**
 * A script worker: one process, many isolates, one at a time on its main thread. It holds no socket but the
 * socketpair to the relay host (descriptor 3), no file and no secret, and it may be killed at any moment. Its only argument
 * is the user to become, if any: see `confine.ts`.
 */
import { Socket } from 'node:net';
import { confine } from './confine.ts';
import { ScriptWorker } from './script-worker.ts';

// A service manager's stop may go to all processes of the service, but a script is told of the end by its host. A
// worker ends with its link.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

confine(process.argv[2]);
const link = new Socket({ fd: 3, readable: true, writable: true });
// Without its host a worker has nothing to do.
link.on('close', () => process.exit(0));
link.on('error', () => process.exit(0));
await new ScriptWorker(link).work();
