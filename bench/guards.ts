import ivm from 'isolated-vm';
import { bundleRuntime } from '../src/isolate/runtime-bundle.ts';
import { RuntimeImage } from '../src/isolate/worker/runtime-image.ts';
import { printRow, summarize } from './report.ts';

const ROUNDS = 25;
const WARM_UP_ROUNDS = 15;
const ISOLATES = 20;
const HEAP_MB = 128;
const LIMIT_MS = 10_000;

type Language = 'unhardened' | 'standard' | 'strict';
const LANGUAGES: readonly Language[] = ['unhardened', 'standard', 'strict'];

/** Each is the source of a function that does one round of its work. */
const KERNELS: Record<string, string> = {
  'arena tick, 64 players': `(() => {
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
  })()`,
  'path finding on a grid': `(() => {
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
  })()`,
  'JSON and objects': `(() => {
    const state = { players: Object.fromEntries(Array.from({ length: 200 }, (_, i) => ['p' + i, { name: 'n' + i, at: [i, i], tags: ['a', 'b'] }])) };
    return () => {
      for (let i = 0; i < 20; i++) {
        const copy = JSON.parse(JSON.stringify(state));
        for (const [key, value] of Object.entries(copy.players)) Object.assign(value, { key, n: Object.keys(value).length });
      }
    };
  })()`,
  'physics step': `(() => {
    const n = 2000, x = new Float32Array(n), v = new Float32Array(n).fill(1), map = new Map();
    return () => {
      for (let step = 0; step < 20; step++) {
        map.clear();
        for (let i = 0; i < n; i++) {
          v[i] -= 9.81 * 0.016; x[i] += v[i] * 0.016;
          if (x[i] < 0) { x[i] = -x[i]; v[i] = -v[i] * 0.9; }
          const cell = (x[i] * 10) | 0;
          map.set(cell, (map.get(cell) ?? 0) + 1);
        }
      }
    };
  })()`,
  'building and splitting strings': `() => {
    for (let i = 0; i < 200; i++) {
      const line = Array.from({ length: 40 }, (_, k) => 'key' + k + '=' + (k * i)).join('&');
      const parts = line.split('&').map(part => part.split('='));
      parts.map(([key, value]) => key.toUpperCase().padEnd(8) + value.trim()).join(';').replace(/KEY(\\d+)/g, '<$1>').indexOf('zz');
    }
  }`,
  'bytes: new, subarray, fill, slice': `() => {
    for (let i = 0; i < 400; i++) {
      const bytes = new Uint8Array(256);
      for (let k = 0; k < 256; k += 16) bytes.subarray(k, k + 16).fill(k);
      bytes.slice(8, 24).indexOf(3);
    }
  }`,
};

/** What the guards cost honest code, and hardening each new isolate; the languages take turns. */
export async function benchGuards(): Promise<void> {
  const image = new RuntimeImage(await bundleRuntime());
  for (const [name, source] of Object.entries(KERNELS)) benchKernel(image, name, source);
  benchMaking(image);
}

function benchKernel(image: RuntimeImage, name: string, source: string): void {
  const runs = LANGUAGES.map(language => {
    const { context } = make(image, language);
    const work = context.evalSync(`globalThis.work = ${source}; (() => { work(); })`, { reference: true });
    return { language, work: work as ivm.Reference<() => void>, times: [] as number[] };
  });
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const { work, times } of runs) {
      const startedMs = performance.now();
      work.applySync(undefined, [], { timeout: LIMIT_MS });
      if (round >= WARM_UP_ROUNDS) times.push(performance.now() - startedMs);
    }
  }
  const base = summarize(runs[0]!.times).median;
  for (const { language, times } of runs) {
    const share = Math.round((summarize(times).median / base) * 100);
    printRow(`${name}, ${language} (${share} %)`, times, 'ms');
  }
}

function benchMaking(image: RuntimeImage): void {
  for (const language of LANGUAGES) {
    const times: number[] = [];
    const heaps: number[] = [];
    for (let i = 0; i < ISOLATES; i++) {
      const startedMs = performance.now();
      const { isolate } = make(image, language);
      times.push(performance.now() - startedMs);
      heaps.push(isolate.getHeapStatisticsSync().used_heap_size / 1024 / 1024);
      isolate.dispose();
    }
    printRow(`making an isolate, ${language}`, times, 'ms');
    printRow(`heap of an isolate, ${language}`, heaps, 'MB');
  }
}

/** `unhardened`: from the same snapshot, but the runtime is not booted, which is what hardens. */
function make(image: RuntimeImage, language: Language): { isolate: ivm.Isolate; context: ivm.Context } {
  const isolate = new ivm.Isolate({ memoryLimit: HEAP_MB, snapshot: image.snapshot });
  const context = isolate.createContextSync();
  if (language !== 'unhardened') {
    image.boot(context, { heapMb: HEAP_MB, startMs: LIMIT_MS, batchMs: LIMIT_MS, profile: language });
  }
  return { isolate, context };
}
