/** What a game session did in the last second, and holds. Rates are per second; bytes are those of payloads. */
export interface SessionFigures {
  id: string;
  /** Both empty where there are none. */
  tenantId: string;
  fleetId: string;
  /** The version of the script. */
  scriptHash: string;
  state: string;
  /** The process its script runs in. */
  workerPid?: number;
  players: number;
  maxPlayers: number;
  /** Of its players those with UDP, as a share of 0 to 1. */
  fastChannelShare: number;
  /** From players. */
  receivedMessages: number;
  receivedBytes: number;
  /** To players, each recipient counted. */
  sentMessages: number;
  sentBytes: number;
  /** Of what players sent: what the script was not given, because it could not keep up. */
  droppedMessages: number;
  cpuMs: number;
  /** What the script may use at once; below 0 it owes some. */
  cpuAvailableMs: number;
  /** When it was last looked at; 0: never. */
  heapMb: number;
  /** Events that wait for the script. */
  queueEvents: number;
  queueBytes: number;
  latency: LatencyFigures;
  /** What bounds the figures above. */
  limits: SessionFigureLimits;
}

export interface SessionFigureLimits {
  cpuMsPerSecond: number;
  cpuBurstMs: number;
  heapMb: number;
  queueEvents: number;
  queueBytes: number;
  /** Wall time of one batch. */
  batchMs: number;
}

/**
 * From the arrival of an event to the end of its callbacks, for the event of each batch that waited longest; in
 * milliseconds, rounded up to a power of two microseconds. 0 where no batch ended.
 */
export interface LatencyFigures {
  batches: number;
  medianMs: number;
  p99Ms: number;
}

export interface WorkerFigures {
  pid: number;
  sessions: number;
  /** In use or warm. */
  isolates: number;
  residentMb: number;
  /** In the last second, of all threads. */
  cpuMs: number;
  /** In the last second: it could have run and had no processor. */
  waitedMs: number;
  /** For how long what it does now has been running, which is how long what waits for it has waited at least. */
  runningMs: number;
  limits: { residentMb: number; sessions: number };
}

/** Of the process that owns the players' sockets. */
export interface HostFigures {
  pid: number;
  uptimeSeconds: number;
  /** Processor cores there are. */
  cores: number;
  cpuMs: number;
  residentMb: number;
  /** How late the event loop was in the last second. */
  eventLoopLag: { medianMs: number; p99Ms: number; maxMs: number };
  sessions: number;
  players: number;
  workers: number;
  spareWorkers: number;
  isHealthy: boolean;
  receivedMessages: number;
  receivedBytes: number;
  sentMessages: number;
  sentBytes: number;
  droppedMessages: number;
  /** Of all game sessions. */
  latency: LatencyFigures;
  limits: { sessions: number; workers: number };
}

/** One relay host at one moment: a plain object, to be shown or sent as it is. */
export interface Figures {
  /** Milliseconds since the epoch; 0: nothing has been sampled yet. */
  at: number;
  /** What rates were measured over. */
  intervalMs: number;
  host: HostFigures;
  workers: WorkerFigures[];
  sessions: SessionFigures[];
}
