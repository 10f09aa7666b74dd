import { defineHidden, inspectCustom } from './captured.ts';
import { inspect } from './inspect.ts';
import { loadLibrary } from './late-library.ts';
import { parse as parseQuery, stringify as stringifyQuery } from './querystring.ts';

export interface UrlClasses {
  URL: UrlConstructor;
  URLSearchParams: new (init?: unknown) => object;
}
type UrlConstructor = { new (url: string, base?: string): WhatwgUrl; prototype: WhatwgUrl };
interface WhatwgUrl {
  href: string;
  hostname: string;
  pathname: string;
  protocol: string;
}

const URL_PARTS = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'searchParams',
  'hash',
] as const;

/** Loads WHATWG `URL` and `URLSearchParams`, and has them shown as Node shows them. */
export function loadUrlClasses(): UrlClasses {
  const { URL, URLSearchParams } = loadLibrary<UrlClasses>('url');
  // The library keeps a table of its own on the global object; it has taken its reference by now.
  Reflect.deleteProperty(globalThis, '__core-js_shared__');
  defineHidden(
    URL.prototype,
    inspectCustom,
    function (this: Record<string, unknown>, depth: number, options: object) {
      if (depth < 0) return '[URL]';
      const parts: Record<string, unknown> = {};
      for (const part of URL_PARTS) parts[part] = this[part];
      return `URL ${inspect(parts, options)}`;
    },
  );
  defineHidden(URLSearchParams.prototype, inspectCustom, function (this: Iterable<[string, string]>) {
    const pairs = [...this].map(([name, value]) => `${inspect(name)} => ${inspect(value)}`);
    return pairs.length === 0 ? 'URLSearchParams {}' : `URLSearchParams { ${pairs.join(', ')} }`;
  });
  return { URL, URLSearchParams };
}

/** What `url.parse` gives: parts that are missing are null. */
export class Url {
  protocol: string | null = null;
  slashes: boolean | null = null;
  auth: string | null = null;
  host: string | null = null;
  port: string | null = null;
  hostname: string | null = null;
  hash: string | null = null;
  search: string | null = null;
  query: unknown = null;
  pathname: string | null = null;
  path: string | null = null;
  href = '';
}

/** Node's `url`: the WHATWG classes, and the older functions for URLs that may be relative. */
export function createUrlModule({ URL, URLSearchParams }: UrlClasses): object {
  return {
    URL,
    URLSearchParams,
    Url,
    parse,
    format: (value: unknown) => format(value, URL),
    resolve: (from: string, to: string) => resolve(from, to, URL),
    urlToHttpOptions: (url: WhatwgUrl) => {
      const {
        protocol,
        hostname,
        pathname,
        search = '',
        hash,
        href,
        port,
      } = url as unknown as Record<string, string>;
      return {
        protocol,
        hostname,
        hash,
        search,
        pathname,
        path: `${pathname}${search}`,
        href,
        ...(port && { port: Number(port) }),
      };
    },
    domainToASCII: (domain: string) => hostOf(domain, URL),
  };
}

function hostOf(domain: string, URL: UrlConstructor): string {
  try {
    return new URL(`ws://${domain}`).hostname;
  } catch {
    return '';
  }
}

/** Splits a URL as RFC 3986 (appendix B) does; nothing is refused. */
const PARTS = /^([a-z][a-z0-9.+-]*:)?(\/\/)?([^?#]*)(\?[^#]*)?(#.*)?$/is;
const SLASHED = new Set(['http:', 'https:', 'ftp:', 'file:', 'ws:', 'wss:', 'gopher:']);

function parse(text: unknown, parseQueryString?: boolean, slashesDenoteHost?: boolean): Url {
  if (text instanceof Url) return text;
  if (typeof text !== 'string') {
    const error = new TypeError(`The "url" argument must be of type string. Received ${inspect(text)}`);
    throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const url = new Url();
  const [, scheme, slashes, rest = '', search, hash] = PARTS.exec(text.trim()) ?? [];
  if (scheme !== undefined) url.protocol = scheme.toLowerCase();
  const hasSlashes =
    slashes !== undefined && (url.protocol !== null || Boolean(slashesDenoteHost) || /^[^@/]+@/.test(rest));
  // Of the schemes that are not followed by slashes, all but this one are followed by a host.
  const isHostScheme = url.protocol !== null && !SLASHED.has(url.protocol) && url.protocol !== 'javascript:';
  let pathname = rest;
  if (hasSlashes || isHostScheme) {
    if (hasSlashes) url.slashes = true;
    const end = rest.indexOf('/');
    setAuthority(url, end < 0 ? rest : rest.slice(0, end));
    pathname = end < 0 ? '' : rest.slice(end);
    if (pathname === '' && SLASHED.has(url.protocol ?? '')) pathname = '/';
  } else if (slashes !== undefined) pathname = `//${rest}`;
  url.pathname = pathname === '' ? null : pathname;
  url.hash = hash ?? null;
  url.search = search ?? null;
  url.query = search?.slice(1) ?? null;
  if (parseQueryString) url.query = parseQuery(url.query ?? '');
  const path = `${pathname}${search ?? ''}`;
  url.path = path === '' ? null : path;
  url.href = formatParts(url);
  return url;
}

function setAuthority(url: Url, authority: string): void {
  const at = authority.lastIndexOf('@');
  if (at >= 0) url.auth = decodeURIComponent(authority.slice(0, at));
  const host = authority.slice(at + 1);
  const port = /:(\d*)$/.exec(host)?.[1];
  if (port !== undefined && port !== '') url.port = port;
  const hostname = port === undefined ? host : host.slice(0, host.length - port.length - 1);
  url.hostname = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  url.host = host.toLowerCase().replace(/:$/, '');
}

type Parts = Partial<Omit<Url, 'port'>> & { port?: string | number | null };

/** The text of a URL given in parts, as `url.format` makes it. */
function formatParts(parts: Parts): string {
  const protocol = parts.protocol ? parts.protocol.replace(/:?$/, ':') : '';
  const auth = parts.auth ? `${encodeURIComponent(parts.auth).replace(/%3A/i, ':')}@` : '';
  let host = parts.host ? auth + parts.host : '';
  if (host === '' && parts.hostname) {
    const hostname = parts.hostname.includes(':') ? `[${parts.hostname}]` : parts.hostname;
    host = `${auth}${hostname}${parts.port ? `:${parts.port}` : ''}`;
  }
  const query = typeof parts.query === 'object' && parts.query !== null ? stringifyQuery(parts.query) : '';
  let search = parts.search || (query === '' ? '' : `?${query}`);
  if (search !== '' && !search.startsWith('?')) search = `?${search}`;
  let hash = parts.hash ?? '';
  if (hash !== '' && !hash.startsWith('#')) hash = `#${hash}`;
  let pathname = (parts.pathname ?? '').replace(/[?#]/g, encodeURIComponent);
  const slashes = parts.slashes || ((protocol === '' || SLASHED.has(protocol)) && host !== '');
  if (slashes && pathname !== '' && !pathname.startsWith('/')) pathname = `/${pathname}`;
  return `${protocol}${slashes ? '//' : ''}${host}${pathname}${search.replace(/#/g, '%23')}${hash}`;
}

function format(value: unknown, URL: UrlConstructor): string {
  if (value instanceof URL) return value.href;
  return formatParts(typeof value === 'string' ? parse(value) : (value as Parts));
}

/** Resolves like a browser; a base without a scheme gives a result without one. */
function resolve(from: string, to: string, URL: UrlConstructor): string {
  const base = new URL(from, 'resolve://');
  const resolved = new URL(to, base.href);
  if (resolved.protocol !== 'resolve:') return resolved.href;
  return resolved.href.replace(/^resolve:\/\/(\/)?/, from.startsWith('/') || to.startsWith('/') ? '$1' : '');
}
