import { ALL_PLAYERS_GROUP_ID } from '../../src/client/index.ts';
import { type Case, playpen, protocol } from '../case.ts';
import { check } from '../check.ts';
import { CLOSED_GROUP, Op, STICKY_GROUP } from '../op-codes.ts';

export const GROUP_CASES: readonly Case[] = [
  protocol('who joins is told all members, and so are those who were there', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    await ada.enter(101);
    bob.client.joinGroup(101);
    const both = [ada.peerId, bob.peerId];
    check('what Bob is told', await bob.membershipOf(101), both);
    check('what Ada is told', await ada.membershipOf(101), both);
  }),

  protocol('who leaves is told, and so are those who stay', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    await ada.enter(102);
    await bob.enter(102);
    await ada.membershipOf(102);
    bob.client.leaveGroup(102);
    check('what Bob is told', await bob.membershipOf(102), [ada.peerId]);
    check('what Ada is told', await ada.membershipOf(102), [ada.peerId]);
  }),

  protocol('those who stay are told of a member whose connection ended', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    await ada.enter(103);
    await bob.enter(103);
    await ada.membershipOf(103);
    await bob.client.close();
    check('what Ada is told', await ada.membershipOf(103), [ada.peerId]);
  }),

  protocol('a message to a group reaches its members, the sender too, and nobody else', async game => {
    const [ada, bob, cleo] = [await game.join(), await game.join(), await game.join()];
    await ada.enter(104);
    await bob.enter(104);
    ada.client.sendToGroup(104, Op.TALK, 'us');
    for (const member of [ada, bob]) {
      check('what a member gets', await member.nextOf(Op.TALK), { sender: ada.peerId, value: 'us' });
    }
    ada.client.sendToPlayer(cleo.peerId, Op.TALK, 'you');
    check('the first that Cleo gets', (await cleo.nextOf(Op.TALK)).value, 'you');
  }),

  protocol('a message to group -1 reaches all players', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    ada.client.sendToGroup(ALL_PLAYERS_GROUP_ID, Op.TALK, 'all');
    for (const player of [ada, bob]) {
      check('what comes', await player.nextOf(Op.TALK), { sender: ada.peerId, value: 'all' });
    }
  }),

  protocol('a message to a group that the script does not allow is dropped', async game => {
    const ada = await game.join();
    await ada.enter(105);
    ada.client.sendToGroup(105, Op.TALK, 'forbidden');
    ada.client.sendToGroup(105, Op.TALK, 'allowed');
    check('what comes', (await ada.nextOf(Op.TALK)).value, 'allowed');
  }),

  protocol('who asks for the members of a group is told them', async game => {
    const ada = await game.join();
    await ada.enter(106);
    ada.client.requestGroupMembership(106);
    check('the members', await ada.membershipOf(106), [ada.peerId]);
  }),

  playpen('who asks for a group without being in it is told, too', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    await ada.enter(107);
    bob.client.requestGroupMembership(107);
    check('the members', await bob.membershipOf(107), [ada.peerId]);
  }),

  playpen('who is not let into a group, or not out of it, is told the members as they are', async game => {
    const ada = await game.join();
    ada.client.joinGroup(CLOSED_GROUP);
    check('the members', await ada.membershipOf(CLOSED_GROUP), []);
    await ada.enter(STICKY_GROUP);
    ada.client.leaveGroup(STICKY_GROUP);
    check('the members', await ada.membershipOf(STICKY_GROUP), [ada.peerId]);
  }),

  playpen('a message to a group is dropped where the sender is no member', async game => {
    const [ada, bob] = [await game.join(), await game.join()];
    await bob.enter(108);
    ada.client.sendToGroup(108, Op.TALK, 'let me in');
    ada.client.sendToPlayer(bob.peerId, Op.TALK, 'hello');
    check('the first that Bob gets', (await bob.nextOf(Op.TALK)).value, 'hello');
  }),
];
