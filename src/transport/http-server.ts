import { createServer, type Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Limits } from '../limits/limits.ts';

const UPGRADE_TEXT = 'This is a Realtime server: connect with a WebSocket.\n';

/** The HTTP server under the WebSockets: bounded handshakes, and 426 for whoever does not ask for a WebSocket. */
export function createHandshakeServer(limits: Limits): Server {
  const { handshakeMs } = limits;
  const server = createServer(
    {
      maxHeaderSize: limits.handshakeHeaderBytes,
      headersTimeout: handshakeMs,
      requestTimeout: handshakeMs,
      // The two above are checked this often: a handshake takes twice as long at most.
      connectionsCheckingInterval: handshakeMs,
    },
    (_request, response) => {
      const headers = { Connection: 'close', Upgrade: 'websocket', 'Content-Type': 'text/plain' };
      response.writeHead(426, headers).end(UPGRADE_TEXT);
    },
  );
  server.maxConnections = limits.connections;
  return server;
}

/** Turns upgrade requests into WebSockets, on any path. Keeps no list of them. */
export function createWebSocketServer(limits: Limits): WebSocketServer {
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: true,
    maxPendingAutoPongs: limits.pendingPongs,
    maxPayload: limits.websocketMessageBytes,
    maxFragments: limits.websocketParts,
    maxBufferedChunks: limits.websocketParts,
    closeTimeout: limits.closeGraceMs,
    // Text is refused unread, so whether it is UTF-8 makes no difference.
    skipUTF8Validation: true,
  };
  return new WebSocketServer(options);
}
