/** A kernel is a script: one message to it is one round of its work. */
const kernel = (work: string): string => `
const work = ${work};
exports.ssExports = { init() {}, onMessage() { work(); } };`;

/** What scripts of games do much of, each as the source of a script. */
export const KERNELS: Record<string, string> = {
  'path finding on a grid': kernel(`(() => {
    const size = 64, cost = new Uint8Array(size * size).map((_, i) => (i * 7919) % 5 ? 1 : 9);
    return () => {
      const best = new Float64Array(size * size).fill(Infinity), open = [[0, 0]];
      best[0] = 0;
      while (open.length > 0) {
        open.sort((a, b) => b[0] - a[0]);
        const [d, at] = open.pop();
        if (d > best[at]) continue;
        for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
          const x = (at % size) + dx, y = ((at / size) | 0) + dy, to = y * size + x;
          if (x < 0 || y < 0 || x >= size || y >= size || d + cost[to] >= best[to]) continue;
          best[to] = d + cost[to];
          open.push([best[to], to]);
        }
      }
    };
  })()`),
  'JSON and objects': kernel(`(() => {
    const state = { players: Object.fromEntries(Array.from({ length: 200 }, (_, i) => ['p' + i, { name: 'n' + i, at: [i, i], tags: ['a', 'b'] }])) };
    return () => {
      for (let i = 0; i < 20; i++) {
        const copy = JSON.parse(JSON.stringify(state));
        for (const [key, value] of Object.entries(copy.players)) Object.assign(value, { key, n: Object.keys(value).length });
      }
    };
  })()`),
  'physics step': kernel(`(() => {
    const n = 2000, x = new Float32Array(n), v = new Float32Array(n).fill(1), map = new Map();
    return () => {
      for (let step = 0; step < 200; step++) {
        map.clear();
        for (let i = 0; i < n; i++) {
          v[i] -= 9.81 * 0.016; x[i] += v[i] * 0.016;
          if (x[i] < 0) { x[i] = -x[i]; v[i] = -v[i] * 0.9; }
          const cell = (x[i] * 10) | 0;
          map.set(cell, (map.get(cell) ?? 0) + 1);
        }
      }
    };
  })()`),
  'building and splitting strings': kernel(`() => {
    for (let i = 0; i < 200; i++) {
      const line = Array.from({ length: 40 }, (_, k) => 'key' + k + '=' + (k * i)).join('&');
      const parts = line.split('&').map(part => part.split('='));
      parts.map(([key, value]) => key.toUpperCase().padEnd(8) + value.trim()).join(';').replace(/KEY(\\d+)/g, '<$1>').indexOf('zz');
    }
  }`),
  'players as objects': kernel(`(() => {
    const players = Array.from({ length: 64 }, (_, id) => ({ id, x: id * 3, y: id * 7, vx: 1, vy: -1, hp: 100, hits: [] }));
    return () => {
      for (let tick = 0; tick < 20; tick++) {
        for (const p of players) { p.x = (p.x + p.vx + 500) % 500; p.y = (p.y + p.vy + 500) % 500; p.hits = []; }
        for (const p of players) {
          const near = players.filter(o => o !== p && Math.hypot(o.x - p.x, o.y - p.y) < 40);
          near.forEach(o => p.hits.push(o.id));
          if (p.hits.includes(3)) p.hp--;
        }
        JSON.stringify(players.map(({ id, x, y, hp }) => ({ id, x, y, hp })));
      }
    };
  })()`),
  'bytes: new, subarray, fill, slice': kernel(`() => {
    for (let i = 0; i < 400; i++) {
      const bytes = new Uint8Array(256);
      for (let k = 0; k < 256; k += 16) bytes.subarray(k, k + 16).fill(k);
      bytes.slice(8, 24).indexOf(3);
    }
  }`),
};
