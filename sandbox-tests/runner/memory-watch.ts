import { readFileSync, writeFileSync } from 'node:fs';

const LOOK_MS = 50;
/** What `clear_refs` takes to forget the peak of what was resident. */
const FORGET_PEAK = '5';

/** Watches how much memory processes have resident at most, whether they live on or are killed. */
export class MemoryWatch {
  #pids: readonly number[] = [];
  #peakBytes = 0;
  #looks: NodeJS.Timeout | undefined;

  begin(pids: readonly number[]): void {
    this.#pids = pids;
    this.#peakBytes = 0;
    for (const pid of pids) ifAlive(() => writeFileSync(`/proc/${pid}/clear_refs`, FORGET_PEAK));
    this.#looks = setInterval(() => this.#look(), LOOK_MS);
  }

  /** @returns the most that one of the processes had resident, in bytes; what came between two looks at one that is gone is missing */
  end(): number {
    clearInterval(this.#looks);
    this.#look();
    return this.#peakBytes;
  }

  #look(): void {
    this.#peakBytes = Math.max(this.#peakBytes, ...this.#pids.map(peakBytes));
  }
}

function peakBytes(pid: number): number {
  const status = ifAlive(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Undefined when the process whose file it is has ended. */
function ifAlive<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
