import { ConnectError } from './connect-error.ts';

/**
 * The platform's own WebSocket, or where it has none (Node.js 20) the one of the package `ws`, if that is installed.
 *
 * @throws ConnectError `connect_failed` where there is neither.
 */
export async function findWebSocket(): Promise<typeof WebSocket> {
  if (globalThis.WebSocket !== undefined) return globalThis.WebSocket;
  // Put together at run time, so that no bundler looks for a package that only this platform needs.
  const name = ['w', 's'].join('');
  try {
    const { WebSocket } = await import(/* @vite-ignore */ name);
    return WebSocket;
  } catch {
    const detail = 'this platform has no WebSocket; for Node.js 20, install the package ws: npm install ws';
    throw new ConnectError('connect_failed', detail);
  }
}
