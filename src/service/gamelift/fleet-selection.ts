import type { AliasRecord, FleetRecord } from '../../store/records.ts';
import type { Page, PageRequest, Store } from '../../store/store.ts';
import { idOf } from './identifiers.ts';
import { listPage, type PagedInput, pageWhere } from './pages.ts';
import { invalidRequest, notFound, ServiceError } from './service-error.ts';

/** In one call. */
const MAX_FLEET_IDS = 100;

/** How calls name the fleet they mean: by its id or ARN, or by an alias. */
export interface FleetChoice {
  FleetId?: string | undefined;
  AliasId?: string | undefined;
}

/** Finds the fleets that calls mean, those that are TERMINATED included for as long as the store remembers them. */
export class FleetSelection {
  readonly #store: Store;

  constructor({ store }: { store: Store }) {
    this.#store = store;
  }

  /**
   * The fleet of a call that takes a fleet or an alias.
   * @throws {ServiceError} InvalidRequestException for none or both, NotFoundException,
   * TerminalRoutingStrategyException
   */
  async one(tenantId: string, { FleetId, AliasId }: FleetChoice): Promise<FleetRecord> {
    if (FleetId !== undefined && AliasId === undefined) return this.fleet(tenantId, FleetId);
    if (AliasId !== undefined && FleetId === undefined) return this.behindAlias(tenantId, AliasId);
    throw invalidRequest('give either FleetId or AliasId');
  }

  /** @throws {ServiceError} NotFoundException */
  async fleet(tenantId: string, idOrArn: string): Promise<FleetRecord> {
    const id = idOf(idOrArn);
    const fleet = await this.#store.get('fleet', tenantId, id);
    if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
    return fleet;
  }

  /** @throws {ServiceError} NotFoundException */
  async alias(tenantId: string, idOrArn: string): Promise<AliasRecord> {
    const id = idOf(idOrArn);
    const alias = await this.#store.get('alias', tenantId, id);
    if (alias === undefined) throw notFound(`there is no alias "${id}"`);
    return alias;
  }

  /**
   * @throws {ServiceError} NotFoundException, TerminalRoutingStrategyException, whose message is the alias's own
   */
  async behindAlias(tenantId: string, idOrArn: string): Promise<FleetRecord> {
    const { routingStrategy } = await this.alias(tenantId, idOrArn);
    if (routingStrategy.FleetId === undefined || routingStrategy.Type === 'TERMINAL') {
      throw new ServiceError('TerminalRoutingStrategyException', routingStrategy.Message ?? '');
    }
    return this.fleet(tenantId, routingStrategy.FleetId);
  }

  /**
   * A page of fleets for Describe calls: those of `FleetIds` that there are (then paging is left aside), or all that
   * are not TERMINATED.
   * @param operation what the token of the next page belongs to
   * @throws {ServiceError} InvalidRequestException for a bad NextToken or too many ids
   */
  async page(
    tenantId: string,
    input: PagedInput & { FleetIds?: readonly string[] | undefined },
    operation: string,
  ): Promise<{ items: FleetRecord[]; nextToken: string | undefined }> {
    const { FleetIds: ids = [] } = input;
    if (ids.length === 0) {
      return listPage(input, [operation], page => this.existing(tenantId, page));
    }
    if (ids.length > MAX_FLEET_IDS) {
      throw invalidRequest(`FleetIds has ${ids.length} ids; ask for ${MAX_FLEET_IDS} at most at once`);
    }
    const fleets = await Promise.all(ids.map(id => this.#store.get('fleet', tenantId, idOf(id))));
    return { items: fleets.filter(fleet => fleet !== undefined), nextToken: undefined };
  }

  /** A page of the fleets that are not TERMINATED, of one script or of all. */
  existing(tenantId: string, page: PageRequest, scriptId?: string): Promise<Page<FleetRecord>> {
    return pageWhere(
      page,
      wanted => this.#store.list('fleet', tenantId, wanted),
      fleet => fleet.status !== 'TERMINATED' && (scriptId === undefined || fleet.scriptId === scriptId),
    );
  }
}

/**
 * The location a call means: the one it names, or the fleet's home.
 * @throws {ServiceError} InvalidRequestException for one that the fleet is not in
 */
export function locationOf(fleet: FleetRecord, location: string = fleet.homeLocation): string {
  if (!Object.hasOwn(fleet.locations, location)) {
    throw invalidRequest(
      `fleet "${fleet.id}" is not in location "${location}"; it is in ${Object.keys(fleet.locations).join(', ')}`,
    );
  }
  return location;
}
