import { randomUUID } from 'node:crypto';
import { invalidRequest } from './service-error.ts';

/** Where the service says it is, in ARNs and locations. */
export interface ServicePlace {
  /** The home location of fleets, and the region in ARNs. */
  region: string;
  /** Twelve digits; in the ARNs that have an account. */
  accountId: string;
}

/** Resources whose ARN is `arn:aws:gamelift:<region>::<type>/<id>`, by what their ids begin with. */
type UuidResource = 'fleet' | 'script' | 'alias';
/** Resources that are named by their tenant; their ARN has the account. */
type NamedResource = 'gamesessionqueue' | 'location' | 'matchmakingconfiguration' | 'matchmakingruleset';

export function newId(type: UuidResource | 'psess' | 'gsess'): string {
  return `${type}-${randomUUID()}`;
}

/** Makes and reads the ARNs of one service. Those of any region and account are read by their last part. */
export class Arns {
  readonly place: ServicePlace;

  constructor(place: ServicePlace) {
    this.place = place;
  }

  of(type: UuidResource, id: string): string {
    return `arn:aws:gamelift:${this.place.region}::${type}/${id}`;
  }

  named(type: NamedResource, name: string): string {
    return `arn:aws:gamelift:${this.place.region}:${this.place.accountId}:${type}/${name}`;
  }

  /** Its home location is left out. */
  gameSession(fleetId: string, location: string, idString: string): string {
    const where = location === this.place.region ? fleetId : `${fleetId}/${location}`;
    return `arn:aws:gamelift:${this.place.region}::gamesession/${where}/${idString}`;
  }

  /**
   * A game session's ARN as this service writes it, whatever region and account it was given with.
   * @throws {ServiceError} InvalidRequestException
   */
  ownGameSession(arn: string): string {
    const parts = /^arn:.*:gamesession\/(.+)$/.exec(arn);
    if (parts === null) {
      throw invalidRequest(
        `GameSessionId "${arn}" is not a game session ARN (arn:aws:gamelift:<region>::gamesession/<fleet id>/<id>)`,
      );
    }
    return `arn:aws:gamelift:${this.place.region}::gamesession/${parts[1]}`;
  }
}

/** The id of what is named by its id, its name or an ARN that ends in it. */
export function idOf(idOrArn: string): string {
  return idOrArn.startsWith('arn:') ? idOrArn.slice(idOrArn.lastIndexOf('/') + 1) : idOrArn;
}

/** The kind of resource an ARN names, such as `fleet`; undefined for what is no ARN. */
export function resourceTypeOf(arn: string): string | undefined {
  return /^arn:[^/]*:([a-z]+)\//.exec(arn)?.[1];
}
