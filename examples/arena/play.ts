// Four bots run for coins, each for the one nearest to it.
import { setTimeout as pause } from 'node:timers/promises';
import { type Bot, connectBots, disconnect, textOf } from '../bots.ts';
import { type ArenaState, decodeState, draw, type Roster } from './state.ts';

const MOVE = 1;
const STATE = 10;
const ROSTER = 11;
const PICTURES = 5;

/** What the first bot knows, for the pictures. */
const seen: { state?: ArenaState; roster?: Roster; states: number } = { states: 0 };

function play({ client }: Bot, onState: (state: ArenaState) => void): void {
  let lastTick = 0;
  let lastMove = '';
  client.on('message', ({ opCode, payload }) => {
    if (opCode !== STATE) return;
    const state = decodeState(payload);
    // Datagrams may overtake one another.
    if (state.tick <= lastTick) return;
    lastTick = state.tick;
    onState(state);
    const move = towardsCoin(state, client.peerId);
    if (move.join() === lastMove) return;
    lastMove = move.join();
    client.send(MOVE, Uint8Array.from(move), { channel: 'fast' });
  });
}

function towardsCoin({ players, coins }: ArenaState, peerId: number): [number, number] {
  const me = players.get(peerId);
  const distance = (coin: { x: number; y: number }): number =>
    me === undefined ? 0 : Math.hypot(coin.x - me.x, coin.y - me.y);
  const [nearest] = coins.toSorted((a, b) => distance(a) - distance(b));
  if (me === undefined || nearest === undefined) return [0, 0];
  const direction = (delta: number): number => (Math.abs(delta) < 0.5 ? 0 : Math.sign(delta));
  return [direction(nearest.x - me.x), direction(nearest.y - me.y)];
}

function scores({ players }: ArenaState, { names }: Roster): string {
  return [...players]
    .toSorted(([, a], [, b]) => b.score - a.score)
    .map(([peerId, { score }]) => `${names[peerId] ?? peerId} ${score}`)
    .join('   ');
}

const bots = await connectBots(['Ada', 'Bob', 'Cleo', 'Dan']);
const [first] = bots as [Bot];
first.client.on('message', ({ opCode, payload }) => {
  if (opCode === ROSTER) seen.roster = JSON.parse(textOf(payload)) as Roster;
});
for (const bot of bots) {
  play(bot, state => {
    if (bot !== first) return;
    seen.state = state;
    seen.states++;
  });
}

for (let i = 0; i < PICTURES; i++) {
  await pause(1000);
  if (seen.state === undefined || seen.roster === undefined) continue;
  console.log(draw(seen.state, seen.roster));
  console.log(`tick ${seen.state.tick}   coins: ${scores(seen.state, seen.roster)}\n`);
}
console.log(
  `${seen.states} states in ${PICTURES} s; ${first.name}'s fast channel is ${first.client.fastChannel}`,
);
await disconnect(bots);
if (seen.states === 0) process.exitCode = 1;
