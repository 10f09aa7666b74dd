import type { ConsoleSessionRow } from '../../../protocol.ts';

/** A game session that does well. */
export function sessionRow(id: string, more: Partial<ConsoleSessionRow> = {}): ConsoleSessionRow {
  return {
    ...{ id, tenantId: '', fleetId: '', scriptHash: '0123456789abcdef', state: 'active', workerPid: 7 },
    ...{ players: 3, maxPlayers: 8, fastChannelShare: 0.5, droppedMessages: 0, createdAt: 1_000 },
    ...{ receivedMessages: 10, receivedBytes: 100, sentMessages: 20, sentBytes: 200 },
    ...{ cpuMs: 12, cpuAvailableMs: 900, heapMb: 5, queueEvents: 1, queueBytes: 10 },
    latency: { batches: 9, medianMs: 1, p99Ms: 4.1 },
    limits: {
      ...{ cpuMsPerSecond: 200, cpuBurstMs: 1_000, heapMb: 64, queueEvents: 4_096, queueBytes: 4_096 },
      batchMs: 500,
    },
    ...more,
  };
}
