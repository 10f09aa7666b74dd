// Three bots write to one another, to a group and to everybody.
import { setTimeout as pause } from 'node:timers/promises';
import { type Bot, connectBots, disconnect, textOf } from '../bots.ts';

const HELLO = 1;
const EVERYBODY = -1;
const CLUB = 7;

const bots = await connectBots(['Ada', 'Grace', 'Linus']);
const [ada, grace, linus] = bots as [Bot, Bot, Bot];

for (const { client, say } of bots) {
  say(`is player ${client.peerId}`);
  client.on('message', ({ opCode, sender, payload }) => {
    const from = bots.find(bot => bot.client.peerId === sender);
    if (opCode === HELLO) say(`hears from ${from?.name ?? `player ${sender}`}: ${textOf(payload)}`);
  });
  client.on('groupMembership', ({ groupId, peerIds }) => say(`sees group ${groupId}: ${peerIds.join(', ')}`));
}

console.log('\nTo one player:');
ada.client.sendToPlayer(grace.client.peerId, HELLO, 'psst, Grace!');
await pause(500);

console.log('\nTo everybody, the sender too:');
linus.client.sendToGroup(EVERYBODY, HELLO, 'hello, all');
await pause(500);

console.log('\nTo a group, once it has members:');
ada.client.joinGroup(CLUB);
grace.client.joinGroup(CLUB);
await pause(500);
grace.client.sendToGroup(CLUB, HELLO, 'welcome to the club');
await pause(500);

console.log('\nBy the fast channel (UDP), where it is up:');
ada.say(`has a fast channel that is ${ada.client.fastChannel}`);
ada.client.sendToPlayer(linus.client.peerId, HELLO, 'quick!', { channel: 'fast' });
await pause(500);

await disconnect(bots);
