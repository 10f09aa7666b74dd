// The arena in a browser: arrow keys or WASD to run, space to dash; on a touch screen drag to run, tap to dash. The
// room is in the address, so that a friend who opens the same link is in the same game.
import { bytes, type ConnectError, connect, json, opCode, type RealtimeClient } from 'playpen/client';
import { type ArenaState, decodeState, type Roster } from './state.ts';

type Happened =
  | { kind: 'coin' | 'dash'; peerId: number }
  | { kind: 'bump'; peerId: number; by: number; coins: number };

/** The op codes of `script.js`, with what they carry. */
const Op = {
  MOVE: opCode(1, bytes),
  DASH: opCode(2, bytes),
  STATE: opCode<ArenaState>(10, { encode: () => new Uint8Array(0), decode: decodeState }),
  ROSTER: opCode(11, json<Roster>()),
  HAPPENED: opCode(12, json<Happened>()),
} as const;

const TICK_MS = 50;
/** What is shown lies this far back, so that there is a state on both sides of it. */
const BEHIND_MS = 110;
const STATES_KEPT = 12;
const DASH_AGAIN_MS = 1_200;
const COLOURS = ['#2a8f86', '#d9694e', '#6a5fc1', '#c9962b', '#3b7dc4', '#b5527f', '#6f8f3a', '#7a6a5c'];
const BANNER_MS = 2500;
/** Cells around the arena, so that nobody is cut off at its edge. */
const EDGE = 0.6;
const CONTROLS = matchMedia('(pointer: coarse)').matches
  ? 'Drag to run, tap to dash.'
  : 'Arrows or WASD to run, space to dash.';
const ALONE = 'You are alone here: send a friend the link.';
/** Custom properties of the style that the canvas draws with. */
const COLOUR_NAMES = ['ink', 'soft', 'dot', 'coin'] as const;

const STYLE = `
:root { color-scheme: light dark; --paper: #efece4; --field: #fbfaf6; --dot: #e3dfd4; --ink: #2b2a27; --soft: #76726a;
  --coin: #d8a531; --line: #d9d4c7; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181d; --field: #1e2127; --dot: #2a2e36; --ink: #e8e6e1;
  --soft: #979389; --coin: #e3b84e; --line: #31353e; } }
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 16px/1.4 system-ui, sans-serif; display: flex;
  flex-direction: column; align-items: center; gap: 12px; padding: 16px; touch-action: none; user-select: none;
  -webkit-user-select: none; overflow: hidden; }
header, footer { width: 100%; max-width: 1100px; display: flex; gap: 8px 20px; align-items: baseline; flex-wrap: wrap; }
h1 { font-size: 20px; margin: 0; font-weight: 650; letter-spacing: -0.01em; }
.clock { font-variant-numeric: tabular-nums; font-size: 20px; font-weight: 650; margin-left: auto; }
.soft { color: var(--soft); font-size: 14px; }
.stage { position: relative; width: 100%; flex: 0 1 auto; min-height: 0; display: flex; justify-content: center; }
canvas { display: block; border-radius: 14px; background: var(--field); box-shadow: 0 1px 2px #0002, 0 8px 28px #0001; }
.banner { position: absolute; left: 0; right: 0; top: 18%; text-align: center; font-size: clamp(20px, 4.5vw, 40px);
  font-weight: 700; letter-spacing: -0.02em; opacity: 0; transition: opacity 0.25s; pointer-events: none;
  text-shadow: 0 0 12px var(--field), 0 0 12px var(--field), 0 0 12px var(--field); }
.banner.shown { opacity: 1; }
ol { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0; padding: 0; }
li { display: flex; align-items: center; gap: 7px; }
li b { font-variant-numeric: tabular-nums; }
li i { width: 11px; height: 11px; border-radius: 50%; background: var(--colour); }
li.me { font-weight: 650; }
button, input { font: inherit; color: inherit; border: 1px solid var(--line); border-radius: 9px; padding: 7px 14px;
  background: var(--field); }
button { cursor: pointer; }
button:focus-visible, input:focus-visible { outline: 2px solid #3b7dc4; outline-offset: 2px; }
footer { align-items: center; }
footer button { margin-left: auto; }
form { margin: auto; display: grid; gap: 14px; width: min(340px, 100%); }
form h1 { font-size: 34px; }
form p { margin: 0; color: var(--soft); }
form button { background: #2a8f86; border-color: transparent; color: #fff; font-weight: 650; padding: 10px; }
label { display: grid; gap: 5px; font-size: 14px; color: var(--soft); }
label input { font-size: 17px; color: var(--ink); }
[role=alert]:empty { display: none; }
[role=alert] { color: #d9694e; }
`;

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** The room of the address; whoever comes without one gets a new one. */
function roomCode(): string {
  const address = new URL(location.href);
  const given = address.searchParams
    .get('room')
    ?.replace(/[^A-Za-z0-9-]/g, '')
    .slice(0, 32);
  const room = given || Array.from({ length: 4 }, randomLetter).join('');
  address.searchParams.set('room', room);
  history.replaceState(null, '', address);
  return room;
}

/** No letters that look like others. */
function randomLetter(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  return letters[Math.floor(Math.random() * letters.length)]!;
}

/** Asks for a name until the game lets somebody in. */
function joinForm(room: string): void {
  const name = element('input', { maxLength: 12, autocomplete: 'off', required: true });
  name.value = localStorage.getItem('arena-name') ?? '';
  const problem = element('p', { role: 'alert' });
  const button = element('button', { textContent: 'Play' });
  const form = element('form', {}, [
    element('h1', { textContent: 'Arena' }),
    element('p', {
      textContent: 'Run for coins. Dash into others to shake theirs loose. Most coins after 90 seconds wins.',
    }),
    element('label', { textContent: 'Your name' }, [name]),
    button,
    element('p', { textContent: `Room ${room}` }),
    problem,
  ]);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    localStorage.setItem('arena-name', name.value);
    try {
      const client = await enter(room, name.value);
      form.remove();
      new Arena(client, room);
    } catch (error) {
      const { message, closeReason } = error as ConnectError;
      problem.textContent =
        closeReason === 'session_full' ? 'This room is full.' : `Could not join: ${message}`;
      button.disabled = false;
    }
  });
  document.body.append(form);
  name.focus();
}

async function enter(room: string, name: string): Promise<RealtimeClient> {
  const { port } = (await (await fetch('server.json')).json()) as { port: number };
  return connect({ endpoint: location.hostname, port, playerSessionId: `room-${room}`, payload: name });
}

/** Which way the player wants to go, from keys or a finger. */
class Controls {
  readonly #onMove: (dx: number, dy: number) => void;
  readonly #onDash: () => void;
  readonly #held = new Set<string>();
  #finger: { id: number; x: number; y: number; moved: boolean } | undefined;

  constructor(onMove: (dx: number, dy: number) => void, onDash: () => void) {
    this.#onMove = onMove;
    this.#onDash = onDash;
    addEventListener('keydown', event => this.#onKey(event));
    addEventListener('keyup', ({ code }) => this.#held.delete(code) && this.#fromKeys());
    addEventListener('blur', () => {
      this.#held.clear();
      this.#fromKeys();
    });
    addEventListener('pointerdown', event => this.#onDown(event));
    addEventListener('pointermove', event => this.#onDrag(event));
    for (const end of ['pointerup', 'pointercancel'] as const)
      addEventListener(end, event => this.#onUp(event));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLButtonElement && event.code === 'Space') return;
    if (event.code === 'Space' && !event.repeat) this.#onDash();
    if (!/^(Arrow|Key[WASD]$)/.test(event.code)) return;
    event.preventDefault();
    this.#held.add(event.code);
    this.#fromKeys();
  }

  #fromKeys(): void {
    const axis = (less: string[], more: string[]): number =>
      Number(more.some(code => this.#held.has(code))) - Number(less.some(code => this.#held.has(code)));
    this.#onMove(
      axis(['ArrowLeft', 'KeyA'], ['ArrowRight', 'KeyD']),
      axis(['ArrowUp', 'KeyW'], ['ArrowDown', 'KeyS']),
    );
  }

  #onDown({ target, pointerId, clientX, clientY }: PointerEvent): void {
    if (target instanceof HTMLButtonElement) return;
    // A second finger dashes while the first one steers.
    if (this.#finger !== undefined) this.#onDash();
    else this.#finger = { id: pointerId, x: clientX, y: clientY, moved: false };
  }

  #onDrag({ pointerId, clientX, clientY }: PointerEvent): void {
    const finger = this.#finger;
    if (finger?.id !== pointerId) return;
    const [dx, dy] = [clientX - finger.x, clientY - finger.y];
    const length = Math.hypot(dx, dy);
    if (length < 12) return;
    finger.moved = true;
    // The eighth of the circle that it points to: 0.38 is the sine of half of one.
    const step = (part: number): number => (Math.abs(part / length) < 0.38 ? 0 : Math.sign(part));
    this.#onMove(step(dx), step(dy));
    // The centre follows, so that turning back takes no long way.
    if (length > 60)
      Object.assign(finger, { x: clientX - (dx / length) * 60, y: clientY - (dy / length) * 60 });
  }

  #onUp({ pointerId }: PointerEvent): void {
    if (this.#finger?.id !== pointerId) return;
    if (!this.#finger.moved) this.#onDash();
    this.#finger = undefined;
    this.#onMove(0, 0);
  }
}

interface Burst {
  x: number;
  y: number;
  colour: string;
  size: number;
  bornMs: number;
}

/** The game, from the first state to the end of the connection. */
class Arena {
  readonly #client: RealtimeClient;
  readonly #canvas = element('canvas', { role: 'img', ariaLabel: 'The arena' });
  readonly #scores = element('ol', { ariaLabel: 'Scores' });
  readonly #clock = element('span', { className: 'clock' });
  readonly #banner = element('div', { className: 'banner', role: 'status' });
  readonly #hint = element('span', { className: 'soft' });
  readonly #network = element('span', { className: 'soft' });
  readonly #colour: Record<(typeof COLOUR_NAMES)[number], string> = { ink: '', soft: '', dot: '', coin: '' };
  readonly #states: { state: ArenaState; atMs: number }[] = [];
  readonly #dazedMs = new Map<number, number>();
  #dashedMs = Number.NEGATIVE_INFINITY;
  #bursts: Burst[] = [];
  #roster: Roster = { width: 40, height: 22, names: {} };
  /** When tick 0 was, by this machine's clock, for the states that travelled fastest. */
  #startMs = Number.POSITIVE_INFINITY;
  #move = '0,0';
  #bannerUntilMs = 0;

  constructor(client: RealtimeClient, room: string) {
    this.#client = client;
    const copy = element('button', { textContent: 'Copy link for a friend' });
    copy.addEventListener('click', () => this.#copyLink(copy));
    document.body.append(
      element('header', {}, [
        element('h1', { textContent: 'Arena' }),
        element('span', { className: 'soft', textContent: `Room ${room}` }),
        this.#clock,
      ]),
      element('div', { className: 'stage' }, [this.#canvas, this.#banner]),
      element('footer', {}, [this.#scores, copy]),
      element('footer', {}, [this.#hint, this.#network]),
    );
    new Controls(
      (dx, dy) => this.#steer(dx, dy),
      () => client.send(Op.DASH, new Uint8Array(0)),
    );
    this.#listen();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#readColours());
    this.#readColours();
    requestAnimationFrame(() => this.#frame());
  }

  #listen(): void {
    const client = this.#client;
    client.on(Op.STATE, state => this.#onState(state));
    client.on(Op.ROSTER, roster => this.#onRoster(roster));
    client.on(Op.HAPPENED, happened => this.#onHappened(happened));
    client.on('reconnecting', ({ attempt }) => this.#say(`Connection lost. Attempt ${attempt}…`, 60_000));
    client.on('reconnected', () => {
      this.#states.length = 0;
      this.#startMs = Number.POSITIVE_INFINITY;
      this.#move = '0,0';
      this.#say('Back in the game');
    });
    client.on('close', ({ reason }) => this.#say(`The game is over. ${reason}`, Number.POSITIVE_INFINITY));
  }

  async #copyLink(button: HTMLButtonElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = 'Copied';
    } catch {
      prompt('The link of this room', location.href);
    }
    button.blur();
  }

  #steer(dx: number, dy: number): void {
    const wish = this.#turned({ x: dx, y: dy });
    const move = `${wish.x},${wish.y}`;
    if (move === this.#move) return;
    this.#move = move;
    // Reliably, because no next one would come to mend a lost one.
    this.#client.send(Op.MOVE, Uint8Array.of(wish.x, wish.y));
  }

  #onState(state: ArenaState): void {
    const now = performance.now();
    this.#startMs = Math.min(this.#startMs + 0.5, now - state.tick * TICK_MS);
    if (state.tick <= (this.#states.at(-1)?.state.tick ?? -1)) return;
    this.#states.push({ state, atMs: state.tick * TICK_MS });
    if (this.#states.length > STATES_KEPT) this.#states.shift();
    this.#showScores();
  }

  #onRoster(roster: Roster): void {
    const previous = this.#roster;
    this.#roster = roster;
    if (roster.phase === previous.phase) return;
    if (roster.phase === 'pause') this.#say(this.#verdict(), 5500);
    else this.#say('Run!');
  }

  #verdict(): string {
    const ranked = this.#ranked();
    const [first, second] = ranked;
    if (first === undefined) return '';
    if (first[1].score === second?.[1].score) return 'A draw';
    const coins = first[1].score === 1 ? '1 coin' : `${first[1].score} coins`;
    return first[0] === this.#client.peerId
      ? `You win with ${coins}`
      : `${this.#nameOf(first[0])} wins with ${coins}`;
  }

  #onHappened(happened: Happened): void {
    const now = performance.now();
    const at = this.#states.at(-1)?.state.players.get(happened.peerId);
    if (happened.kind === 'bump') this.#dazedMs.set(happened.peerId, now + 900);
    if (happened.kind === 'dash' && happened.peerId === this.#client.peerId) this.#dashedMs = now;
    if (at === undefined) return;
    const isCoin = happened.kind === 'coin';
    const colour = isCoin ? this.#colour.coin : colourOf(happened.peerId);
    this.#bursts.push({ x: at.x, y: at.y, colour, size: happened.kind === 'bump' ? 2.6 : 1.5, bornMs: now });
    if (happened.kind !== 'bump') return;
    if (happened.by === this.#client.peerId) this.#say(`You shook ${this.#nameOf(happened.peerId)}`, 1200);
    else if (happened.peerId === this.#client.peerId) this.#say(`${this.#nameOf(happened.by)} got you`, 1200);
  }

  #nameOf(peerId: number): string {
    return this.#roster.names[peerId] ?? `Player ${peerId}`;
  }

  #ranked(): [number, { score: number }][] {
    return [...(this.#states.at(-1)?.state.players ?? [])].sort(([, a], [, b]) => b.score - a.score);
  }

  #showScores(): void {
    const rows = this.#ranked().slice(0, 8);
    const key = rows.map(([peerId, { score }]) => `${peerId}:${score}:${this.#nameOf(peerId)}`).join();
    if (this.#scores.dataset.key === key) return;
    this.#scores.dataset.key = key;
    this.#scores.replaceChildren(
      ...rows.map(([peerId, { score }]) => {
        const dot = element('i');
        dot.style.setProperty('--colour', colourOf(peerId));
        return element('li', { className: peerId === this.#client.peerId ? 'me' : '' }, [
          dot,
          element('span', { textContent: this.#nameOf(peerId) }),
          element('b', { textContent: `${score}` }),
        ]);
      }),
    );
  }

  #say(text: string, forMs = BANNER_MS): void {
    this.#banner.textContent = text;
    this.#banner.classList.add('shown');
    this.#bannerUntilMs = performance.now() + forMs;
  }

  #readColours(): void {
    const style = getComputedStyle(document.documentElement);
    for (const name of COLOUR_NAMES) {
      this.#colour[name] = style.getPropertyValue(`--${name}`);
    }
  }

  #frame(): void {
    const now = performance.now();
    if (now > this.#bannerUntilMs) this.#banner.classList.remove('shown');
    this.#showClock();
    this.#draw(now);
    requestAnimationFrame(() => this.#frame());
  }

  #showClock(): void {
    const tick = this.#states.at(-1)?.state.tick ?? 0;
    const seconds = Math.max(0, Math.ceil((((this.#roster.phaseEndTick ?? 0) - tick) * TICK_MS) / 1000));
    const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    this.#clock.textContent = this.#roster.phase === 'pause' ? `next round in ${seconds}` : left;
    this.#hint.textContent = Object.keys(this.#roster.names).length > 1 ? CONTROLS : `${CONTROLS} ${ALONE}`;
    const { roundTripTimeMs, fastChannel } = this.#client;
    const roundTrip = roundTripTimeMs === undefined ? '' : `${Math.max(1, Math.round(roundTripTimeMs))} ms`;
    this.#network.textContent = fastChannel === 'up' ? `${roundTrip}, fast channel` : roundTrip;
  }

  /** Held upright, a screen shows the arena turned: its x runs down. */
  #turned<T extends { x: number; y: number }>(at: T): T {
    return innerHeight > innerWidth ? { ...at, x: at.y, y: at.x } : at;
  }

  /** The canvas as large as fits, sharp on every screen; lengths are cells then, and a place is the middle of one. */
  #prepare(): CanvasRenderingContext2D {
    const field = this.#turned({ x: this.#roster.width, y: this.#roster.height });
    const [width, height] = [field.x + 2 * EDGE, field.y + 2 * EDGE];
    const space = { x: Math.min(innerWidth - 32, 1100), y: innerHeight - (innerWidth < 600 ? 240 : 190) };
    const shown = Math.max(6, Math.min(space.x / width, space.y / height));
    const cell = shown * devicePixelRatio;
    const size = [Math.round(width * cell), Math.round(height * cell)] as const;
    if (this.#canvas.width !== size[0] || this.#canvas.height !== size[1]) {
      [this.#canvas.width, this.#canvas.height] = size;
      Object.assign(this.#canvas.style, { width: `${shown * width}px`, height: `${shown * height}px` });
    }
    const context = this.#canvas.getContext('2d')!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, ...size);
    context.setTransform(cell, 0, 0, cell, cell * (EDGE + 0.5), cell * (EDGE + 0.5));
    context.font = `${Math.max(0.78, 12 / shown)}px system-ui, sans-serif`;
    context.textAlign = 'center';
    return context;
  }

  #draw(now: number): void {
    const context = this.#prepare();
    this.#drawGround(context);
    const pair = this.#pairAt(now - this.#startMs - BEHIND_MS);
    if (pair === undefined) return;
    for (const [i, coin] of pair.to.coins.entries())
      this.#drawCoin(context, this.#turned(coin), i === 0, now);
    this.#bursts = this.#bursts.filter(burst => drawBurst(context, this.#turned(burst), now));
    // The player's own comes last, over the others.
    const mine = (peerId: number): number => Number(peerId === this.#client.peerId);
    for (const [peerId, player] of [...pair.to.players].sort(([a], [b]) => mine(a) - mine(b))) {
      const from = pair.from.players.get(peerId) ?? player;
      const at = { x: mix(from.x, player.x, pair.part), y: mix(from.y, player.y, pair.part) };
      // Faster than anybody runs: the player dashes.
      const isDashing = Math.hypot(player.x - from.x, player.y - from.y) > 0.75;
      if (isDashing) this.#bursts.push({ ...at, colour: colourOf(peerId), size: 0.7, bornMs: now });
      this.#drawPlayer(context, peerId, this.#turned(at), now);
    }
  }

  /** The states before and after a moment, and how far it is from the one to the other. */
  #pairAt(ms: number): { from: ArenaState; to: ArenaState; part: number } | undefined {
    const after = this.#states.findIndex(({ atMs }) => atMs > ms);
    const to = this.#states.at(after);
    const from = this.#states[after === -1 ? this.#states.length - 1 : Math.max(0, after - 1)];
    if (to === undefined || from === undefined) return undefined;
    const part = from === to ? 1 : (ms - from.atMs) / (to.atMs - from.atMs);
    return { from: from.state, to: to.state, part: Math.min(1, Math.max(0, part)) };
  }

  #drawGround(context: CanvasRenderingContext2D): void {
    const { x: width, y: height } = this.#turned({ x: this.#roster.width, y: this.#roster.height });
    context.fillStyle = this.#colour.dot;
    for (let x = 0; x <= width; x += 2) {
      for (let y = 0; y <= height; y += 2) context.fillRect(x - 0.56, y - 0.56, 0.12, 0.12);
    }
  }

  #drawCoin(
    context: CanvasRenderingContext2D,
    { x, y }: { x: number; y: number },
    isStar: boolean,
    now: number,
  ): void {
    context.fillStyle = this.#colour.coin;
    context.beginPath();
    if (isStar) {
      for (let i = 0; i < 10; i++) {
        const angle = (i * Math.PI) / 5 - Math.PI / 2 + Math.sin(now / 700) * 0.15;
        const radius = i % 2 === 0 ? 0.72 : 0.34;
        context.lineTo(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
      }
    } else {
      context.ellipse(x, y, 0.32 * (0.75 + 0.25 * Math.abs(Math.cos(now / 500 + x))), 0.32, 0, 0, 7);
    }
    context.fill();
  }

  #drawPlayer(
    context: CanvasRenderingContext2D,
    peerId: number,
    { x, y }: { x: number; y: number },
    now: number,
  ): void {
    const isDazed = (this.#dazedMs.get(peerId) ?? 0) > now;
    context.globalAlpha = isDazed ? 0.55 + 0.25 * Math.sin(now / 60) : 1;
    context.fillStyle = colourOf(peerId);
    context.beginPath();
    context.arc(x, y, 0.72, 0, 7);
    context.fill();
    if (peerId === this.#client.peerId) {
      context.strokeStyle = this.#colour.ink;
      context.lineWidth = 0.12;
      context.beginPath();
      // The ring closes until the next dash is there.
      const charged = Math.min(1, (now - this.#dashedMs) / DASH_AGAIN_MS);
      context.arc(x, y, 0.92, -Math.PI / 2, (2 * charged - 0.5) * Math.PI);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.fillStyle = this.#colour.soft;
    context.fillText(this.#nameOf(peerId), x, y < 1.8 ? y + 1.8 : y - 1.25);
  }
}

/** A ring that grows and fades; false once it is gone. */
function drawBurst(
  context: CanvasRenderingContext2D,
  { x, y, colour, size, bornMs }: Burst,
  now: number,
): boolean {
  const age = (now - bornMs) / 420;
  if (age >= 1) return false;
  context.globalAlpha = (1 - age) * 0.6;
  context.strokeStyle = colour;
  context.lineWidth = 0.22 * (1 - age);
  context.beginPath();
  context.arc(x, y, 0.4 + age * size, 0, 7);
  context.stroke();
  context.globalAlpha = 1;
  return true;
}

function colourOf(peerId: number): string {
  return COLOURS[(peerId - 1) % COLOURS.length]!;
}

function mix(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}

document.head.append(element('style', { textContent: STYLE }));
joinForm(roomCode());
