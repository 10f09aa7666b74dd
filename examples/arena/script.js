// @ts-check
// A game that the server decides: players say which way they want to go, the script moves them, hands out coins and
// tells everybody the state of the arena twenty times a second. Who dashes into somebody shakes coins out of them.

const TICK_MS = 50;
const WIDTH = 40;
const HEIGHT = 22;
/** Cells a player crosses in a second, and while dashing. */
const SPEED = 10;
const DASH_SPEED = 28;
/** How much of the wanted speed is reached in one tick. */
const GRIP = 0.45;
/** Nearer than this in cells, two players push each other away, and a dash is a bump. */
const TOUCH = 1.5;
/** Lengths in ticks. */
const DASH = 4;
const DASH_AGAIN = 24;
const DAZED = 18;
/** From one bump to the next of the same player. */
const SAFE = 40;
const ROUND = (90 * 1000) / TICK_MS;
const PAUSE = (6 * 1000) / TICK_MS;

/** Coins that come back elsewhere when they are taken; the first is a star. */
const COINS = 7;
const STAR_WORTH = 5;
/** Coins that fall out of a player, and how many such may lie about. */
const SHAKEN = 3;
const LOOSE_COINS = 40;

/** From players: two bytes, the wish to move along x and y: -1, 0 or 1. */
const MOVE = 1;
/** From players: dash now, the way they go. */
const DASH_NOW = 2;
/** To players, by the fast channel: see `encodeState`. A lost one does not matter, the next is on its way. */
const STATE = 10;
/** To players, reliably: JSON, see `sendRoster`, whenever somebody comes or goes or a round begins or ends. */
const ROSTER = 11;
/** To players, reliably: JSON, what happened: `{ kind: 'coin' | 'dash', peerId }`, `{ kind: 'bump', peerId, by, coins }`. */
const HAPPENED = 12;

/**
 * @typedef {{ x: number, y: number, vx: number, vy: number, dx: number, dy: number, dashTick: number,
 *   dazedTick: number, score: number, name: string }} Runner
 * @typedef {{ x: number, y: number }} Coin
 */

/** @type {import('playpen/script').RealtimeSession} */
let session;
/** Players in the arena by peer id. @type {Map<number, Runner>} */
const runners = new Map();
/** The star, the other coins that come back, and then those that fell out of players. @type {Coin[]} */
const coins = Array.from({ length: COINS }, () => randomPlace());
let tickNumber = 0;
/** When the round ends, or the pause after it. */
let phaseEndTick = ROUND;
/** @type {'round' | 'pause'} */
let phase = 'round';
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
    const still = { vx: 0, vy: 0, dx: 0, dy: 0, dashTick: -DASH_AGAIN, dazedTick: -SAFE };
    runners.set(message.peerId, { ...randomPlace(), ...still, score: 0, name });
    return true;
  },

  onPlayerAccepted(player) {
    session.getLogger().info(`${runners.get(player.peerId)?.name} enters the arena`);
    if (ticking === undefined) {
      begin('round');
      ticking = setInterval(tick, TICK_MS);
    }
    sendRoster();
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
    if (runner === undefined) return;
    if (message.opCode === MOVE && message.payload.length === 2) {
      // Whatever a client sends, nobody runs faster than the others.
      runner.dx = Math.sign(message.payload.readInt8(0));
      runner.dy = Math.sign(message.payload.readInt8(1));
    } else if (message.opCode === DASH_NOW) {
      dash(message.sender, runner);
    }
  },
};

exports.ssExports = script;

function tick() {
  tickNumber++;
  if (tickNumber >= phaseEndTick) begin(phase === 'round' ? 'pause' : 'round');
  if (phase === 'round') {
    for (const [peerId, runner] of runners) move(peerId, runner);
    for (const [peerId, runner] of runners) {
      if (isDashing(runner)) bump(peerId, runner);
      pushAway(runner);
    }
  }
  const state = session.newBinaryGameMessage(STATE, session.getServerId(), encodeState());
  session.sendGroupMessage(state, session.getAllPlayersGroupId());
}

/** @param {'round' | 'pause'} next */
function begin(next) {
  phase = next;
  phaseEndTick = tickNumber + (next === 'round' ? ROUND : PAUSE);
  if (next === 'round') {
    coins.length = COINS;
    for (const runner of runners.values()) Object.assign(runner, randomPlace(), { vx: 0, vy: 0, score: 0 });
  }
  sendRoster();
}

/** @param {number} peerId @param {Runner} runner */
function dash(peerId, runner) {
  const isWaiting = tickNumber < runner.dashTick + DASH_AGAIN;
  if (phase !== 'round' || isWaiting || isDazed(runner) || (runner.dx === 0 && runner.dy === 0)) return;
  runner.dashTick = tickNumber;
  tellAll({ kind: 'dash', peerId });
}

/** @param {Runner} runner */
function isDashing(runner) {
  return tickNumber <= runner.dashTick + DASH;
}

/** @param {Runner} runner */
function isDazed(runner) {
  return tickNumber <= runner.dazedTick + DAZED;
}

/** @param {number} peerId @param {Runner} runner */
function move(peerId, runner) {
  const speed = isDazed(runner) ? 0 : isDashing(runner) ? DASH_SPEED : SPEED;
  const length = Math.hypot(runner.dx, runner.dy) || 1;
  runner.vx += ((runner.dx / length) * speed - runner.vx) * GRIP;
  runner.vy += ((runner.dy / length) * speed - runner.vy) * GRIP;
  runner.x = clamp(runner.x + (runner.vx * TICK_MS) / 1000, WIDTH - 1);
  runner.y = clamp(runner.y + (runner.vy * TICK_MS) / 1000, HEIGHT - 1);
  if (!isDazed(runner)) collect(peerId, runner);
}

/** @param {number} peerId @param {Runner} runner */
function collect(peerId, runner) {
  // From the end, because a coin that does not come back is taken out.
  for (let i = coins.length - 1; i >= 0; i--) {
    const coin = /** @type {Coin} */ (coins[i]);
    if (Math.hypot(coin.x - runner.x, coin.y - runner.y) >= 1.1) continue;
    runner.score += i === 0 ? STAR_WORTH : 1;
    if (i < COINS) Object.assign(coin, randomPlace());
    else coins.splice(i, 1);
    tellAll({ kind: 'coin', peerId });
  }
}

/** Shakes those whom a dashing player runs into. @param {number} by @param {Runner} runner */
function bump(by, runner) {
  for (const [peerId, other] of runners) {
    if (other === runner || tickNumber <= other.dazedTick + SAFE) continue;
    if (Math.hypot(other.x - runner.x, other.y - runner.y) >= TOUCH) continue;
    other.dazedTick = tickNumber;
    other.vx = runner.vx;
    other.vy = runner.vy;
    const shaken = Math.min(SHAKEN, other.score, LOOSE_COINS + COINS - coins.length);
    other.score -= shaken;
    for (let i = 0; i < shaken; i++) coins.push(placeNear(other));
    tellAll({ kind: 'bump', peerId, by, coins: shaken });
  }
}

/** Keeps others off a player: nobody stands in somebody. @param {Runner} runner */
function pushAway(runner) {
  for (const other of runners.values()) {
    const distance = Math.hypot(other.x - runner.x, other.y - runner.y);
    if (other === runner || distance >= TOUCH) continue;
    // Of two in the same place, one goes to the right.
    const [dx, dy] =
      distance === 0 ? [1, 0] : [(other.x - runner.x) / distance, (other.y - runner.y) / distance];
    other.x = clamp(other.x + (dx * (TOUCH - distance)) / 2, WIDTH - 1);
    other.y = clamp(other.y + (dy * (TOUCH - distance)) / 2, HEIGHT - 1);
  }
}

/**
 * tick u32; number of coins u8, of each: x u8, y u8; then of each player: peer id u32, x f32, y f32, score u16.
 * Little-endian. 32 players and 47 coins take 547 bytes, so it fits into a datagram.
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

/** The size of the arena, who is in it, `{ [peerId]: name }`, and until when which phase lasts. */
function sendRoster() {
  const names = Object.fromEntries([...runners].map(([peerId, { name }]) => [peerId, name]));
  const text = JSON.stringify({ width: WIDTH, height: HEIGHT, names, phase, phaseEndTick });
  const roster = session.newTextGameMessage(ROSTER, session.getServerId(), text);
  session.sendReliableGroupMessage(roster, session.getAllPlayersGroupId());
}

/** @param {object} what */
function tellAll(what) {
  const message = session.newTextGameMessage(HAPPENED, session.getServerId(), JSON.stringify(what));
  session.sendReliableGroupMessage(message, session.getAllPlayersGroupId());
}

function randomPlace() {
  return { x: Math.floor(Math.random() * WIDTH), y: Math.floor(Math.random() * HEIGHT) };
}

/** @param {{ x: number, y: number }} place */
function placeNear({ x, y }) {
  const near = (/** @type {number} */ at, /** @type {number} */ max) =>
    Math.round(clamp(at + (Math.random() - 0.5) * 8, max));
  return { x: near(x, WIDTH - 1), y: near(y, HEIGHT - 1) };
}

/** @param {number} value @param {number} max */
function clamp(value, max) {
  return Math.min(Math.max(value, 0), max);
}
