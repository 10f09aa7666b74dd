// @ts-check
// A game that the server decides: players say which way they want to go, the script moves them, hands out coins and
// tells everybody the state of the arena twenty times a second.

const TICK_MS = 50;
const WIDTH = 40;
const HEIGHT = 12;
/** Cells a player crosses in a second. */
const SPEED = 10;
const COINS = 5;

/** From players: two bytes, the wish to move along x and y: -1, 0 or 1. */
const MOVE = 1;
/** To players, by the fast channel: see `encodeState`. A lost one does not matter, the next is on its way. */
const STATE = 10;
/** To players, reliably: JSON, `{ width, height, names: { [peerId]: name } }`, whenever somebody comes or goes. */
const ROSTER = 11;

/**
 * @typedef {{ x: number, y: number, dx: number, dy: number, score: number, name: string }} Runner
 * @typedef {{ x: number, y: number }} Coin
 */

/** @type {import('playpen/script').RealtimeSession} */
let session;
/** Players in the arena by peer id. @type {Map<number, Runner>} */
const runners = new Map();
/** @type {Coin[]} */
const coins = Array.from({ length: COINS }, () => randomPlace());
let tickNumber = 0;
/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/** @type {import('playpen/script').RealtimeScript} */
const script = {
  configuration: { maxPlayers: 32 },

  init(rtSession) {
    session = rtSession;
  },

  onPlayerConnect(message) {
    const name = message.getPayloadAsText().slice(0, 12) || `player ${message.peerId}`;
    runners.set(message.peerId, { ...randomPlace(), dx: 0, dy: 0, score: 0, name });
    return true;
  },

  onPlayerAccepted(player) {
    session.getLogger().info(`${runners.get(player.peerId)?.name} enters the arena`);
    sendRoster();
    ticking ??= setInterval(tick, TICK_MS);
  },

  onPlayerDisconnect(peerId) {
    const runner = runners.get(peerId);
    session.getLogger().info(`${runner?.name} leaves with ${runner?.score} coins`);
    runners.delete(peerId);
    sendRoster();
    if (runners.size > 0) return;
    // An empty arena costs nothing.
    clearInterval(ticking);
    ticking = undefined;
  },

  onMessage(message) {
    const runner = runners.get(message.sender);
    if (message.opCode !== MOVE || message.payload.length !== 2 || runner === undefined) return;
    // Whatever a client sends, nobody runs faster than the others.
    runner.dx = Math.sign(message.payload.readInt8(0));
    runner.dy = Math.sign(message.payload.readInt8(1));
  },
};

exports.ssExports = script;

function tick() {
  tickNumber++;
  for (const runner of runners.values()) move(runner);
  const state = session.newBinaryGameMessage(STATE, session.getServerId(), encodeState());
  session.sendGroupMessage(state, session.getAllPlayersGroupId());
}

/** @param {Runner} runner */
function move(runner) {
  const step = (SPEED * TICK_MS) / 1000;
  runner.x = clamp(runner.x + runner.dx * step, WIDTH - 1);
  runner.y = clamp(runner.y + runner.dy * step, HEIGHT - 1);
  for (const coin of coins) {
    if (Math.hypot(coin.x - runner.x, coin.y - runner.y) >= 1) continue;
    runner.score++;
    Object.assign(coin, randomPlace());
  }
}

/**
 * tick u32; number of coins u8, of each: x u8, y u8; then of each player: peer id u32, x f32, y f32, score u16.
 * Little-endian. 32 players take 463 bytes, so it fits into a datagram.
 */
function encodeState() {
  const state = Buffer.alloc(5 + coins.length * 2 + runners.size * 14);
  let at = state.writeUInt32LE(tickNumber, 0);
  at = state.writeUInt8(coins.length, at);
  for (const { x, y } of coins) {
    at = state.writeUInt8(x, at);
    at = state.writeUInt8(y, at);
  }
  for (const [peerId, { x, y, score }] of runners) {
    at = state.writeUInt32LE(peerId, at);
    at = state.writeFloatLE(x, at);
    at = state.writeFloatLE(y, at);
    at = state.writeUInt16LE(score, at);
  }
  return state;
}

function sendRoster() {
  const names = Object.fromEntries([...runners].map(([peerId, { name }]) => [peerId, name]));
  const text = JSON.stringify({ width: WIDTH, height: HEIGHT, names });
  const roster = session.newTextGameMessage(ROSTER, session.getServerId(), text);
  session.sendReliableGroupMessage(roster, session.getAllPlayersGroupId());
}

function randomPlace() {
  return { x: Math.floor(Math.random() * WIDTH), y: Math.floor(Math.random() * HEIGHT) };
}

/** @param {number} value @param {number} max */
function clamp(value, max) {
  return Math.min(Math.max(value, 0), max);
}
