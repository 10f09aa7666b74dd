import { setTimeout as pause } from 'node:timers/promises';
import { ConnectError, connect, type RealtimeClient } from '../client/index.ts';
import type { BotScript } from './bot.ts';
import type { Tally } from './tally.ts';

/** RFC 6455, 7.4.1: whoever closed it meant to. */
const NORMAL_CLOSE = 1000;

export interface BotRunOptions {
  script: BotScript;
  count: number;
  endpoint: string;
  port: number;
  /** The bots come one after the other within this time, milliseconds. */
  rampUpMs: number;
  /** Ends the run. */
  signal: AbortSignal;
  tally: Tally;
}

/** Connects the bots, lets them play until the signal, and disconnects them. Everything that goes wrong is in the tally. */
export async function runBots(options: BotRunOptions): Promise<void> {
  const { count, rampUpMs, signal } = options;
  const startedMs = performance.now();
  const bots: Promise<void>[] = [];
  for (let index = 0; index < count && !signal.aborted; index++) {
    const waitMs = startedMs + (rampUpMs * index) / count - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => {});
    if (!signal.aborted) bots.push(runBot(options, index));
  }
  await Promise.all(bots);
}

async function runBot(options: BotRunOptions, index: number): Promise<void> {
  const { script, endpoint, port, signal, tally } = options;
  let client: RealtimeClient;
  try {
    const login = await script.login?.(index);
    const startedMs = performance.now();
    client = await connect({ endpoint, port, ...login, signal });
    tally.measure('connect', performance.now() - startedMs);
  } catch (error) {
    if (!signal.aborted) tally.error(describe(error));
    return;
  }
  tally.connected++;
  tally.connections++;
  await play(options, index, client);
  tally.connected--;
}

/** Resolves when the client is closed: by the end of the run, by the server, or because its bot failed. */
async function play({ script, signal, tally }: BotRunOptions, index: number, client: RealtimeClient) {
  const closed = Promise.withResolvers<void>();
  const ending = new AbortController();
  const leave = () => void client.close();
  client.on('message', () => tally.receivedMessages++);
  client.on('close', ({ reason, code }) => {
    if (code !== NORMAL_CLOSE && !signal.aborted) tally.error(`closed: ${reason || code}`);
    ending.abort();
    closed.resolve();
  });
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  const time = (name: string) => {
    const startedMs = performance.now();
    return () => tally.measure(name, performance.now() - startedMs);
  };
  try {
    const playing = script.play({ index, client, signal: AbortSignal.any([signal, ending.signal]), time });
    await Promise.race([playing, closed.promise]);
  } catch (error) {
    // Who waits for something when the run ends is told by an error.
    if (!signal.aborted && !ending.signal.aborted) tally.error(describe(error));
    ending.abort();
    leave();
  }
  await closed.promise;
  signal.removeEventListener('abort', leave);
}

function describe(error: unknown): string {
  if (error instanceof ConnectError) return `connect: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
