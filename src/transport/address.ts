import ipaddr from 'ipaddr.js';

const MAPPED_IPV4_PREFIX = '::ffff:';
/** Of the eight groups of an IPv6 address, those that name the network: a customer gets at least a /64. */
const NETWORK_GROUPS = 4;

/**
 * One spelling per IP address: a socket that listens on `::` reports IPv4 clients as `::ffff:192.0.2.1`, another
 * one as `192.0.2.1`. For comparing only; a socket wants its own spelling back when it sends.
 */
export function normalizeAddress(address: string): string {
  const isMapped = address.startsWith(MAPPED_IPV4_PREFIX) && address.includes('.');
  return isMapped ? address.slice(MAPPED_IPV4_PREFIX.length) : address;
}

/** Whose address it is, as far as one can tell: an IPv4 address, or the /64 network of an IPv6 one. */
export function addressOwner(address: string): string {
  const ip = ipaddr.process(address);
  if (!(ip instanceof ipaddr.IPv6)) return ip.toString();
  const network = ip.parts.slice(0, NETWORK_GROUPS).map(group => group.toString(16));
  return `${network.join(':')}::/64`;
}
