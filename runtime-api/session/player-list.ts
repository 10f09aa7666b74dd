import { apply, mapSet, NativeMap, SafeMap, toNumber } from '../kernel/primordials.ts';
import { inspectCustom } from '../modules/captured.ts';
import { inspect } from '../modules/inspect.ts';
import type { Player } from './player.ts';

/**
 * What `getPlayers()` gives: a snapshot of the connected players keyed by peer id, with the ways published
 * scripts go through it: those of a Map and those of an array. Callbacks get `(player, peerId, list)`.
 */
export class PlayerList {
  #byPeerId: SafeMap<number, Player>;

  constructor(players: SafeMap<number, Player>) {
    this.#byPeerId = new SafeMap<number, Player>();
    players.forEach((player, peerId) => {
      this.#byPeerId.set(peerId, player);
    });
  }

  get size(): number {
    return this.#byPeerId.size;
  }

  get length(): number {
    return this.#byPeerId.size;
  }

  get(peerId: unknown): Player | undefined {
    return this.#byPeerId.get(toNumber(peerId));
  }

  has(peerId: unknown): boolean {
    return this.#byPeerId.has(toNumber(peerId));
  }

  /** Of a player object, as in an array, or of a peer id. */
  includes(player: unknown): boolean {
    return typeof player === 'object' ? this.some(candidate => candidate === player) : this.has(player);
  }

  forEach(visit: (player: Player, peerId: number, list: this) => unknown, thisArg?: unknown): void {
    this.#byPeerId.forEach((player, peerId) => {
      apply(visit, thisArg, [player, peerId, this]);
    });
  }

  map<T>(convert: (player: Player, peerId: number, list: this) => T): T[] {
    const results: T[] = [];
    this.forEach((player, peerId) => {
      results[results.length] = convert(player, peerId, this);
    });
    return results;
  }

  filter(test: (player: Player, peerId: number, list: this) => unknown): Player[] {
    const results: Player[] = [];
    this.forEach((player, peerId) => {
      if (test(player, peerId, this)) results[results.length] = player;
    });
    return results;
  }

  find(test: (player: Player, peerId: number, list: this) => unknown): Player | undefined {
    const peerIds = this.map((_, peerId) => peerId);
    for (let i = 0; i < peerIds.length; i++) {
      const player = this.#byPeerId.get(peerIds[i]!)!;
      if (test(player, peerIds[i]!, this)) return player;
    }
    return undefined;
  }

  some(test: (player: Player, peerId: number, list: this) => unknown): boolean {
    return this.find(test) !== undefined;
  }

  every(test: (player: Player, peerId: number, list: this) => unknown): boolean {
    return !this.some((player, peerId) => !test(player, peerId, this));
  }

  reduce(
    combine: (result: unknown, player: Player, peerId: number, list: this) => unknown,
    ...initial: unknown[]
  ): unknown {
    const players = this.map(player => player);
    let at = 0;
    let result = initial[0];
    if (initial.length === 0) {
      if (players.length === 0) throw new TypeError('reduce of no players with no initial value');
      result = players[at++];
    }
    for (; at < players.length; at++) {
      const player = players[at]!;
      result = combine(result, player, player.peerId, this);
    }
    return result;
  }

  keys(): MapIterator<number> {
    return this.#byPeerId.keys();
  }

  values(): MapIterator<Player> {
    return this.#byPeerId.values();
  }

  entries(): MapIterator<[number, Player]> {
    return this.#byPeerId.entries();
  }

  /** Shown as the Map it stands for. */
  [inspectCustom](_depth: number, options: object): string {
    const shown = new NativeMap<number, Player>();
    this.#byPeerId.forEach((player, peerId) => {
      mapSet(shown, peerId, player);
    });
    return inspect(shown, options);
  }

  /** The players; each can be taken apart as `[peerId, player]`. */
  [Symbol.iterator](): MapIterator<Player> {
    return this.#byPeerId.values();
  }
}
