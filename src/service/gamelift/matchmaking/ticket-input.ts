import type { Player } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import { invalidRequest } from '../service-error.ts';

/** What players are given for. */
export interface PlayersBounds {
  most: number;
  /** As JSON. */
  characters: number;
}

export function boundsOf(kind: 'new' | 'backfill', limits: Limits): PlayersBounds {
  return kind === 'new'
    ? { most: limits.playersPerTicket, characters: limits.ticketCharacters }
    : { most: limits.playersPerBackfill, characters: limits.matchmakerDataCharacters };
}

/**
 * Checks what neither a schema nor a rule set can say of the players of a ticket.
 * @throws {ServiceError} InvalidRequestException
 */
export function requirePlayers(players: readonly Player[], bounds: PlayersBounds, limits: Limits): void {
  if (players.length === 0 || players.length > bounds.most) {
    throw invalidRequest(`Players has ${players.length} players; give 1 to ${bounds.most}`);
  }
  for (const player of players) requirePlayer(player, limits);
  const characters = JSON.stringify(players).length;
  if (characters > bounds.characters) {
    throw invalidRequest(`Players has ${characters} characters as JSON; ${bounds.characters} are the most`);
  }
}

function requirePlayer({ PlayerId, PlayerAttributes = {}, LatencyInMs = {} }: Player, limits: Limits): void {
  if (PlayerId === undefined) throw invalidRequest('each of Players needs a PlayerId');
  const attributes = Object.entries(PlayerAttributes);
  if (attributes.length > limits.attributesPerPlayer) {
    throw invalidRequest(
      `player "${PlayerId}" has ${attributes.length} attributes; ${limits.attributesPerPlayer} are the most`,
    );
  }
  for (const [name, value] of attributes) {
    const kinds = Object.values(value).filter(one => one !== undefined);
    if (kinds.length === 1) continue;
    throw invalidRequest(`player "${PlayerId}": attribute "${name}" needs exactly one of S, N, SL and SDM`);
  }
  const latencies = Object.keys(LatencyInMs).length;
  if (latencies > limits.latenciesPerPlayer) {
    throw invalidRequest(
      `player "${PlayerId}" has ${latencies} latencies; ${limits.latenciesPerPlayer} are the most`,
    );
  }
}
