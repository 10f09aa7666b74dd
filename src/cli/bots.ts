import { pathToFileURL } from 'node:url';
import type { BotScript } from '../bots/bot.ts';
import { runBots } from '../bots/run-bots.ts';
import { Tally } from '../bots/tally.ts';
import { PlaypenError } from '../errors.ts';

const PROGRESS_INTERVAL_MS = 1_000;

export interface BotsOptions {
  /** A file. */
  script: string;
  count: number;
  host: string;
  port: number;
  rampUp: number;
  /** Undefined: until it is interrupted. */
  duration: number | undefined;
}

/**
 * `playpen bots`: plays the bots of a file until the time is over or Ctrl-C, then says how it went.
 * The exit code is 1 when something went wrong.
 */
export async function playBots(options: BotsOptions): Promise<void> {
  const { count, host, port, rampUp, duration } = options;
  const script = await loadBots(options.script);
  const end = new AbortController();
  const interrupt = () => {
    if (end.signal.aborted) process.exit(130);
    end.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const timer = duration === undefined ? undefined : setTimeout(() => end.abort(), duration * 1000);
  const tally = new Tally();
  const startedMs = performance.now();
  const progress = setInterval(() => showProgress(tally, count, startedMs), PROGRESS_INTERVAL_MS);
  await runBots({
    ...{ script, count, endpoint: host, port, tally },
    rampUpMs: rampUp * 1000,
    signal: end.signal,
  });
  clearInterval(progress);
  clearTimeout(timer);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.stdout.write(summary(tally, (performance.now() - startedMs) / 1000));
  if (tally.errorCount > 0 || tally.connections === 0) process.exitCode = 1;
}

async function loadBots(path: string): Promise<BotScript> {
  let exported: { default?: Partial<BotScript> };
  try {
    exported = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new PlaypenError('bots_invalid', `${path}: ${String(error)}`, { cause: error });
  }
  const script = exported.default;
  if (typeof script?.play === 'function') return script as BotScript;
  throw new PlaypenError('bots_invalid', `${path} has no default export with a function "play"`);
}

/** One line that is written over on a terminal; a line each second elsewhere. */
function showProgress(tally: Tally, count: number, startedMs: number): void {
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const roundTrips = tally.measures.filter(({ name }) => name !== 'connect');
  const latency = roundTrips.map(({ name, p99Ms }) => `, ${name} p99 ${milliseconds(p99Ms)}`).join('');
  const line =
    `${seconds} s   ${tally.connected} of ${count} bots connected, ` +
    `${tally.receivedMessages} messages received, ${tally.errorCount} errors${latency}`;
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
}

/** For people: what was measured, and what went wrong. */
export function summary(tally: Tally, seconds: number): string {
  const perSecond = Math.round(tally.receivedMessages / Math.max(seconds, 0.001));
  const lines = [
    `${tally.connections} bots connected in ${seconds.toFixed(1)} s; ` +
      `${tally.receivedMessages} messages received (${perSecond}/s)`,
    '',
    row('', 'count', 'median', 'p99', 'max'),
    ...tally.measures.map(({ name, count, medianMs, p99Ms, maxMs }) =>
      row(name, `${count}`, milliseconds(medianMs), milliseconds(p99Ms), milliseconds(maxMs)),
    ),
    '',
    tally.errorCount === 0 ? 'no errors' : `${tally.errorCount} errors:`,
    ...tally.errors.map(({ what, count }) => `${String(count).padStart(8)}  ${what}`),
  ];
  return `${lines.join('\n')}\n`;
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(20) + cells.map(cell => cell.padStart(12)).join('');
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
}
