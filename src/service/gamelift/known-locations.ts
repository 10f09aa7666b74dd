import type { Store } from '../../store/store.ts';
import { invalidRequest, notFound } from './service-error.ts';

const CUSTOM = /^custom-/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/**
 * Makes sure that fleets can be in these locations: the tenant's custom locations, and any region, because this
 * machine stands for all of them.
 * @throws {ServiceError} NotFoundException for an unknown custom location; InvalidRequestException for what is
 * neither, and for one that is given twice
 */
export async function requireKnownLocations(
  store: Store,
  tenantId: string,
  names: readonly string[],
): Promise<void> {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw invalidRequest(`Locations names "${name}" twice`);
    seen.add(name);
    if (CUSTOM.test(name)) {
      if ((await store.get('location', tenantId, name)) === undefined) {
        throw notFound(`there is no location "${name}"; make it with CreateLocation`);
      }
    } else if (!REGION.test(name)) {
      throw invalidRequest(`location "${name}" is neither a region such as eu-west-1 nor a custom location`);
    }
  }
}

export function isCustomLocation(name: string): boolean {
  return CUSTOM.test(name);
}
