// Four bots form two teams and chat.
import { setTimeout as pause } from 'node:timers/promises';
import { type Bot, connectBots, disconnect, textOf } from '../bots.ts';

const CHAT = 1;
const ANNOUNCEMENT = 100;
const RED = 1;
const BLUE = 2;

const bots = await connectBots(['Ada', 'Grace', 'Linus', 'Alan']);
const [ada, grace, linus, alan] = bots as [Bot, Bot, Bot, Bot];

for (const { client, say } of bots) {
  client.on('message', ({ opCode, sender, payload }) => {
    if (opCode === ANNOUNCEMENT) say(`is told: ${textOf(payload)}`);
    if (opCode !== CHAT || sender === client.peerId) return;
    const from = bots.find(bot => bot.client.peerId === sender);
    say(`reads “${textOf(payload)}” from ${from?.name}`);
  });
}

/** Joins a group, and is there when the server says so: who comes next finds the team as large as it is. */
async function join({ client }: Bot, group: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = client.on('groupMembership', ({ groupId, peerIds }) => {
    if (groupId === group && peerIds.includes(client.peerId)) resolve();
  });
  client.joinGroup(group);
  await promise;
  stop();
}

async function act(title: string, ...acts: (() => unknown)[]): Promise<void> {
  console.log(`\n${title}`);
  for (const step of acts) {
    await step();
    await pause(250);
  }
}

await act('They connect:');
await act(
  'They pick teams; Grace picks one that is ahead:',
  () => join(ada, RED),
  () => grace.client.joinGroup(RED),
  () => join(grace, BLUE),
  () => join(linus, RED),
  () => join(alan, BLUE),
);
await act(
  'They chat; a team hears only its own:',
  () => ada.client.sendToGroup(RED, CHAT, 'I go left, you go right'),
  () => alan.client.sendToGroup(BLUE, CHAT, 'they will go left, I bet'),
  () => ada.client.sendToGroup(BLUE, CHAT, 'can you hear me, blue team?'),
);
await act(
  'Linus loses his temper:',
  () => linus.client.sendToGroup(RED, CHAT, 'heck, that was my flag!'),
  () => linus.client.sendToGroup(RED, CHAT, 'sorry. Well played.'),
);
await act(
  'Grace leaves her team and comes back, Alan leaves the game:',
  () => grace.client.leaveGroup(BLUE),
  () => join(grace, BLUE),
  () => alan.client.close(),
);

await disconnect(bots);
