import { isDeepStrictEqual } from 'node:util';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { notFound, type ServiceError } from '../service-error.ts';
import type { ActiveTicket } from './active-match.ts';
import { ruleSetOf } from './configuration-rules.ts';
import { Matchmaker, type MatchmakerDeps } from './matchmaker.ts';

/** The matchmakers of all configurations that had a ticket. */
export class Matchmakers {
  readonly #deps: MatchmakerDeps & { store: Store };
  readonly #byKey = new Map<string, Matchmaker>();

  constructor(deps: MatchmakerDeps & { store: Store }) {
    this.#deps = deps;
  }

  all(): Matchmaker[] {
    return [...this.#byKey.values()];
  }

  /** Undefined where it had no ticket yet. */
  get(tenantId: string, configurationName: string): Matchmaker | undefined {
    return this.#byKey.get(keyOf(tenantId, configurationName));
  }

  /** The one that a ticket belongs to. */
  existing({ record: { tenantId, configurationName } }: ActiveTicket): Matchmaker | undefined {
    return this.get(tenantId, configurationName);
  }

  /**
   * The one of a configuration, which is as the store has it.
   * @throws {ServiceError} NotFoundException; InvalidRequestException for a rule set that is not valid any more
   */
  async of(tenantId: string, name: string): Promise<Matchmaker> {
    const { store, limits } = this.#deps;
    const configuration = await store.get('matchmakingConfiguration', tenantId, name);
    if (configuration === undefined) throw configurationNotFound(name);
    const known = this.get(tenantId, name);
    if (known !== undefined && isDeepStrictEqual(known.configuration, configuration)) return known;
    const ruleSet = await ruleSetOf(store, configuration, limits);
    const existing = this.get(tenantId, name);
    if (existing !== undefined) {
      existing.reconfigure(configuration, ruleSet);
      return existing;
    }
    const matchmaker = new Matchmaker(configuration, ruleSet, this.#deps);
    this.#byKey.set(keyOf(tenantId, name), matchmaker);
    return matchmaker;
  }

  /** Of a configuration that is deleted. */
  remove({ tenantId, id }: MatchmakingConfigurationRecord): void {
    this.get(tenantId, id)?.close();
    this.#byKey.delete(keyOf(tenantId, id));
  }
}

export function configurationNotFound(name: string): ServiceError {
  return notFound(`there is no matchmaking configuration "${name}"`);
}

/** Names have no blanks. */
function keyOf(tenantId: string, configurationName: string): string {
  return `${configurationName} ${tenantId}`;
}
