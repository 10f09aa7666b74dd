import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { decodePacket } from '../../src/protocol/decode.ts';
import { encodePacket } from '../../src/protocol/encode.ts';
import { CLIENT_VERSION, OpCode } from '../../src/protocol/op-codes.ts';
import type { Packet } from '../../src/protocol/packet.ts';

/** A message to one player, as a script sends it. */
export interface Sent {
  opCode: number;
  sender: number;
  payload: Uint8Array;
}

/** One game session of a yardstick. */
export interface Room {
  onMessage(message: { opCode: number; sender: number; payload: Uint8Array }): void;
}

/** Sends a message to one of the players of a room. */
export type SendTo = (peerId: number, message: Sent) => void;

/**
 * What one would write around a script with `ws` and no bounds on anything: each packet decoded and given to the room of its
 * player, each answer encoded and sent at once.
 * @returns the port it listens on
 */
export async function serveRooms(openRoom: (send: SendTo) => Room | Promise<Room>): Promise<number> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  const rooms = new Map<string, Promise<[Room, Map<number, WebSocket>]>>();
  const roomOf = (name: string) => {
    const known = rooms.get(name);
    if (known !== undefined) return known;
    const peers = new Map<number, WebSocket>();
    const send: SendTo = (peerId, message) =>
      peers.get(peerId)?.send(encodePacket({ ...message, reliable: true }));
    const opened = Promise.resolve(openRoom(send)).then((room): [Room, typeof peers] => [room, peers]);
    rooms.set(name, opened);
    return opened;
  };
  server.on('connection', socket => {
    let place: { room: Room; peerId: number } | undefined;
    socket.on('message', (data: Buffer) => {
      const packet = decodePacket(data);
      if (place !== undefined) {
        place.room.onMessage({ opCode: packet.opCode, sender: place.peerId, payload: packet.payload });
        return;
      }
      void roomOf(roomName(packet)).then(([room, peers]) => {
        place = { room, peerId: peers.size + 1 };
        peers.set(place.peerId, socket);
        socket.send(loginResult(place.peerId));
      });
    });
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function roomName({ message }: Packet): string {
  return message?.kind === 'login' ? message.playerSessionId.split('/')[0]! : '';
}

function loginResult(peerId: number): Uint8Array {
  const none = new Uint8Array(0);
  return encodePacket({
    opCode: OpCode.LOGIN_RESPONSE,
    sender: -1,
    reliable: true,
    clientVersion: CLIENT_VERSION,
    message: {
      kind: 'loginResult',
      ...{ success: true, reconnectToken: '', peerId, fastPort: 0, caCert: none, connectToken: '' },
    },
  });
}
