const WIDTH = 40;
const HEIGHT = 12;
const COINS = 5;
/** Cells a player crosses in a second. */
const SPEED = 10;

interface Place {
  x: number;
  y: number;
}

interface Runner extends Place {
  readonly name: string;
  dx: number;
  dy: number;
  score: number;
}

/** The rules of the game: knows nothing of connections. */
export class Arena {
  #runners = new Map<number, Runner>();
  #coins: Place[] = Array.from({ length: COINS }, randomPlace);
  #tick = 0;

  get isEmpty(): boolean {
    return this.#runners.size === 0;
  }

  enter(peerId: number, name: string): void {
    this.#runners.set(peerId, { ...randomPlace(), name, dx: 0, dy: 0, score: 0 });
  }

  leave(peerId: number): void {
    this.#runners.delete(peerId);
  }

  /** Whatever a client asks for, nobody runs faster than the others. */
  steer(peerId: number, dx: number, dy: number): void {
    const runner = this.#runners.get(peerId);
    if (runner === undefined) return;
    runner.dx = Math.sign(dx);
    runner.dy = Math.sign(dy);
  }

  advance(seconds: number): void {
    this.#tick++;
    for (const runner of this.#runners.values()) {
      runner.x = clamp(runner.x + runner.dx * SPEED * seconds, WIDTH - 1);
      runner.y = clamp(runner.y + runner.dy * SPEED * seconds, HEIGHT - 1);
      for (const coin of this.#coins) {
        if (Math.hypot(coin.x - runner.x, coin.y - runner.y) >= 1) continue;
        runner.score++;
        Object.assign(coin, randomPlace());
      }
    }
  }

  /** Tick u32; number of coins u8, of each x u8, y u8; of each player: peer id u32, x f32, y f32, score u16. */
  encodeState(): DataView {
    const state = new DataView(new ArrayBuffer(5 + this.#coins.length * 2 + this.#runners.size * 14));
    state.setUint32(0, this.#tick, true);
    state.setUint8(4, this.#coins.length);
    let at = 5;
    for (const { x, y } of this.#coins) {
      state.setUint8(at, x);
      state.setUint8(at + 1, y);
      at += 2;
    }
    for (const [peerId, { x, y, score }] of this.#runners) {
      state.setUint32(at, peerId, true);
      state.setFloat32(at + 4, x, true);
      state.setFloat32(at + 8, y, true);
      state.setUint16(at + 12, score, true);
      at += 14;
    }
    return state;
  }

  roster(): string {
    const names = Object.fromEntries([...this.#runners].map(([peerId, { name }]) => [peerId, name]));
    return JSON.stringify({ width: WIDTH, height: HEIGHT, names });
  }
}

function randomPlace(): Place {
  return { x: Math.floor(Math.random() * WIDTH), y: Math.floor(Math.random() * HEIGHT) };
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}
