import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';
import { PlaypenError } from '../../errors.ts';
import { isOpenAccessSafeOn } from '../../service/gamelift/access/open-access.ts';
import { CONSOLE_HEADER } from '../protocol.ts';

export interface OwnPageOptions {
  /** The address that the port listens on. */
  listensOn: string;
  /** Names by which the port is reached as well, with their ports where those are no default ones. */
  alsoKnownAs: readonly string[];
  /**
   * What a Host may be. `known`: no name but those above, because a name of somebody else's that leads here is how their
   * page would get in. `any`: where a cookie, which belongs to one name, keeps such a page out.
   */
  hosts: 'known' | 'any';
}

/**
 * Refuses what another site's page asks for in the browser of somebody who may. Same-site is not enough: other ports of
 * this machine are.
 */
export class OwnPage {
  readonly #options: OwnPageOptions;

  constructor(options: OwnPageOptions) {
    this.#options = options;
  }

  /** @throws {PlaypenError} `console_elsewhere` */
  check(method: string, headers: IncomingHttpHeaders): void {
    const host = headers.host ?? '';
    if (this.#options.hosts === 'known' && !this.#isKnown(host)) {
      throw new PlaypenError('console_elsewhere', `this server is not known as ${host}; use its address`);
    }
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw new PlaypenError('console_elsewhere', `the request is ${String(site)}`);
    }
    const { origin } = headers;
    if (origin !== undefined && !this.#isOwn(origin, host)) {
      throw new PlaypenError('console_elsewhere', `the request comes from ${origin}`);
    }
    // No form and no script of another site's can send it without asking first, which is never allowed.
    if (method !== 'GET' && method !== 'HEAD' && headers[CONSOLE_HEADER] === undefined) {
      throw new PlaypenError('console_elsewhere', `the header ${CONSOLE_HEADER} is missing`);
    }
  }

  #isKnown(host: string): boolean {
    const { listensOn, alsoKnownAs } = this.#options;
    const name = hostname(host);
    if (name === undefined) return false;
    if (isOpenAccessSafeOn(name) || alsoKnownAs.includes(host.toLowerCase())) return true;
    if (name === listensOn.toLowerCase()) return true;
    // An address, unlike a name, leads to this machine alone.
    return isUnspecified(listensOn) && ipaddr.isValid(name);
  }

  #isOwn(origin: string, host: string): boolean {
    const from = URL.parse(origin)?.host;
    return from !== undefined && (from === host.toLowerCase() || this.#options.alsoKnownAs.includes(from));
  }
}

/** Of a Host header, without the port and without brackets. */
function hostname(host: string): string | undefined {
  return URL.parse(`http://${host}`)?.hostname.replace(/^\[(.*)\]$/, '$1');
}

function isUnspecified(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unspecified';
}
