import ipaddr from 'ipaddr.js';
import { ServiceError } from '../service-error.ts';
import type { Access, ApiRequest, ApiRequestHead } from './access.ts';

/** Whose everything is where nobody needs a key. */
export const OPEN_TENANT = 'local';

/** Lets everyone in who can reach the port, as one tenant. Signatures and keys are not looked at. */
export class OpenAccess implements Access {
  /**
   * A browser says where a page came from whenever the page posts something; no client of the API does. Without this
   * any web page could call a service on the machine it is looked at.
   */
  checkHead({ headers }: ApiRequestHead): void {
    if (headers.origin === undefined) return;
    throw new ServiceError(
      'UnrecognizedClientException',
      'Calls from web pages (with an Origin header) are refused while the API needs no keys',
    );
  }

  async tenantOf(request: ApiRequest): Promise<string> {
    this.checkHead(request);
    return OPEN_TENANT;
  }
}

/**
 * Whether open access stays on this machine when listening there: these calls upload code.
 * @param host an IP address, or a name, of which `localhost` alone will do
 */
export function isOpenAccessSafeOn(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (address === 'localhost') return true;
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
