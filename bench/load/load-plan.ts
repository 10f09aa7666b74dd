/** How the players of a bench talk: bytes relayed as they are by rooms (`plain`), or the Realtime protocol. */
export type LoadStyle = 'plain' | 'realtime';

/** What the load generator is asked for. */
export interface LoadPlan {
  style: LoadStyle;
  /** Ports of the servers; session `n` is played on the port `n % ports.length`. */
  ports: number[];
  sessions: number;
  playersPerSession: number;
  /** To all players of the session, or to its script. */
  to: 'group' | 'script';
  payloadBytes: number;
}

export interface LoadWindow {
  messagesPerSecondPerPlayer: number;
  /** In this part of `warmUpMs` they begin to send one after the other; without it all begin at once. */
  rampMs?: number;
  warmUpMs: number;
  measuredMs: number;
}

/** What was seen in the measured time. */
export interface LoadResult {
  sent: number;
  received: number;
  /** Milliseconds from when a message was due at its sender to when it was read at a receiver. */
  p50Ms: number;
  p99Ms: number;
  /** Of one core. */
  generatorShare: number;
  /** It could not send what was asked for, or had no time left: what was measured is its own limit. */
  isGeneratorLimit: boolean;
}

export type GeneratorRequest =
  | { kind: 'connect'; plan: LoadPlan }
  | { kind: 'run'; window: LoadWindow }
  | { kind: 'stop' };
export type GeneratorReply =
  | { kind: 'connected' }
  | { kind: 'begun' }
  | { kind: 'done'; result: LoadResult }
  | { kind: 'failed'; message: string };
