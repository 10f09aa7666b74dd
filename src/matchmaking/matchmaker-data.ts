import type { MatchedTeam } from './match.ts';

/** What a game session is told of its match. */
export interface MatchmakerData {
  readonly matchId: string;
  readonly matchmakingConfigurationArn: string;
  readonly teams: readonly MatchedTeam[];
  readonly autoBackfillMode: 'AUTOMATIC' | 'MANUAL' | null;
  readonly autoBackfillTicketId: string | null;
}

/** The text of matchmaker data, as the live service writes it: attributes by name, doubles with a fraction. */
export function writeMatchmakerData(_data: MatchmakerData): string {
  throw new Error('being built');
}

/** Reads it back, for a backfill: players get their `team`, and no latency. @returns undefined if it is no such data */
export function readMatchmakerData(_text: string): MatchmakerData | undefined {
  throw new Error('being built');
}
