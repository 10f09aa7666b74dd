import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';

const UPGRADE_TEXT = 'This is a Realtime server: connect with a WebSocket.\n';

/** The HTTP server under the WebSockets: bounded handshakes, and 426 for whoever does not ask for a WebSocket. */
export function createHandshakeServer(limits: Limits, hits: LimitHits): Server {
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
  server.on('drop', () => hits.add('connections'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // An HTTP server's streams are the sockets themselves.
    refuseHandshake(socket as Socket, statusOf(error, hits));
  });
  return server;
}

/** Answers with a status and closes, whether the client reads the answer or not. */
export function refuseHandshake(socket: Socket, status: number): void {
  if (socket.writable)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  socket.destroySoon();
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

/** What a request that cannot be read is answered with. */
function statusOf(error: NodeJS.ErrnoException, hits: LimitHits): number {
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      hits.add('handshakeMs');
      return 408;
    case 'HPE_HEADER_OVERFLOW':
      hits.add('handshakeHeaderBytes');
      return 431;
    default:
      return 400;
  }
}
