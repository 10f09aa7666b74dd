import { type Case, playpen, protocol } from '../case.ts';
import { check, checkThat } from '../check.ts';
import { type Player, within } from '../game.ts';
import { Op } from '../op-codes.ts';

/** The largest payload that goes by datagram, and one that does not. */
const SMALL = 'x'.repeat(1_200);
const LARGE = 'x'.repeat(1_201);

/** Waits until the client knows by which channel fast messages go: UDP, or the WebSocket where it has none. */
function settled({ client }: Player): Promise<void> {
  const state = new Promise<void>(resolve => {
    if (client.fastChannel !== 'connecting') resolve();
    client.on('fastChannel', () => resolve());
  });
  return within(state, 'the fast channel');
}

export const CHANNEL_CASES: readonly Case[] = [
  protocol('a fast message comes back as fast as the client can take it', async game => {
    const player = await game.join();
    await settled(player);
    player.client.send(Op.ECHO_FAST, 'quick', { channel: 'fast' });
    check('what comes back', await player.nextOf(Op.ECHO_FAST), { sender: -1, value: 'quick' });
  }),

  protocol('a fast message before the fast channel is up comes back, too', async game => {
    const player = await game.join();
    player.client.send(Op.ECHO_FAST, 'early', { channel: 'fast' });
    check('what comes back', (await player.nextOf(Op.ECHO_FAST)).value, 'early');
  }),

  protocol('fast messages of any size reach another player', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    await settled(ada);
    await settled(bob);
    for (const text of [SMALL, LARGE]) {
      ada.client.sendToPlayer(bob.peerId, Op.TALK, text, { channel: 'fast' });
      check('what Bob gets', await bob.nextOf(Op.TALK), { sender: ada.peerId, value: text });
    }
  }),

  protocol('groups can be joined and left by the fast channel', async game => {
    const player = await game.join();
    await settled(player);
    await player.enter(201);
    player.client.leaveGroup(201);
    check('the members', await player.membershipOf(201), []);
  }),

  playpen('a question about a group is answered at once, which gives the round trip', async game => {
    const player = await game.join();
    // It was asked at the login, so it is answered before what is sent now.
    player.client.send(Op.ECHO, 'x');
    await player.nextOf(Op.ECHO);
    checkThat('the round trip is known', (player.client.roundTripTimeMs ?? 0) > 0);
  }),
];
