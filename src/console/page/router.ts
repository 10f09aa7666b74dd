import { signal } from '@preact/signals';

/** What the part of the address behind `#` says is shown. */
export type Route =
  | { page: 'overview' }
  | { page: 'session'; id: string }
  | { page: 'playground' }
  | { page: 'unknown' };

const SESSION = /^\/sessions\/([^/]+)$/;

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#/, '') || '/';
  if (path === '/') return { page: 'overview' };
  if (path === '/playground') return { page: 'playground' };
  const id = SESSION.exec(path)?.[1];
  if (id === undefined) return { page: 'unknown' };
  try {
    return { page: 'session', id: decodeURIComponent(id) };
  } catch {
    return { page: 'unknown' };
  }
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
