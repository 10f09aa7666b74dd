import { parentPort, workerData } from 'node:worker_threads';
import type { EngineThreadData, ToEngine } from './engine-messages.ts';
import { EngineRoom } from './engine-room.ts';

/* The thread that looks for matches, for all configurations in turn. */

const room = new EngineRoom((workerData as EngineThreadData).limits);

parentPort?.on('message', (message: ToEngine) => {
  const reply = room.handle(message);
  if (reply !== undefined) parentPort?.postMessage(reply);
});
