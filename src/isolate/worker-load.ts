/** What one script worker has done and holds, at one moment. Where the system does not say it, a figure is 0. */
export interface WorkerLoad {
  readonly pid: number;
  readonly sessions: number;
  /** In use or warm. */
  readonly isolates: number;
  readonly residentMb: number;
  /** Since it began, milliseconds: CPU time of all threads, and what it waited for a processor. */
  readonly cpuMs: number;
  readonly waitedMs: number;
  /** For how long what it does now has been running; what waits for it waits at least as long. 0: it is idle. */
  readonly runningMs: number;
}
