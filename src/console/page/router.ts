import { signal } from '@preact/signals';

/** What the part of the address behind `#` says is shown. */
export type Route =
  | { page: 'overview' }
  | { page: 'session'; id: string }
  | { page: 'playground'; room?: string }
  | { page: 'unknown' };

const SESSION = /^\/sessions\/([^/]+)$/;

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#/, '') || '/';
  if (path === '/') return { page: 'overview' };
  if (path === '/playground' || path.startsWith('/playground?')) return playgroundRoute(path);
  const id = SESSION.exec(path)?.[1];
  if (id === undefined) return { page: 'unknown' };
  try {
    return { page: 'session', id: decodeURIComponent(id) };
  } catch {
    return { page: 'unknown' };
  }
}

function playgroundRoute(path: string): Route {
  const room = new URLSearchParams(path.split('?')[1]).get('room');
  return room === null ? { page: 'playground' } : { page: 'playground', room };
}

export function sessionHref(id: string): string {
  return `#/sessions/${encodeURIComponent(id)}`;
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
