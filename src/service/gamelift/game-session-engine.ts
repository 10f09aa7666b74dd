import type { GameProperty, TerminationMode } from '@aws-sdk/client-gamelift';
import type { UpdateReason } from '../../bridge/messages.ts';
import type { CountedGameSession, FleetRecord } from '../../store/records.ts';
import type { CreatorLimit } from '../../store/store.ts';

/** What a game session is to be. */
export interface GameSessionRequest {
  /** The fleet, as it was read for this very request. */
  fleet: FleetRecord;
  location: string;
  /** The last part of its ARN; undefined for a new one. */
  idString?: string | undefined;
  maximumPlayerSessionCount: number;
  name?: string | undefined;
  gameProperties: GameProperty[];
  gameSessionData?: string | undefined;
  matchmakerData?: string | undefined;
  creatorId?: string | undefined;
  creatorLimit?: CreatorLimit | undefined;
}

/** What matchmaking has done about a game session that runs. */
export interface MatchmakerUpdate {
  /** JSON, 390,000 characters at most; undefined: it is as it was. */
  matchmakerData?: string | undefined;
  reason: UpdateReason;
  /** The ticket that this came of; empty where there was none. */
  backfillTicketId: string;
}

export interface BegunGameSession {
  /** ACTIVATING, or as it is now where the same request had begun it before. */
  session: CountedGameSession;
  /** Resolves when it is ACTIVE; rejects with a ServiceError when it ended before it was. Has to be handled by nobody. */
  activated: Promise<CountedGameSession>;
}

/** Starts and ends game sessions on this machine, and keeps their records in step with what becomes of them. */
export interface GameSessionEngine {
  /**
   * Takes a slot of the fleet and starts a game session in it.
   * @throws {ServiceError} InvalidFleetStatusException, FleetCapacityExceededException (its message has the counts),
   * LimitExceededException (the creator's policy), IdempotentParameterMismatchException
   */
  begin(request: GameSessionRequest): Promise<BegunGameSession>;
  /**
   * Ends a game session: after its script was told, or at once. Its record is TERMINATING when this resolves.
   * @throws {ServiceError} NotFoundException, InvalidGameSessionStatusException
   */
  terminate(tenantId: string, gameSessionId: string, mode: TerminationMode): Promise<CountedGameSession>;
  /**
   * Writes down new matchmaker data, then tells the script (`onUpdateGameSession`), which may hear of it later.
   * @throws {ServiceError} NotFoundException, InvalidGameSessionStatusException (it is not ACTIVE),
   * InvalidRequestException (too much data); nothing is changed then
   */
  updateMatchmakerData(
    tenantId: string,
    gameSessionId: string,
    update: MatchmakerUpdate,
  ): Promise<CountedGameSession>;
  /** Ends all game sessions of a fleet, in one location or in all; resolves when their scripts are gone. */
  endAll(fleet: FleetRecord, location?: string): Promise<void>;
}
