import { stripVTControlCharacters } from 'node:util';
import type { Figures, SessionFigures } from '../../metrics/figures.ts';

interface Column {
  title: string;
  width: number;
  value(session: SessionFigures): number;
  show(session: SessionFigures): string;
}

/** What game sessions can be sorted by, the largest first. */
export const COLUMNS = {
  cpu: {
    title: 'CPU ms/s',
    width: 14,
    value: one => one.cpuMs,
    show: one => `${one.cpuMs.toFixed(0)} of ${one.limits.cpuMsPerSecond}`,
  },
  players: {
    title: 'players',
    width: 10,
    value: one => one.players,
    show: one => `${one.players}/${one.maxPlayers}`,
  },
  in: { title: 'in/s', width: 9, value: one => one.receivedMessages, show: one => `${one.receivedMessages}` },
  out: { title: 'out/s', width: 9, value: one => one.sentMessages, show: one => `${one.sentMessages}` },
  heap: {
    title: 'heap MiB',
    width: 13,
    value: one => one.heapMb,
    show: one => `${one.heapMb.toFixed(0)} of ${one.limits.heapMb}`,
  },
  queue: { title: 'queue', width: 8, value: one => one.queueEvents, show: one => `${one.queueEvents}` },
  latency: {
    title: 'p99 ms',
    width: 9,
    value: one => one.latency.p99Ms,
    show: one => one.latency.p99Ms.toFixed(1),
  },
  udp: {
    title: 'UDP',
    width: 7,
    value: one => one.fastChannelShare,
    show: one => `${Math.round(one.fastChannelShare * 100)}%`,
  },
} as const satisfies Record<string, Column>;

export type SortKey = keyof typeof COLUMNS;
export const SORT_KEYS = Object.keys(COLUMNS) as SortKey[];

const VERSION_SHOWN = 8;
const SESSION_WIDTH = 28;

/** Figures as lines of text: the host, its workers, and as many game sessions as fit. */
export function renderFigures(
  figures: Figures,
  sort: SortKey,
  size: { rows: number; columns: number },
): string[] {
  const head = [...hostLines(figures), '', ...workerLines(figures), '', sessionHead(sort)];
  const room = Math.max(0, size.rows - head.length);
  const sessions = figures.sessions.toSorted(
    (a, b) => COLUMNS[sort].value(b) - COLUMNS[sort].value(a) || (a.id < b.id ? -1 : 1),
  );
  return [...head, ...sessions.slice(0, room).map(sessionLine)].map(line => line.slice(0, size.columns));
}

function hostLines({ host }: Figures): string[] {
  const { limits, eventLoopLag, latency } = host;
  return [
    `Playpen, ${host.isHealthy ? 'healthy' : 'NOT HEALTHY'}, up ${duration(host.uptimeSeconds)}   ` +
      `${host.sessions} of ${limits.sessions} game sessions, ${host.players} players`,
    `host      CPU ${percent(host.cpuMs)}, ${Math.round(host.residentMb)} MiB, ` +
      `event loop lag p99 ${eventLoopLag.p99Ms.toFixed(1)} ms, max ${eventLoopLag.maxMs.toFixed(1)} ms`,
    `messages  ${host.receivedMessages}/s in, ${host.sentMessages}/s out, ${host.droppedMessages}/s dropped; ` +
      `callbacks median ${latency.medianMs.toFixed(1)} ms, p99 ${latency.p99Ms.toFixed(1)} ms`,
  ];
}

function workerLines({ workers }: Figures): string[] {
  return workers.map(
    one =>
      `worker ${String(one.pid).padEnd(9)} CPU ${percent(one.cpuMs).padStart(4)}, ` +
      `${Math.round(one.residentMb)} of ${one.limits.residentMb} MiB, ${one.sessions} game sessions`,
  );
}

function sessionHead(sort: SortKey): string {
  const titles = SORT_KEYS.map(key => {
    const { title, width } = COLUMNS[key];
    return (key === sort ? `${title}▼` : title).padStart(width);
  });
  return `${'game session'.padEnd(SESSION_WIDTH)}${'version'.padEnd(VERSION_SHOWN + 1)}${titles.join('')}`;
}

function sessionLine(session: SessionFigures): string {
  const name = stripVTControlCharacters(session.id.split('/').at(-1) ?? '').slice(0, SESSION_WIDTH - 1);
  const cells = SORT_KEYS.map(key => COLUMNS[key].show(session).padStart(COLUMNS[key].width));
  const version = session.scriptHash.slice(0, VERSION_SHOWN);
  return `${name.padEnd(SESSION_WIDTH)}${version.padEnd(VERSION_SHOWN + 1)}${cells.join('')}`;
}

/** Of one core. */
function percent(msPerSecond: number): string {
  return `${Math.round(msPerSecond / 10)}%`;
}

function duration(seconds: number): string {
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(
    Math.floor,
  );
  if (days! > 0) return `${days} d ${hours} h`;
  return hours! > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}
