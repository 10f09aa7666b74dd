import type { StartEngineLink } from '../engine/engine-link.ts';
import { EngineRoom } from '../engine/engine-room.ts';

/** Looks for matches in this thread, for tests that need not wait until another one has begun. */
export const startEngineHere: StartEngineLink = (limits, { onMessage }) => {
  const room = new EngineRoom(limits);
  let isOver = false;
  return {
    send: message => {
      // What crosses to a thread is a copy
      const copy = structuredClone(message);
      setImmediate(() => {
        const reply = isOver ? undefined : room.handle(copy);
        if (reply !== undefined) setImmediate(() => isOver || onMessage(structuredClone(reply)));
      });
    },
    stop: async () => {
      isOver = true;
    },
  };
};
