import type { GameProperty } from '@aws-sdk/client-gamelift';
import type { CountedGameSession, FleetRecord, GameSessionRecord } from '../../../store/records.ts';
import type { CreatorLimit, Store } from '../../../store/store.ts';
import { parseFilterExpression } from '../../search/filter-expression.ts';
import { parseSortExpression } from '../../search/sort-expression.ts';
import type { CapacityControl } from '../capacity-control.ts';
import { type FleetChoice, type FleetSelection, locationOf } from '../fleet-selection.ts';
import type { GameSessionEngine } from '../game-session-engine.ts';
import type { Arns } from '../identifiers.ts';
import type { Caller, Input, Operations } from '../operation.ts';
import { listPage, type PagedInput } from '../pages.ts';
import { invalidRequest, notFound, ServiceError } from '../service-error.ts';
import { playersOf, propertiesOf } from '../sessions/session-parameters.ts';
import { gameSessionView } from '../sessions/session-views.ts';

const MAX_PROPERTIES = 16;
const SEARCH_PAGE = 20;
const MINUTE_MS = 60_000;
const STATUSES = ['ACTIVATING', 'ACTIVE', 'TERMINATING', 'TERMINATED', 'ERROR'] as const;
type Status = (typeof STATUSES)[number];

export interface GameSessionOperationsOptions {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  sessions: GameSessionEngine;
  control: Pick<CapacityControl, 'demand'>;
  now(): number;
}

/** CreateGameSession, DescribeGameSessions(Details), SearchGameSessions, UpdateGameSession, TerminateGameSession. */
export function gameSessionOperations(options: GameSessionOperationsOptions): Operations {
  const { store, arns, fleets, sessions, control, now } = options;
  const reader = new GameSessionReader(options);
  return {
    CreateGameSession: async (input, { tenantId }) => {
      const chosen = await fleets.one(tenantId, input);
      const location = locationOf(chosen, input.Location);
      const fleet = await control.demand(chosen, location);
      const { session } = await sessions.begin({
        fleet,
        location,
        idString: idStringOf(input),
        maximumPlayerSessionCount: playersOf(input.MaximumPlayerSessionCount),
        name: input.Name,
        gameProperties: propertiesOf(input.GameProperties),
        gameSessionData: input.GameSessionData,
        creatorId: input.CreatorId,
        creatorLimit: creatorLimitOf(fleet, input.CreatorId, now()),
      });
      return { GameSession: gameSessionView(arns, session) };
    },

    DescribeGameSessions: async (input, caller) => {
      const { items, nextToken } = await reader.select(input, caller);
      return { GameSessions: items.map(one => gameSessionView(arns, one)), NextToken: nextToken };
    },

    DescribeGameSessionDetails: async (input, caller) => {
      const { items, nextToken } = await reader.select(input, caller);
      return {
        GameSessionDetails: items.map(one => ({
          GameSession: gameSessionView(arns, one),
          ProtectionPolicy: one.protectionPolicy,
        })),
        NextToken: nextToken,
      };
    },

    SearchGameSessions: async (input, { tenantId }) => {
      const fleet = await fleets.one(tenantId, input);
      const { FilterExpression, SortExpression, Location } = input;
      if (Location !== undefined) locationOf(fleet, Location);
      const filter = FilterExpression === undefined ? undefined : parseFilterExpression(FilterExpression);
      const sort = SortExpression === undefined ? undefined : parseSortExpression(SortExpression);
      const { items, nextToken } = await listPage(
        input,
        ['SearchGameSessions', fleet.id, Location, FilterExpression, SortExpression],
        page =>
          store.searchGameSessions(
            tenantId,
            { fleetId: fleet.id, location: Location },
            { filter, sort },
            page,
          ),
        SEARCH_PAGE,
      );
      return { GameSessions: items.map(one => gameSessionView(arns, one)), NextToken: nextToken };
    },

    UpdateGameSession: async (input, { tenantId }) => {
      const gameSessionId = arns.ownGameSession(input.GameSessionId);
      const changed = await store.updateGameSession(tenantId, gameSessionId, session =>
        updated(session, input),
      );
      if (changed === undefined) throw sessionNotFound(gameSessionId);
      return { GameSession: gameSessionView(arns, changed) };
    },

    TerminateGameSession: async (input, { tenantId }) => {
      const gameSessionId = arns.ownGameSession(input.GameSessionId);
      const session = await sessions.terminate(tenantId, gameSessionId, input.TerminationMode);
      return { GameSession: gameSessionView(arns, session) };
    },
  };
}

export function sessionNotFound(gameSessionId: string): ServiceError {
  return notFound(`Game session ${gameSessionId} was not found; it does not exist, or is over for too long.`);
}

type Selector = FleetChoice &
  PagedInput & {
    GameSessionId?: string | undefined;
    Location?: string | undefined;
    StatusFilter?: string | undefined;
  };

class GameSessionReader {
  readonly #options: GameSessionOperationsOptions;

  constructor(options: GameSessionOperationsOptions) {
    this.#options = options;
  }

  /** The game sessions of a fleet, or the one that is named. */
  async select(
    input: Selector,
    { tenantId }: Caller,
  ): Promise<{ items: CountedGameSession[]; nextToken: string | undefined }> {
    const { store, arns, fleets } = this.#options;
    const { GameSessionId, FleetId, AliasId, Location, StatusFilter } = input;
    const status = statusOf(StatusFilter);
    if (GameSessionId !== undefined) {
      if (FleetId !== undefined || AliasId !== undefined) {
        throw invalidRequest('Give one of GameSessionId, FleetId and AliasId.');
      }
      const gameSessionId = arns.ownGameSession(GameSessionId);
      const session = await store.getGameSession(tenantId, gameSessionId);
      if (session === undefined) throw sessionNotFound(gameSessionId);
      return {
        items: status === undefined || session.status === status ? [session] : [],
        nextToken: undefined,
      };
    }
    const fleet = await fleets.one(tenantId, input);
    if (Location !== undefined) locationOf(fleet, Location);
    return listPage(input, ['DescribeGameSessions', fleet.id, Location, status], page =>
      store.listGameSessions(tenantId, { fleetId: fleet.id, location: Location, status }, page),
    );
  }
}

function statusOf(filter: string | undefined): Status | undefined {
  if (filter === undefined) return undefined;
  const status = STATUSES.find(one => one === filter.toUpperCase());
  if (status === undefined) {
    throw invalidRequest(`StatusFilter "${filter}" is no status; give one of ${STATUSES.join(', ')}.`);
  }
  return status;
}

function idStringOf({ GameSessionId, IdempotencyToken }: Input<'CreateGameSession'>): string | undefined {
  if (GameSessionId !== undefined && IdempotencyToken !== undefined) {
    throw invalidRequest('Give IdempotencyToken alone; GameSessionId is its old name.');
  }
  return IdempotencyToken ?? GameSessionId;
}

function creatorLimitOf(
  { creationLimit }: FleetRecord,
  creatorId: string | undefined,
  nowMs: number,
): CreatorLimit | undefined {
  const count = creationLimit?.NewGameSessionsPerCreator ?? 0;
  const minutes = creationLimit?.PolicyPeriodInMinutes ?? 0;
  if (count === 0 || minutes === 0) return undefined;
  if (creatorId === undefined) {
    throw invalidRequest(
      'The fleet has a ResourceCreationLimitPolicy; give the CreatorId that it is counted for.',
    );
  }
  return { count, sinceMs: nowMs - minutes * MINUTE_MS };
}

function updated(session: GameSessionRecord, input: Input<'UpdateGameSession'>): GameSessionRecord {
  if (session.status !== 'ACTIVE' && session.status !== 'ACTIVATING') {
    throw new ServiceError(
      'InvalidGameSessionStatusException',
      `Game session ${session.gameSessionId} is ${session.status} and cannot be updated.`,
    );
  }
  const { MaximumPlayerSessionCount, Name, PlayerSessionCreationPolicy, ProtectionPolicy, GameProperties } =
    input;
  return {
    ...session,
    ...(MaximumPlayerSessionCount === undefined
      ? {}
      : { maximumPlayerSessionCount: playersOf(MaximumPlayerSessionCount) }),
    ...(Name === undefined ? {} : { name: Name }),
    ...(PlayerSessionCreationPolicy === undefined ? {} : { creationPolicy: PlayerSessionCreationPolicy }),
    ...(ProtectionPolicy === undefined ? {} : { protectionPolicy: ProtectionPolicy }),
    gameProperties: merged(session.gameProperties, propertiesOf(GameProperties)),
  };
}

/** Keys are added and overwritten, never removed. */
function merged(old: readonly GameProperty[], added: readonly GameProperty[]): GameProperty[] {
  const values = new Map([...old, ...added].map(({ Key, Value }) => [Key, Value]));
  if (values.size > MAX_PROPERTIES) {
    throw invalidRequest(
      `With these GameProperties the game session would have ${values.size}; ${MAX_PROPERTIES} are allowed.`,
    );
  }
  return [...values].map(([Key, Value]) => ({ Key, Value }));
}
