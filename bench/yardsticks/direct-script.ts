/** A Realtime script called directly, in the process that has the sockets: no isolation, and no limit of any kind. */
import { compileFunction } from 'node:vm';
import type { ServerPlan } from '../servers/server-process.ts';
import { type Room, type SendTo, type Sent, serveRooms } from './realtime-rooms.ts';

const plan = JSON.parse(process.argv[2]!) as ServerPlan;
const load = compileFunction(plan.script!, ['exports']);
const port = await serveRooms(openRoom);
process.on('disconnect', () => process.exit());
process.send!([port]);

function openRoom(send: SendTo): Room {
  const exports = {} as { ssExports: Room & { init(session: object): void } };
  load(exports);
  const { ssExports } = exports;
  ssExports.init({
    getServerId: () => -1,
    newBinaryGameMessage: (opCode: number, sender: number, payload: Uint8Array): Sent => ({
      ...{ opCode, sender, payload },
    }),
    sendReliableMessage: (message: Sent, peerId: number) => send(peerId, message),
  });
  return ssExports;
}
