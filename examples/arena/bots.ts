// Bots that run about in the arena, for `playpen bots`.
import { setTimeout as pause } from 'node:timers/promises';
import { defineBots } from '../../src/bots/index.ts';

const MOVE = 1;
const ECHO = 100;
const STEP_MS = 250;

export default defineBots({
  login: index => ({ payload: `bot ${index}` }),

  async play({ client, signal, time }) {
    let arrived = () => {};
    client.on('message', ({ opCode }) => {
      if (opCode === ECHO) arrived();
    });
    while (!signal.aborted) {
      const [x, y] = [Math.random(), Math.random()].map(share => Math.floor(share * 3) - 1);
      client.send(MOVE, Uint8Array.from([x!, y!]), { channel: 'fast' });
      // What a player sends to itself goes through the server and comes back.
      arrived = time('round trip');
      client.sendToPlayer(client.peerId, ECHO);
      await pause(STEP_MS, undefined, { signal });
    }
  },
});
