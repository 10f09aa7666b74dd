import type { RelayHost } from '../../host/relay-host.ts';
import type { Limits } from '../../limits/limits.ts';
import type { FigureSampler } from '../../metrics/figure-sampler.ts';
import type { SessionFigures } from '../../metrics/figures.ts';
import type { FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import type { ConsoleSessionRow, ConsoleSnapshot, EndedSessionRow, FleetRow } from '../protocol.ts';

/** Of what ended a game session, in characters; it comes again each second. */
const DETAIL_SHOWN = 200;

export interface SnapshotsOptions {
  host: RelayHost;
  figures: FigureSampler;
  store: Pick<Store, 'list' | 'listAll'>;
  limits: Limits;
  /** Of a version of a script, where it has one. */
  labelOf(scriptHash: string): string | undefined;
}

/** What the console shows of everything at one moment, or of what is one tenant's. */
export class Snapshots {
  readonly #options: SnapshotsOptions;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
  }

  async of(tenantId: string | undefined): Promise<ConsoleSnapshot> {
    const { figures, limits } = this.#options;
    const { at, host, workers, sessions } = figures.figures;
    const own = sessions.filter(session => isOf(tenantId, session));
    const shown = own.slice(0, limits.consoleSessionsShown);
    return {
      at,
      ...(tenantId === undefined ? { host, workers } : {}),
      sessions: shown.map(session => this.#row(session, tenantId)),
      sessionsLeftOut: own.length - shown.length,
      ended: this.#ended(tenantId),
      fleets: fleetRows(await this.#fleets(tenantId), own),
    };
  }

  #row({ workerPid, ...session }: SessionFigures, tenantId: string | undefined): ConsoleSessionRow {
    const { host, labelOf } = this.#options;
    const versionLabel = labelOf(session.scriptHash);
    return {
      ...session,
      // Which process it is in is the host's affair.
      ...(workerPid === undefined || tenantId !== undefined ? {} : { workerPid }),
      ...(versionLabel === undefined ? {} : { versionLabel }),
      createdAt: host.sessions.get(session.id)?.createdMs ?? 0,
    };
  }

  #ended(tenantId: string | undefined): EndedSessionRow[] {
    const { host, limits } = this.#options;
    return host.endedSessions
      .list()
      .filter(session => isOf(tenantId, session))
      .slice(-limits.consoleEndedShown)
      .reverse()
      .map(({ id, scriptHash, postMortem }) => ({
        ...{ id, scriptHash },
        postMortem: {
          ...postMortem,
          detail: postMortem.detail.slice(0, DETAIL_SHOWN),
          recentEvents: [],
        },
      }));
  }

  async #fleets(tenantId: string | undefined): Promise<FleetRecord[]> {
    const { store, limits } = this.#options;
    const limit = limits.consoleFleetsShown;
    if (tenantId !== undefined) return (await store.list('fleet', tenantId, { limit })).items;
    return (await store.listAll('fleet')).slice(0, limit);
  }
}

/** @param tenantId undefined: somebody who sees everything */
export function isOf(tenantId: string | undefined, resource: { tenantId: string }): boolean {
  return tenantId === undefined || resource.tenantId === tenantId;
}

function fleetRows(fleets: readonly FleetRecord[], sessions: readonly SessionFigures[]): FleetRow[] {
  const counts = new Map<string, { sessions: number; players: number }>();
  for (const { fleetId, players } of sessions) {
    const count = counts.get(fleetId) ?? { sessions: 0, players: 0 };
    counts.set(fleetId, { sessions: count.sessions + 1, players: count.players + players });
  }
  return fleets.map(({ id, name, status, scriptId, locations }) => ({
    id,
    name,
    status,
    scriptId: scriptId ?? '',
    locations: Object.entries(locations).map(([location, state]) => ({
      name: location,
      status: state.status,
      desired: state.desired,
    })),
    ...(counts.get(id) ?? { sessions: 0, players: 0 }),
  }));
}
