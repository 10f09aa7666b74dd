/** A game session whose open slots are filled by themselves. */
export interface WatchedSession {
  readonly tenantId: string;
  readonly configurationName: string;
  readonly gameSessionArn: string;
}

/** The game sessions that are backfilled automatically, as long as they run. */
export class WatchedSessions {
  readonly #byArn = new Map<string, WatchedSession>();

  add(session: WatchedSession): void {
    this.#byArn.set(session.gameSessionArn, session);
  }

  has(gameSessionArn: string): boolean {
    return this.#byArn.has(gameSessionArn);
  }

  /** No more, until another match is made for it. */
  remove(gameSessionArn: string): void {
    this.#byArn.delete(gameSessionArn);
  }

  all(): WatchedSession[] {
    return [...this.#byArn.values()];
  }
}
