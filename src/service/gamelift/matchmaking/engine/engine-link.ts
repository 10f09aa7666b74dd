import { Worker } from 'node:worker_threads';
import type { Limits } from '../../../../limits/limits.ts';
import { SOURCE_EXTENSION } from '../../../../package-files.ts';
import type { EngineThreadData, FromEngine, ToEngine } from './engine-messages.ts';

/** One thread, from its start to its end. */
export interface EngineLink {
  send(message: ToEngine): void;
  /** Resolves when it is gone. `onLost` is not called for it. */
  stop(): Promise<void>;
}

export interface EngineLinkEvents {
  onMessage(message: FromEngine): void;
  /** It died by itself, once. */
  onLost(error: Error): void;
}

export type StartEngineLink = (limits: Limits, events: EngineLinkEvents) => EngineLink;

/** Starts the thread. What goes wrong in it ends it, and nothing else. */
export const startEngineThread: StartEngineLink = (limits, events) => {
  const workerData: EngineThreadData = { limits };
  const worker = new Worker(new URL(`./engine-thread.${SOURCE_EXTENSION}`, import.meta.url), {
    name: 'matchmaking',
    workerData,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.matchThreadHeapMb },
  });
  let isOver = false;
  const lost = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    events.onLost(error);
  };
  worker.on('message', (message: FromEngine) => isOver || events.onMessage(message));
  worker.on('error', error => lost(error as Error));
  worker.on('exit', code => lost(new Error(`the thread ended by itself (${code})`)));
  worker.unref();
  return {
    send: message => worker.postMessage(message),
    stop: async () => {
      isOver = true;
      await worker.terminate();
    },
  };
};
