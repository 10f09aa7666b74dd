/** A Realtime script in an isolate for each game session, called asynchronously by the process that has the sockets. */
import ivm from 'isolated-vm';
import type { ServerPlan } from '../servers/server-process.ts';
import { type Room, type SendTo, serveRooms } from './realtime-rooms.ts';

const HEAP_MB = 64;
const AROUND = `
  const exports = {};
  (function (exports) { SCRIPT })(exports);
  let sends = [];
  exports.ssExports.init({
    getServerId: () => -1,
    newBinaryGameMessage: (opCode, sender, payload) => ({ opCode, sender, payload }),
    sendReliableMessage: (message, peerId) => sends.push({ peerId, message }),
  });
  (opCode, sender, payload) => {
    exports.ssExports.onMessage({ opCode, sender, payload });
    const made = sends;
    sends = [];
    return made;
  };
`;

type Call = (opCode: number, sender: number, payload: Uint8Array) => Promise<Answer[]>;
interface Answer {
  peerId: number;
  message: { opCode: number; sender: number; payload: Uint8Array };
}

const plan = JSON.parse(process.argv[2]!) as ServerPlan;
const port = await serveRooms(openRoom);
process.on('disconnect', () => process.exit());
process.send!([port]);

async function openRoom(send: SendTo): Promise<Room> {
  const isolate = new ivm.Isolate({ memoryLimit: HEAP_MB });
  const context = await isolate.createContext();
  const reference = (await context.eval(
    AROUND.replace('SCRIPT', () => plan.script!),
    {
      reference: true,
    },
  )) as ivm.Reference<Call>;
  return {
    onMessage({ opCode, sender, payload }) {
      const called: Promise<unknown> = reference.apply(undefined, [opCode, sender, payload], {
        ...{ arguments: { copy: true }, result: { copy: true }, timeout: 500 },
      });
      void called.then(answers => {
        for (const { peerId, message } of answers as Answer[]) send(peerId, message);
      });
    },
  };
}
