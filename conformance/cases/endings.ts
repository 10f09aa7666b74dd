import { type Case, playpen, protocol } from '../case.ts';
import { check } from '../check.ts';
import { Op } from '../op-codes.ts';

export const ENDING_CASES: readonly Case[] = [
  protocol('a client that closes is answered with 1000', async game => {
    const player = await game.join();
    await player.client.close();
    check('the close code', (await player.closed()).code, 1000);
  }),

  protocol('a loop over the messages ends with the connection', async game => {
    const player = await game.join();
    const seen: number[] = [];
    player.client.send(Op.ECHO, 'one');
    await player.nextOf(Op.ECHO);
    const loop = (async () => {
      for await (const { opCode } of player.client.messages()) {
        seen.push(opCode);
        await player.client.close();
      }
    })();
    player.client.send(Op.ECHO, 'two');
    await loop;
    check('what the loop saw', seen, [Op.ECHO.opCode]);
  }),

  protocol('who has left gets a new peer id when they come back', async game => {
    const first = await game.join();
    const stays = await game.join();
    await first.client.close();
    const again = await game.join();
    check('whether the id is new', [first.peerId, stays.peerId].includes(again.peerId), false);
  }),

  playpen('a player that the script cuts off is told so, after what was sent before', async game => {
    const player = await game.join();
    player.client.send(Op.ECHO, 'last words');
    player.client.send(Op.KICK, new Uint8Array(0));
    check('the last message', (await player.nextOf(Op.ECHO)).value, 'last words');
    const { code, reason } = await player.closed();
    check('the end', { code, reason }, { code: 4010, reason: 'kicked' });
  }),
];
