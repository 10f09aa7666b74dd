import type { ConsoleSessionRow } from '../../protocol.ts';
import { healthOf } from '../parts/health.ts';
import type { SortColumn } from '../parts/sorting.ts';

interface SessionColumn extends SortColumn<ConsoleSessionRow> {
  title: string;
  align?: 'right';
}

const SEVERITY = { bad: 3, warn: 2, idle: 1, good: 0 } as const;

const share = (used: number, allowed: number): number => (allowed > 0 ? used / allowed : 0);

/** What game sessions can be sorted by; the most important to the left. */
export const SESSION_COLUMNS = {
  id: { title: 'Session', first: 'ascending', value: one => one.id },
  state: { title: 'State', first: 'descending', value: one => SEVERITY[healthOf(one).tone] },
  players: { title: 'Players', first: 'descending', align: 'right', value: one => one.players },
  cpu: { title: 'CPU', first: 'descending', value: one => share(one.cpuMs, one.limits.cpuMsPerSecond) },
  heap: { title: 'Memory', first: 'descending', value: one => share(one.heapMb, one.limits.heapMb) },
  received: { title: 'In/s', first: 'descending', align: 'right', value: one => one.receivedMessages },
  sent: { title: 'Out/s', first: 'descending', align: 'right', value: one => one.sentMessages },
  p99: { title: 'p99', first: 'descending', align: 'right', value: one => one.latency.p99Ms },
  queue: { title: 'Queue', first: 'descending', align: 'right', value: one => one.queueEvents },
  fast: { title: 'Fast', first: 'descending', align: 'right', value: one => one.fastChannelShare },
  version: { title: 'Version', first: 'ascending', value: one => one.versionLabel || one.scriptHash },
  age: { title: 'Age', first: 'ascending', align: 'right', value: one => -one.createdAt },
} as const satisfies Record<string, SessionColumn>;

export type SessionColumnName = keyof typeof SESSION_COLUMNS;

/** Sessions with all words of it in their id, version, fleet or state. */
export function matchSessions(rows: readonly ConsoleSessionRow[], filter: string): ConsoleSessionRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...rows];
  return rows.filter(row => {
    const { id, versionLabel = '', scriptHash, fleetId, tenantId } = row;
    const text = [id, versionLabel, scriptHash, fleetId, tenantId, healthOf(row).text]
      .join(' ')
      .toLowerCase();
    return words.every(word => text.includes(word));
  });
}
