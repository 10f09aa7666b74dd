import type { RealtimeClient } from '../client/index.ts';

/** One player that a program plays. */
export interface Bot {
  /** From 0 up. */
  readonly index: number;
  readonly client: RealtimeClient;
  /** Aborted when the run is over, and when the connection is closed. */
  readonly signal: AbortSignal;
  /**
   * Begins a measurement; calling what it returns ends it. The summary has count, median, 99th percentile and maximum
   * for each name.
   */
  time(name: string): () => void;
}

/** How a bot logs in; what is left out is as the command line says, or empty. */
export interface BotLogin {
  endpoint?: string;
  port?: number;
  playerSessionId?: string;
  payload?: string | Uint8Array;
}

/** What a file of bots exports as its default. */
export interface BotScript {
  /** Called before a bot connects; a place to reserve its player session. */
  login?(index: number): BotLogin | Promise<BotLogin>;
  /**
   * Plays one bot. It stays in the game after this has returned; what it throws counts as an error and ends the bot.
   */
  play(bot: Bot): void | Promise<void>;
}
