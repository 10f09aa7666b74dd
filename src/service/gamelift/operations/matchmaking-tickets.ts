import { randomUUID } from 'node:crypto';
import type { MatchmakingTicket } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { MatchmakingTicketRecord } from '../../../store/records.ts';
import { type Arns, idOf } from '../identifiers.ts';
import { type BackfillTargetDeps, backfillTarget } from '../matchmaking/backfill/backfill-target.ts';
import type { Matchmaking } from '../matchmaking/matchmaking.ts';
import { boundsOf, requirePlayers } from '../matchmaking/ticket-input.ts';
import type { Operations } from '../operation.ts';
import { invalidRequest } from '../service-error.ts';

/** The most that can be asked for at once. */
const TICKETS_AT_ONCE = 10;

export interface TicketDeps extends BackfillTargetDeps {
  arns: Arns;
  matchmaking: Pick<Matchmaking, 'start' | 'stop' | 'accept' | 'find'>;
  limits: Limits;
  now(): number;
}

export function ticketOperations({ store, arns, matchmaking, limits, now }: TicketDeps) {
  function describe(ticket: MatchmakingTicketRecord): MatchmakingTicket {
    return {
      TicketId: ticket.id,
      ConfigurationName: ticket.configurationName,
      ConfigurationArn: arns.named('matchmakingconfiguration', ticket.configurationName),
      Status: ticket.status,
      StatusReason: ticket.statusReason,
      StatusMessage: ticket.statusMessage,
      StartTime: new Date(ticket.createdMs),
      EndTime: ticket.endedMs === undefined ? undefined : new Date(ticket.endedMs),
      Players: ticket.players,
      GameSessionConnectionInfo: ticket.connection,
      EstimatedWaitTime: ticket.endedMs === undefined ? ticket.estimatedWaitSeconds : undefined,
    };
  }

  return {
    StartMatchmaking: async ({ TicketId, ConfigurationName, Players }, { tenantId }) => {
      requirePlayers(Players, boundsOf('new', limits), limits);
      const ticket: MatchmakingTicketRecord = {
        tenantId,
        id: TicketId || randomUUID(),
        createdMs: now(),
        configurationName: idOf(ConfigurationName),
        status: 'QUEUED',
        players: Players.map(({ Team: _team, ...player }) => player),
      };
      await matchmaking.start(ticket);
      return { MatchmakingTicket: describe(ticket) };
    },

    DescribeMatchmaking: async ({ TicketIds }, { tenantId }) => {
      if (TicketIds.length === 0 || TicketIds.length > TICKETS_AT_ONCE) {
        throw invalidRequest(`TicketIds has ${TicketIds.length} ids; give 1 to ${TICKETS_AT_ONCE}`);
      }
      const found = await Promise.all([...new Set(TicketIds)].map(id => matchmaking.find(tenantId, id)));
      return { TicketList: found.filter(ticket => ticket !== undefined).map(describe) };
    },

    StopMatchmaking: async ({ TicketId }, { tenantId }) => {
      await matchmaking.stop(tenantId, TicketId);
      return {};
    },

    AcceptMatch: async ({ TicketId, PlayerIds, AcceptanceType }, { tenantId }) => {
      if (PlayerIds.length === 0) throw invalidRequest('PlayerIds is empty; name the players who answer');
      await matchmaking.accept(tenantId, TicketId, PlayerIds, AcceptanceType);
      return {};
    },

    StartMatchBackfill: async (input, { tenantId }) => {
      const { TicketId, ConfigurationName, GameSessionArn, Players } = input;
      requirePlayers(Players, boundsOf('backfill', limits), limits);
      const configurationName = idOf(ConfigurationName);
      const ticket: MatchmakingTicketRecord = {
        tenantId,
        id: TicketId || randomUUID(),
        createdMs: now(),
        configurationName,
        status: 'QUEUED',
        players: Players,
        backfill: {
          kind: 'manual',
          ...(await backfillTarget({ store, arns }, { tenantId, configurationName, arn: GameSessionArn })),
        },
      };
      await matchmaking.start(ticket);
      return { MatchmakingTicket: describe(ticket) };
    },
  } satisfies Operations;
}
