import { readFileSync } from 'node:fs';

/** User and group ids for workers; each worker's is `first` plus its process id modulo `count`. */
export interface WorkerUsers {
  first: number;
  count: number;
}

export type AvailableUsers =
  | { outcome: 'available'; users: WorkerUsers }
  /** This process is not root, or a root that cannot become somebody else. */
  | { outcome: 'powerless' }
  /** The ids do not exist in the user namespace of this process. */
  | { outcome: 'unmapped' };

/** Linux gives no process a higher id, so that two workers on one machine never have the same user. */
const PID_COUNT = 4_194_304;

/**
 * Where they are taken from, best first. Nobody hands out ids of the first range: neither distributions, nor systemd, nor
 * container engines. The second is for containers that have 65,536 ids.
 */
const RANGES: readonly WorkerUsers[] = [
  { first: 1_879_048_192, count: PID_COUNT },
  { first: 32_768, count: 32_000 },
];

const CAP_SETGID = 1 << 6;
const CAP_SETUID = 1 << 7;

/** @param wanted takes the place of the ranges above */
export function availableWorkerUsers(wanted?: WorkerUsers): AvailableUsers {
  if (process.geteuid?.() !== 0 || !canChangeUser(readFileSync('/proc/self/status', 'utf8'))) {
    return { outcome: 'powerless' };
  }
  const maps = ['uid_map', 'gid_map'].map(name => readFileSync(`/proc/self/${name}`, 'utf8'));
  const users = firstMapped(wanted === undefined ? RANGES : [wanted], maps);
  return users === undefined ? { outcome: 'unmapped' } : { outcome: 'available', users };
}

/** @param status contents of `/proc/self/status` */
function canChangeUser(status: string): boolean {
  const low = /^CapEff:\s*[0-9a-f]{8}([0-9a-f]{8})$/m.exec(status)?.[1] ?? '0';
  const needed = CAP_SETGID | CAP_SETUID;
  return (Number.parseInt(low, 16) & needed) === needed;
}

/** @param maps contents of `uid_map` and `gid_map`, see user_namespaces(7) */
export function firstMapped(
  ranges: readonly WorkerUsers[],
  maps: readonly string[],
): WorkerUsers | undefined {
  return ranges.find(range => maps.every(map => map.split('\n').some(line => covers(line, range))));
}

/** A line of a map: first id inside, first id outside, how many. */
function covers(line: string, { first, count }: WorkerUsers): boolean {
  const [inside = Number.NaN, , mapped = Number.NaN] = line.trim().split(/\s+/).map(Number);
  return first >= inside && first + count <= inside + mapped;
}
