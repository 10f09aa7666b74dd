import { signal } from '@preact/signals';

/** What the part of the address behind `#` says is shown. */
export type Route =
  | { page: 'overview' }
  | { page: 'session'; id: string }
  | { page: 'matchmaking' }
  | { page: 'ticket'; id: string; tenantId?: string }
  | { page: 'playground'; room?: string }
  | { page: 'unknown' };

const SESSION = /^\/sessions\/([^/]+)$/;
const TICKET = /^\/matchmaking\/tickets\/([^/]+)$/;

export function parseRoute(hash: string): Route {
  const [path = '', search] = (hash.replace(/^#/, '') || '/').split('?');
  const query = new URLSearchParams(search);
  switch (path) {
    case '/':
      return { page: 'overview' };
    case '/matchmaking':
      return { page: 'matchmaking' };
    case '/playground':
      return playgroundRoute(query);
    default:
      return resourceRoute(path, query);
  }
}

function playgroundRoute(query: URLSearchParams): Route {
  const room = query.get('room');
  return room === null ? { page: 'playground' } : { page: 'playground', room };
}

function resourceRoute(path: string, query: URLSearchParams): Route {
  try {
    const sessionId = SESSION.exec(path)?.[1];
    if (sessionId !== undefined) return { page: 'session', id: decodeURIComponent(sessionId) };
    const ticketId = TICKET.exec(path)?.[1];
    const tenantId = query.get('tenantId');
    if (ticketId !== undefined) {
      return { page: 'ticket', id: decodeURIComponent(ticketId), ...(tenantId !== null && { tenantId }) };
    }
  } catch {
    // What cannot be decoded names nothing.
  }
  return { page: 'unknown' };
}

export function sessionHref(id: string): string {
  return `#/sessions/${encodeURIComponent(id)}`;
}

/** @param tenantId whose it is, where several may have one of this id */
export function ticketHref(id: string, tenantId?: string): string {
  const query = tenantId === undefined ? '' : `?tenantId=${encodeURIComponent(tenantId)}`;
  return `#/matchmaking/tickets/${encodeURIComponent(id)}${query}`;
}

/** The route that is shown; follows the address until `stop` is called. */
export function followRoute(): { route: { readonly value: Route }; stop(): void } {
  const route = signal(parseRoute(location.hash));
  const onChange = (): void => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', onChange);
  return { route, stop: () => removeEventListener('hashchange', onChange) };
}
