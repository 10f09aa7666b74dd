import type { ConnectError } from '../../src/client/index.ts';
import { type Case, protocol } from '../case.ts';
import { check, checkThat } from '../check.ts';
import { Op } from '../op-codes.ts';

export const LOGIN_CASES: readonly Case[] = [
  protocol('each player gets a peer id of its own, above 0', async game => {
    const players = [await game.join(), await game.join(), await game.join()];
    const ids = players.map(({ peerId }) => peerId);
    checkThat(
      `the ids ${ids} are above 0`,
      ids.every(id => id > 0),
    );
    check('how many different ids there are', new Set(ids).size, 3);
  }),

  protocol('the script gets the connection payload, before any message', async game => {
    const player = await game.join({ payload: 'héllo ✓' });
    player.client.send(Op.WHO_AM_I, { peerId: 0, payload: '' });
    const { value } = await player.nextOf(Op.WHO_AM_I);
    check('what the script knows', value, { peerId: player.peerId, payload: 'héllo ✓' });
  }),

  protocol('a player that the script refuses is told so, and cut off', async game => {
    const error = await game.join({ payload: 'refuse me' }).then(
      () => undefined,
      (reason: ConnectError) => reason,
    );
    check('what connect says', error?.code, 'connect_refused');
  }),

  protocol('a greeting sent as the player is accepted is not lost', async game => {
    const player = await game.join({ payload: 'greet me' });
    const { sender, value } = await player.nextOf(Op.GREETING);
    check('the greeting', { sender, value }, { sender: -1, value: 'welcome' });
  }),
];
