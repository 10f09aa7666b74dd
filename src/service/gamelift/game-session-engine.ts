import type { GameProperty, TerminationMode } from '@aws-sdk/client-gamelift';
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
  /** Ends all game sessions of a fleet, in one location or in all; resolves when their scripts are gone. */
  endAll(fleet: FleetRecord, location?: string): Promise<void>;
}
