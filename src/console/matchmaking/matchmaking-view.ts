import { randomUUID } from 'node:crypto';
import { PlaypenError } from '../../errors.ts';
import type { Limits } from '../../limits/limits.ts';
import type { Matchmaking } from '../../service/gamelift/matchmaking/matchmaking.ts';
import type { OperatorExplainer } from '../../service/gamelift/matchmaking/operator-explainer.ts';
import type { Operations } from '../../service/gamelift/operation.ts';
import type { MatchmakingConfigurationRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import type {
  ExplainedTicket,
  MatchmakingConfigurationRow,
  MatchmakingConfigurations,
  TicketDetail,
} from '../protocol.ts';
import type { FollowedFeed } from './matchmaking-stream.ts';

/** What the console needs of a service with matchmaking; `GameLiftService` is one. */
export interface MatchmakingSource {
  matchmakingFeed: FollowedFeed;
  matchmaking: Pick<Matchmaking, 'activeByStatus'>;
  explainer: Pick<OperatorExplainer, 'ownerOf' | 'explain'>;
  operations: Pick<Operations, 'DescribeMatchmaking'>;
}

export interface MatchmakingViewDeps {
  source: MatchmakingSource;
  store: Pick<Store, 'list' | 'listAll'>;
  limits: Limits;
}

/** Matchmaking as the console shows it. Tenants are undefined for whoever sees all. */
export class MatchmakingView {
  readonly #deps: MatchmakingViewDeps;

  constructor(deps: MatchmakingViewDeps) {
    this.#deps = deps;
  }

  async configurations(tenantId: string | undefined): Promise<MatchmakingConfigurations> {
    const { store, limits } = this.#deps;
    const most = limits.consoleConfigurationsShown;
    const found =
      tenantId === undefined
        ? await store.listAll('matchmakingConfiguration')
        : (await store.list('matchmakingConfiguration', tenantId, { limit: most + 1 })).items;
    return { configurations: found.slice(0, most).map(one => this.#row(one)), isCut: found.length > most };
  }

  /** @throws {PlaypenError} `ticket_not_found`, `ticket_ambiguous` */
  async ticket(id: string, tenantId: string | undefined): Promise<TicketDetail> {
    const { explainer, operations } = this.#deps.source;
    const owner = await explainer.ownerOf(id, tenantId);
    const answer = await operations.DescribeMatchmaking?.(
      { TicketIds: [id] },
      { tenantId: owner, requestId: randomUUID() },
    );
    const [ticket] = answer?.TicketList ?? [];
    if (ticket === undefined) throw new PlaypenError('ticket_not_found', `"${id}"`);
    const { StartTime, EndTime, ...rest } = ticket;
    return {
      tenantId: owner,
      ticket: {
        ...rest,
        ...(StartTime && { StartTime: StartTime.toISOString() }),
        ...(EndTime && { EndTime: EndTime.toISOString() }),
      },
    };
  }

  /** @throws {PlaypenError} `ticket_not_found`, `ticket_ambiguous`, `ticket_unexplained` */
  explanation(id: string, tenantId: string | undefined): Promise<ExplainedTicket> {
    return this.#deps.source.explainer.explain(id, tenantId);
  }

  #row(configuration: MatchmakingConfigurationRecord): MatchmakingConfigurationRow {
    const { tenantId, id, flexMatchMode, ruleSetName, requestTimeoutSeconds } = configuration;
    const { acceptanceRequired, acceptanceTimeoutSeconds: timeoutSeconds } = configuration;
    return {
      ...{ tenantId, name: id, mode: flexMatchMode, ruleSetName, requestTimeoutSeconds },
      ...(acceptanceRequired && { acceptance: timeoutSeconds === undefined ? {} : { timeoutSeconds } }),
      tickets: this.#deps.source.matchmaking.activeByStatus(tenantId, id),
    };
  }
}
