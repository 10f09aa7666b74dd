import type { GameSession } from '../session/game-session.ts';
import type { PostMortem } from '../session/post-mortem.ts';

/** A game session that is over, with what is left to look at. */
export interface EndedSession {
  readonly id: string;
  readonly scriptHash: string;
  /** Both empty where there are none. */
  readonly tenantId: string;
  readonly fleetId: string;
  readonly name: string;
  readonly postMortem: PostMortem;
}

/** The game sessions that ended last; beyond `max` the oldest is forgotten. */
export class EndedSessions {
  readonly #max: number;
  readonly #sessions = new Map<string, EndedSession>();

  constructor(max: number) {
    this.#max = max;
  }

  add({ id, scriptHash, origin, name }: GameSession, postMortem: PostMortem): void {
    this.#sessions.set(id, { id, scriptHash, ...origin, name, postMortem });
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= this.#max) return;
      this.#sessions.delete(oldest);
    }
  }

  get(id: string): EndedSession | undefined {
    return this.#sessions.get(id);
  }

  /** Oldest first. */
  list(): EndedSession[] {
    return [...this.#sessions.values()];
  }
}
