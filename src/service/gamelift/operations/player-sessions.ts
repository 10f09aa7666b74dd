import { setTimeout as delay } from 'node:timers/promises';
import type { Limits } from '../../../limits/limits.ts';
import type { CountedGameSession, PlayerSessionRecord } from '../../../store/records.ts';
import type { PlayerClaim, Store } from '../../../store/store.ts';
import { type Arns, newId } from '../identifiers.ts';
import type { Input, Operations } from '../operation.ts';
import { listPage } from '../pages.ts';
import { invalidRequest, notFound, ServiceError } from '../service-error.ts';
import { playerSessionView } from '../sessions/session-views.ts';
import { sessionNotFound } from './game-sessions.ts';

const STATUSES = ['RESERVED', 'ACTIVE', 'COMPLETED', 'TIMEDOUT'] as const;
type Status = (typeof STATUSES)[number];

export interface PlayerSessionOperationsOptions {
  store: Store;
  arns: Arns;
  /** When a game session that is starting will be ACTIVE; undefined when it is not starting here. */
  activated(gameSessionId: string): Promise<unknown> | undefined;
  limits: Pick<Limits, 'activationWaitMs' | 'reservationMs'>;
  now(): number;
}

type NewPlayer = Pick<PlayerSessionRecord, 'playerSessionId' | 'playerId' | 'playerData'>;
type Address = Pick<CountedGameSession, 'ipAddress' | 'dnsName' | 'port'>;

/** CreatePlayerSession, CreatePlayerSessions, DescribePlayerSessions. */
export function playerSessionOperations(options: PlayerSessionOperationsOptions): Operations {
  const { store, arns } = options;
  const slots = new PlayerSlots(options);
  return {
    CreatePlayerSession: async (input, { tenantId }) => {
      const player = newPlayer(input.PlayerId, input.PlayerData);
      const { players, session } = await slots.claim(tenantId, input.GameSessionId, [player]);
      return { PlayerSession: playerSessionView(arns, players[0]!, session) };
    },

    CreatePlayerSessions: async (input, { tenantId }) => {
      const { PlayerIds, PlayerDataMap = {} } = input;
      if (new Set(PlayerIds).size < PlayerIds.length) {
        throw invalidRequest('PlayerIds has an id twice; give each player once.');
      }
      const wanted = PlayerIds.map(id =>
        newPlayer(id, Object.hasOwn(PlayerDataMap, id) ? PlayerDataMap[id] : undefined),
      );
      const { players, session } = await slots.claim(tenantId, input.GameSessionId, wanted);
      return { PlayerSessions: players.map(player => playerSessionView(arns, player, session)) };
    },

    DescribePlayerSessions: async (input, { tenantId }) => {
      await store.expirePlayerSessions(options.now());
      const { items, nextToken } = await select(options, tenantId, input);
      const addresses = new Map<string, Address>();
      for (const { gameSessionId } of items) {
        if (addresses.has(gameSessionId)) continue;
        const session = await store.getGameSession(tenantId, gameSessionId);
        if (session !== undefined) addresses.set(gameSessionId, session);
      }
      return {
        PlayerSessions: items.map(one =>
          playerSessionView(
            arns,
            one,
            addresses.get(one.gameSessionId) ?? { ipAddress: '', dnsName: '', port: 0 },
          ),
        ),
        NextToken: nextToken,
      };
    },
  };
}

function newPlayer(playerId: string, playerData: string | undefined): NewPlayer {
  return { playerSessionId: newId('psess'), playerId, ...(playerData === undefined ? {} : { playerData }) };
}

class PlayerSlots {
  readonly #options: PlayerSessionOperationsOptions;

  constructor(options: PlayerSessionOperationsOptions) {
    this.#options = options;
  }

  /** Reserves a slot for each or for none; a game session that is ACTIVATING is waited for. */
  async claim(
    tenantId: string,
    arn: string,
    players: readonly NewPlayer[],
  ): Promise<Extract<PlayerClaim, { outcome: 'reserved' }>> {
    const gameSessionId = this.#options.arns.ownGameSession(arn);
    let claim = await this.#tryClaim(tenantId, gameSessionId, players);
    if (claim.outcome === 'not_active' && claim.session.status === 'ACTIVATING') {
      await this.#activation(gameSessionId);
      claim = await this.#tryClaim(tenantId, gameSessionId, players);
    }
    if (claim.outcome === 'reserved') return claim;
    throw refusal(claim, gameSessionId, players.length);
  }

  #tryClaim(tenantId: string, gameSessionId: string, players: readonly NewPlayer[]): Promise<PlayerClaim> {
    const { store, limits, now } = this.#options;
    const nowMs = now();
    const times = { nowMs, expiresMs: nowMs + limits.reservationMs };
    return store.claimPlayerSessions(tenantId, gameSessionId, players, times);
  }

  /** Waits until it is ACTIVE or never will be, but not for ever. */
  async #activation(gameSessionId: string): Promise<void> {
    const { activated, limits } = this.#options;
    const waiting = new AbortController();
    const patience = delay(limits.activationWaitMs, undefined, { signal: waiting.signal });
    try {
      await Promise.race([activated(gameSessionId), patience]);
    } catch {
      // It will never be ACTIVE; the claim says what it is instead.
    } finally {
      patience.catch(() => {});
      waiting.abort();
    }
  }
}

function refusal(
  claim: Exclude<PlayerClaim, { outcome: 'reserved' }>,
  gameSessionId: string,
  wanted: number,
): ServiceError {
  switch (claim.outcome) {
    case 'not_found':
      return sessionNotFound(gameSessionId);
    case 'not_active':
      return new ServiceError(
        'InvalidGameSessionStatusException',
        `Game session ${gameSessionId} is ${claim.session.status} and takes no players; it has to be ACTIVE.`,
      );
    case 'denied':
      return invalidRequest(
        `Game session ${gameSessionId} takes no more players: its PlayerSessionCreationPolicy is DENY_ALL.`,
      );
    case 'full': {
      const { currentPlayerSessionCount, maximumPlayerSessionCount } = claim.session;
      return new ServiceError(
        'GameSessionFullException',
        `Game session ${gameSessionId} has no room for ${wanted} more: ` +
          `${currentPlayerSessionCount} of ${maximumPlayerSessionCount} slots are taken.`,
      );
    }
  }
}

async function select(
  { store, arns }: PlayerSessionOperationsOptions,
  tenantId: string,
  input: Input<'DescribePlayerSessions'>,
): Promise<{ items: PlayerSessionRecord[]; nextToken: string | undefined }> {
  const { GameSessionId, PlayerId, PlayerSessionId, PlayerSessionStatusFilter } = input;
  const selectors = [GameSessionId, PlayerId, PlayerSessionId].filter(one => one !== undefined);
  if (selectors.length !== 1)
    throw invalidRequest('Give one of GameSessionId, PlayerId and PlayerSessionId.');
  if (PlayerSessionId !== undefined) {
    const player = await store.getPlayerSession(tenantId, PlayerSessionId);
    if (player === undefined) throw notFound(`Player session ${PlayerSessionId} was not found.`);
    return { items: [player], nextToken: undefined };
  }
  if (PlayerId !== undefined) {
    return listPage(input, ['DescribePlayerSessions', PlayerId], page =>
      store.listPlayerSessions(tenantId, { playerId: PlayerId }, page),
    );
  }
  const gameSessionId = arns.ownGameSession(GameSessionId!);
  if ((await store.getGameSession(tenantId, gameSessionId)) === undefined)
    throw sessionNotFound(gameSessionId);
  const status = statusOf(PlayerSessionStatusFilter);
  return listPage(input, ['DescribePlayerSessions', gameSessionId, status], page =>
    store.listPlayerSessions(tenantId, { gameSessionId, status }, page),
  );
}

function statusOf(filter: string | undefined): Status | undefined {
  if (filter === undefined) return undefined;
  const status = STATUSES.find(one => one === filter.toUpperCase());
  if (status === undefined) {
    throw invalidRequest(
      `PlayerSessionStatusFilter "${filter}" is no status; give one of ${STATUSES.join(', ')}.`,
    );
  }
  return status;
}
