import { bytes, opCode } from '../../src/client/index.ts';
import { type Case, playpen, protocol } from '../case.ts';
import { check } from '../check.ts';
import { Op } from '../op-codes.ts';

const MAX_PAYLOAD_BYTES = 4_096;
const NOBODY = 2_000_000_000;

export const MESSAGE_CASES: readonly Case[] = [
  protocol('a message to the server reaches the script, whose answer comes from -1', async game => {
    const player = await game.join();
    player.client.send(Op.ECHO, 'hi');
    check('the answer', await player.nextOf(Op.ECHO), { sender: -1, value: 'hi' });
  }),

  protocol('every byte comes back as it was, none or 4096 of them', async game => {
    const player = await game.join();
    const Raw = opCode(30, bytes);
    const payload = Uint8Array.from({ length: MAX_PAYLOAD_BYTES }, (_, i) => i % 256);
    player.client.send(Raw, payload);
    player.client.send(Raw, new Uint8Array(0));
    check('the bytes', [...(await player.nextOf(Raw)).value], [...payload]);
    check('the empty payload', (await player.nextOf(Raw)).value.length, 0);
  }),

  protocol('the highest op code comes back as it was', async game => {
    const player = await game.join();
    player.client.send(0x7fffffff, 'x');
    check('the op code', (await player.next()).opCode, 0x7fffffff);
  }),

  protocol('reliable messages keep their order', async game => {
    const player = await game.join();
    const numbers = Array.from({ length: 200 }, (_, i) => `${i}`);
    for (const number of numbers) player.client.send(Op.ECHO, number);
    const back: string[] = [];
    for (const _ of numbers) back.push((await player.nextOf(Op.ECHO)).value);
    check('the order', back, numbers);
  }),

  protocol('a message to a player reaches that player alone, and says who sent it', async game => {
    const [ada, bob, cleo] = [await game.join(), await game.join(), await game.join()];
    ada.client.sendToPlayer(bob.peerId, Op.TALK, 'for Bob');
    ada.client.sendToPlayer(cleo.peerId, Op.TALK, 'for Cleo');
    check('what Bob gets', await bob.nextOf(Op.TALK), { sender: ada.peerId, value: 'for Bob' });
    check('what Cleo gets', await cleo.nextOf(Op.TALK), { sender: ada.peerId, value: 'for Cleo' });
  }),

  protocol('a message that the script does not allow is dropped, and the next one is not', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    ada.client.sendToPlayer(bob.peerId, Op.TALK, 'forbidden');
    ada.client.sendToPlayer(bob.peerId, Op.TALK, 'allowed');
    check('what Bob gets', (await bob.nextOf(Op.TALK)).value, 'allowed');
  }),

  protocol('the script reaches everybody', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    ada.client.send(Op.TELL_ALL, 'all');
    for (const player of [ada, bob]) {
      check('what comes', await player.nextOf(Op.TELL_ALL), { sender: -1, value: 'all' });
    }
  }),

  playpen('a message to somebody who is not there is dropped, and the sender goes on', async game => {
    const player = await game.join();
    player.client.sendToPlayer(NOBODY, Op.TALK, 'anybody?');
    player.client.send(Op.ECHO, 'on');
    check('the answer', (await player.nextOf(Op.ECHO)).value, 'on');
  }),
];
