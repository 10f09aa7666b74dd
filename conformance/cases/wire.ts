import { decodePacket } from '../../src/protocol/decode.ts';
import { encodePacket } from '../../src/protocol/encode.ts';
import { OpCode } from '../../src/protocol/op-codes.ts';
import type { Packet } from '../../src/protocol/packet.ts';
import { type Case, playpen, protocol } from '../case.ts';
import { check, checkThat } from '../check.ts';
import type { Game, RawSocket } from '../game.ts';
import { Op } from '../op-codes.ts';

/** LOGIN with the payload "hi" for the player session "psess-1", as two encoders agree on it. */
const LOGIN_HEX = '1f18ffffffffffffffffff0130017a026869f2010b0a0770736573732d311002';

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], byte => Number.parseInt(byte, 16));
}

async function nextPacket(socket: RawSocket, opCode: number): Promise<Packet> {
  for (;;) {
    const packet = decodePacket(await socket.nextFrame());
    if (packet.opCode === opCode) return packet;
  }
}

async function logIn(game: Game): Promise<{ socket: RawSocket; answer: Packet }> {
  const socket = await game.openSocket();
  socket.socket.send(fromHex(LOGIN_HEX));
  return { socket, answer: await nextPacket(socket, OpCode.LOGIN_RESPONSE) };
}

export const WIRE_CASES: readonly Case[] = [
  protocol('the login that Amazon’s client sends is answered with the peer id, twice', async game => {
    const { answer } = await logIn(game);
    checkThat('the answer has a loginResult', answer.message?.kind === 'loginResult');
    if (answer.message?.kind !== 'loginResult') return;
    const { success, peerId, fastPort } = answer.message;
    check('success', success, true);
    check('the targetPlayer', answer.targetPlayer, peerId);
    check('the sender', answer.sender, -1);
    checkThat(`fastPort ${fastPort} is a port`, fastPort >= 0 && fastPort <= 0xffff);
  }),

  protocol('the server says who sent a message, whatever the packet says', async game => {
    const bob = await game.join();
    const { socket, answer } = await logIn(game);
    const payload = new TextEncoder().encode('not from Bob');
    const packet = {
      opCode: Op.TALK.opCode,
      targetPlayer: bob.peerId,
      sender: bob.peerId,
      reliable: true,
      payload,
    };
    socket.socket.send(encodePacket(packet));
    check('the sender', (await bob.nextOf(Op.TALK)).sender, answer.targetPlayer);
  }),

  protocol('fields that nobody knows are passed over', async game => {
    const { socket } = await logIn(game);
    const known = encodePacket({ opCode: Op.ECHO.opCode, targetPlayer: -1, reliable: true });
    // Field 99, a varint, after the others; the length stands in the first byte.
    const frame = Uint8Array.of(known[0]! + 3, ...known.subarray(1), 0x98, 0x06, 0x01);
    socket.socket.send(frame);
    check('the sender', (await nextPacket(socket, Op.ECHO.opCode)).sender, -1);
  }),

  protocol('a text message ends the connection with 1003', async game => {
    const { socket } = await logIn(game);
    socket.socket.send('{}');
    check('the close code', (await socket.closed()).code, 1003);
  }),

  playpen('bytes that are no packet end the connection with 1007', async game => {
    const { socket } = await logIn(game);
    socket.socket.send(Uint8Array.of(5, 1));
    const { code, reason } = await socket.closed();
    check('the end', { code, reason }, { code: 1007, reason: 'malformed_packet' });
  }),

  playpen('a packet before the login ends the connection', async game => {
    const socket = await game.openSocket();
    socket.socket.send(encodePacket({ opCode: 1, targetPlayer: -1, reliable: true }));
    const { code, reason } = await socket.closed();
    check('the end', { code, reason }, { code: 4000, reason: 'unexpected_packet' });
  }),

  playpen('a second login on a connection changes nothing', async game => {
    const { socket } = await logIn(game);
    socket.socket.send(fromHex(LOGIN_HEX));
    socket.socket.send(encodePacket({ opCode: Op.ECHO.opCode, targetPlayer: -1, reliable: true }));
    check('what comes next', decodePacket(await socket.nextFrame()).opCode, Op.ECHO.opCode);
  }),
];
