import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';

export interface ClosingOptions {
  readonly webSocket: WebSocket;
  readonly socket: Socket;
  readonly limits: Limits;
  readonly hits: LimitHits;
}

/**
 * Watches over a WebSocket from the moment this side closes it. It is read on for the client's answer, without a rate
 * budget: what comes before the answer may be one second's worth, and `closeGraceMs` old.
 */
export function watchClosing({ webSocket, socket, limits, hits }: ClosingOptions): void {
  let bytesLeft = limits.receivedBytesPerSecond;
  socket.prependListener('data', (chunk: Buffer) => {
    if (bytesLeft < 0) return;
    bytesLeft -= chunk.length;
    if (bytesLeft >= 0) return;
    hits.add('receivedBytesPerSecond');
    webSocket.terminate();
  });
  webSocket.once('close', () => {
    if (bytesLeft >= 0 && wasCutOff(socket)) hits.add('closeGraceMs');
  });
}

/** Whether a socket that is gone was ended by this side alone: neither did the client end it, nor the network. */
export function wasCutOff(socket: Socket): boolean {
  const error: NodeJS.ErrnoException | null = socket.errored;
  // A write that was under way when this side ended the socket is cancelled.
  return !socket.readableEnded && (error === null || error.code === 'ECANCELED');
}
