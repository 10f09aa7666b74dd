const MAPPED_IPV4_PREFIX = '::ffff:';

/**
 * One spelling per IP address: a socket that listens on `::` reports IPv4 clients as `::ffff:192.0.2.1`, another
 * one as `192.0.2.1`. For comparing only; a socket wants its own spelling back when it sends.
 */
export function normalizeAddress(address: string): string {
  const isMapped = address.startsWith(MAPPED_IPV4_PREFIX) && address.includes('.');
  return isMapped ? address.slice(MAPPED_IPV4_PREFIX.length) : address;
}
