import type { Store } from '../../store/store.ts';
import { invalidRequest, notFound } from './service-error.ts';

const CUSTOM = /^custom-/;
/** As AWS names its regions and local zones: `eu-west-1`, `us-west-2-lax-1`. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+(-[a-z]+-\d+)?$/;

export function isCustomLocation(name: string): boolean {
  return CUSTOM.test(name);
}

/**
 * Whether fleets can be in a location: the service's own region, a custom location of the tenant, and whatever AWS
 * could have as a region, so that what is deployed there can be deployed here unchanged.
 */
export async function isKnownLocation(
  store: Store,
  tenantId: string,
  name: string,
  ownRegion: string,
): Promise<boolean> {
  if (isCustomLocation(name)) return (await store.get('location', tenantId, name)) !== undefined;
  return name === ownRegion || REGION.test(name);
}

/**
 * Makes sure that a new fleet can be in these locations.
 * @throws {ServiceError} NotFoundException for an unknown custom location; InvalidRequestException for what is
 * neither that nor a region, and for one that is given twice
 */
export async function requireKnownLocations(
  store: Store,
  tenantId: string,
  names: readonly string[],
  ownRegion: string,
): Promise<void> {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw invalidRequest(`Locations names "${name}" twice`);
    seen.add(name);
    if (await isKnownLocation(store, tenantId, name, ownRegion)) continue;
    if (isCustomLocation(name)) throw notFound(`there is no location "${name}"; make it with CreateLocation`);
    throw invalidRequest(`location "${name}" is neither a region such as eu-west-1 nor a custom location`);
  }
}
