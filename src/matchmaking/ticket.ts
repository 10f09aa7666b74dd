/**
 * One attribute of a player, in the shape of the service API: exactly one member is there.
 * Source: the API's `AttributeValue`.
 */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: number;
  readonly SL?: readonly string[];
  readonly SDM?: Readonly<Record<string, number>>;
}

export interface MatchPlayer {
  readonly playerId: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** By region; a region that is not named is one the player cannot play in, as far as rules ask for latency. */
  readonly latencyMs: Readonly<Record<string, number>>;
  /** Of a player who is in the game session already (backfill): the team, as it is called in the match. */
  readonly team?: string;
}

/** What a backfill ticket fills up. */
export interface BackfillTarget {
  /** Absent where the caller runs its own game sessions. */
  readonly gameSessionArn?: string;
  /** Where the game session runs; rules about latency then look at this region alone. */
  readonly region?: string;
}

/** One request to be matched. Its players stay together: all of them get into one team. */
export interface MatchTicket {
  readonly ticketId: string;
  readonly players: readonly MatchPlayer[];
  /** When the request began. Its age is counted from here, also after a match of it was refused. */
  readonly enteredAtMs: number;
  /** There if the ticket stands for a game session that wants players; `players` are then those it has. */
  readonly backfill?: BackfillTarget;
}
