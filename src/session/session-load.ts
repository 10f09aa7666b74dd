import type { SessionCounters } from './session-counters.ts';
import type { SessionParts } from './session-parts.ts';

/** What a game session has done, holds, and may still use, at one moment. */
export interface SessionLoad {
  readonly counters: Readonly<SessionCounters>;
  /** Connected or about to be. */
  readonly players: number;
  /** Of these, those whose fast channel (UDP) is up. */
  readonly playersOnFastChannel: number;
  /** What waits for the script. */
  readonly queueEvents: number;
  readonly queueBytes: number;
  /** CPU time the script has left; below 0 it owes some. */
  readonly cpuAvailableMs: number;
  /** The script's heap when it was last looked at; 0: never. */
  readonly heapUsedKb: number;
}

export function sessionLoad(
  counters: SessionCounters,
  { roster, port, account }: Pick<SessionParts, 'roster' | 'port' | 'account'>,
): SessionLoad {
  const { cpuAvailableMs, heapUsedKb } = account.left;
  const { events, bytes } = port.waiting;
  const onFastChannel = roster.players().filter(({ connection }) => connection.isFastChannelUp);
  return {
    counters,
    players: roster.peers.count,
    playersOnFastChannel: onFastChannel.length,
    queueEvents: events,
    queueBytes: bytes,
    cpuAvailableMs,
    heapUsedKb,
  };
}
