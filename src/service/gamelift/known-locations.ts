import type { Store } from '../../store/store.ts';

const CUSTOM = /^custom-/;
/** As AWS names its regions and local zones: `eu-west-1`, `us-west-2-lax-1`. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+(-[a-z]+-\d+)?$/;

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
  if (CUSTOM.test(name)) return (await store.get('location', tenantId, name)) !== undefined;
  return name === ownRegion || REGION.test(name);
}
