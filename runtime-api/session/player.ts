/** A connected player: the same object for as long as the player is connected. */
export class Player {
  readonly peerId: number;
  readonly playerSessionId: string;
  readonly playerId: string;
  readonly playerData: string;

  constructor(peerId: number, playerSessionId: string, playerId: string, playerData: string) {
    this.peerId = peerId;
    this.playerSessionId = playerSessionId;
    this.playerId = playerId;
    this.playerData = playerData;
  }

  /** With the next one: what makes a Map's entry of a player, for `new Map(getPlayers())`. */
  get 0(): number {
    return this.peerId;
  }

  get 1(): this {
    return this;
  }

  /**
   * Scripts go through `getPlayers()` both as `for (const player of …)` and, since it is keyed by peer id, as
   * `for (const [peerId, player] of …)`. A player that can be taken apart like a Map's entry serves both.
   */
  *[Symbol.iterator](): Generator<number | this> {
    yield this.peerId;
    yield this;
  }
}
