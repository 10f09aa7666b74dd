import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BATCH_HEAD_BYTES } from '../src/bridge/batch-head.ts';
import { EventWriter } from '../src/bridge/event-writer.ts';
import { bundleForIsolate, bundleRuntime } from '../src/isolate/runtime-bundle.ts';
import { BEGIN_CONFIG } from '../src/isolate/test/begin-config.ts';
import { RuntimeImage } from '../src/isolate/worker/runtime-image.ts';
import { SessionIsolate } from '../src/isolate/worker/session-isolate.ts';
import { WorkerShared } from '../src/isolate/worker/worker-shared.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import { bundleScript } from '../src/scripts/bundle.ts';
import { ScriptFolder } from '../src/scripts/test/script-folder.ts';
import { KERNELS } from './guard-kernels.ts';
import type { Report } from './report/report.ts';
import { summarize } from './report/summary.ts';

const ROUNDS = 10;
const WARM_UP_ROUNDS = 20;
/** Of each language and kernel: in one isolate alone V8's luck with one function would be the figure. */
const SESSIONS = 11;
const MADE_ISOLATES = 20;
const LIMITS = resolveLimits({ heapMb: 128, batchMs: 10_000, startMs: 10_000 });

const ARENA_PLAYERS = 24;
const RUNTIME_ENTRY = fileURLToPath(new URL('../runtime-api/main.ts', import.meta.url));
const ARENA_TICKS = 50;
const ARENA_TICK_US = 50_000;
const MOVE = 1;

type Language = 'plain' | 'standard' | 'strict';
const LANGUAGES: readonly Language[] = ['plain', 'standard', 'strict'];
type Images = Record<Language, RuntimeImage>;

/** What the guards cost honest code, and hardening each new isolate; the languages take turns. */
export async function benchGuards(report: Report): Promise<void> {
  const source = await bundleRuntime();
  const images: Images = {
    plain: new RuntimeImage(await bundlePlainRuntime(), 'standard'),
    standard: new RuntimeImage(source, 'standard'),
    strict: new RuntimeImage(source, 'strict'),
  };
  const arena = await readFile(new URL('../examples/arena/script.js', import.meta.url), 'utf8');
  benchScript(report, images, `arena example, ${ARENA_PLAYERS} players`, await bundles(arena), playArena);
  for (const [name, script] of Object.entries(KERNELS)) {
    benchScript(report, images, name, await bundles(script), playKernel);
  }
  benchMaking(report, images);
}

/** What an isolate of each language gets: for the strict profile with guards of operators and loops put in. */
async function bundles(script: string): Promise<Record<Language, string>> {
  using folder = new ScriptFolder({ 'script.js': script });
  const bundle = async (profile: 'standard' | 'strict') =>
    (await bundleScript(folder.at('script.js'), { maxBytes: LIMITS.bundleBytes, profile })).code;
  const [standard, strict] = [await bundle('standard'), await bundle('strict')];
  return { plain: standard, standard, strict };
}

function benchScript(
  report: Report,
  images: Images,
  name: string,
  scripts: Record<Language, string>,
  begin: (isolate: SessionIsolate) => () => void,
): void {
  const cpuMs: Record<Language, number[]> = { plain: [], standard: [], strict: [] };
  for (let session = 0; session < SESSIONS; session++) {
    const players = LANGUAGES.map(language => {
      const isolate = start(images, language, scripts[language]);
      return { language, isolate, playRound: begin(isolate), rounds: [] as number[] };
    });
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      for (const { rounds, playRound } of players) {
        const before = process.cpuUsage();
        playRound();
        const { user, system } = process.cpuUsage(before);
        if (round >= WARM_UP_ROUNDS) rounds.push((user + system) / 1_000);
      }
    }
    for (const { language, isolate, rounds } of players) {
      cpuMs[language].push(summarize(rounds).median);
      isolate.dispose();
    }
  }
  for (const language of LANGUAGES) report.row(`${name}, ${language}: CPU time`, cpuMs[language], 'ms');
  const share = summarize(cpuMs.strict).median / summarize(cpuMs.plain).median;
  report.row(`${name}, strict to plain`, [share], '×', { atMost: 1.05 });
}

function start(images: Images, language: Language, script: string): SessionIsolate {
  const { heapMb, startMs, batchMs } = LIMITS;
  const profile = language === 'strict' ? 'strict' : 'standard';
  const isolate = new SessionIsolate(
    images[language],
    { heapMb, startMs, batchMs, profile },
    new WorkerShared(),
  );
  const config = { seed: [1, 2, 3, 4], clock: 'batch', limits: LIMITS };
  const loaded = isolate.load(0, JSON.stringify(config), script);
  if (loaded.status !== 'ok') throw new Error(`${language}: ${loaded.status} ${loaded.text}`);
  isolate.begin(0, JSON.stringify(BEGIN_CONFIG));
  send(isolate, 0, events => events.start([1, 2, 3]));
  return isolate;
}

/** A round of a kernel is one message. */
function playKernel(isolate: SessionIsolate): () => void {
  return () => send(isolate, 0, events => sendMove(events, 1));
}

/** A round of the arena: a second or two in which everybody changes direction in each tick. */
function playArena(isolate: SessionIsolate): () => void {
  for (let peerId = 1; peerId <= ARENA_PLAYERS; peerId++) {
    const player = { peerId, playerSessionId: `${peerId}`, playerId: `${peerId}`, playerData: '' };
    send(isolate, 0, events => events.playerConnect(peerId, player, new Uint8Array(0)));
  }
  let nowUs = 0;
  return () => {
    for (let tick = 0; tick < ARENA_TICKS; tick++) {
      nowUs += ARENA_TICK_US;
      send(isolate, nowUs, events => {
        for (let peerId = 1; peerId <= ARENA_PLAYERS; peerId++) sendMove(events, peerId);
      });
    }
  };
}

function sendMove(events: EventWriter, sender: number): void {
  const payload = new Uint8Array([(sender % 3) - 1, ((sender + 1) % 3) - 1]);
  events.message({ opCode: MOVE, sender, channel: 'fast', targetPlayer: -1, targetGroup: 0, payload });
}

function send(isolate: SessionIsolate, nowUs: number, write: (events: EventWriter) => void): void {
  const events = new EventWriter(LIMITS.queueBytes);
  write(events);
  const written = events.take();
  const batch = new Uint8Array(BATCH_HEAD_BYTES + written.length);
  new DataView(batch.buffer).setUint32(0, nowUs, true);
  batch.set(written, BATCH_HEAD_BYTES);
  const { status, text } = isolate.run(batch);
  if (status !== 'ok') throw new Error(`${status} ${text}`);
}

function benchMaking(report: Report, images: Images): void {
  const times: Record<Language, number[]> = { plain: [], standard: [], strict: [] };
  for (let i = 0; i < MADE_ISOLATES; i++) {
    for (const language of LANGUAGES) {
      const startedMs = performance.now();
      const isolate = start(images, language, KERNELS['physics step']!);
      times[language].push(performance.now() - startedMs);
      isolate.dispose();
    }
  }
  for (const language of LANGUAGES)
    report.row(`making a session's isolate, ${language}`, times[language], 'ms');
}

/** The same runtime in the language as V8 has it: hardening the realm does nothing. */
function bundlePlainRuntime(): Promise<string> {
  return bundleForIsolate(RUNTIME_ENTRY, 'playpenRuntime', [
    {
      name: 'plain language',
      setup: ({ onLoad }) => {
        onLoad({ filter: /realm[\\/](harden|descriptors)\.ts$/ }, ({ path }) => ({
          contents: path.endsWith('harden.ts')
            ? 'export function prepareRealm() {} export function closeRealm() {}'
            : '',
        }));
      },
    },
  ]);
}
