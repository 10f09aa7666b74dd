import type { SessionFigures } from '../../../metrics/figures.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'idle';

export interface Health {
  tone: Tone;
  text: string;
}

const HIGH_SHARE = 0.85;

/** The worst that can be said of a game session by its figures; else its state. */
export function healthOf(session: SessionFigures): Health {
  const { limits, state } = session;
  if (session.droppedMessages > 0) return { tone: 'bad', text: 'dropping messages' };
  if (session.cpuAvailableMs <= 0) return { tone: 'bad', text: 'CPU budget spent' };
  if (isHigh(session.queueEvents, limits.queueEvents) || isHigh(session.queueBytes, limits.queueBytes)) {
    return { tone: 'bad', text: 'queue nearly full' };
  }
  if (isHigh(session.heapMb, limits.heapMb)) return { tone: 'warn', text: 'memory nearly full' };
  if (isHigh(session.cpuMs, limits.cpuMsPerSecond)) return { tone: 'warn', text: 'near its CPU limit' };
  return { tone: state === 'active' ? 'good' : 'idle', text: state };
}

function isHigh(used: number, allowed: number): boolean {
  return allowed > 0 && used >= allowed * HIGH_SHARE;
}
