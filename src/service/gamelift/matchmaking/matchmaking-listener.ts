import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';

export interface EventTicket {
  ticketId: string;
  startTimeMs: number;
  players: { playerId: string; team?: string; accepted?: boolean; playerSessionId?: string }[];
}

export interface RuleEvaluationMetrics {
  ruleName: string;
  passedCount: number;
  failedCount: number;
}

/** What becomes of tickets, as the events of the service say it. `type` is the event's. */
export type MatchmakingHappening =
  | { type: 'MatchmakingSearching'; tickets: EventTicket[]; estimatedWaitSeconds?: number }
  | {
      type: 'PotentialMatchCreated';
      tickets: EventTicket[];
      matchId: string;
      acceptanceRequired: boolean;
      acceptanceTimeoutSeconds?: number;
      ruleEvaluationMetrics: RuleEvaluationMetrics[];
    }
  | { type: 'AcceptMatch'; tickets: EventTicket[]; matchId: string }
  | {
      type: 'AcceptMatchCompleted';
      tickets: EventTicket[];
      matchId: string;
      acceptance: 'Accepted' | 'Rejected' | 'TimedOut';
    }
  | {
      type: 'MatchmakingSucceeded';
      tickets: EventTicket[];
      matchId: string;
      /** Absent where the caller runs its own game sessions (STANDALONE). */
      gameSession?: { gameSessionArn: string; ipAddress: string; dnsName: string; port: number };
    }
  | {
      type: 'MatchmakingTimedOut' | 'MatchmakingCancelled';
      tickets: EventTicket[];
      /** Of the proposed match that ended so. */
      matchId?: string;
      reason: string;
      message: string;
      ruleEvaluationMetrics: RuleEvaluationMetrics[];
    }
  | { type: 'MatchmakingFailed'; tickets: EventTicket[]; matchId: string; reason: string; message: string };

/** Who is told what happens in matchmaking, in order. Must not throw. */
export interface MatchmakingListener {
  /** A ticket is new, with so many players. */
  started?(configuration: MatchmakingConfigurationRecord, players: number): void;
  happened(
    configuration: MatchmakingConfigurationRecord,
    happening: MatchmakingHappening,
    atMs: number,
  ): void;
}
