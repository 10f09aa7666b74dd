import type { Socket } from 'node:dgram';

/** A way to send datagrams to one UDP port of one host, and get those that come from there. */
export interface DatagramSocket {
  /** Best effort: what cannot be sent is lost. */
  send(frame: Uint8Array): void;
  close(): void;
}

/** Rejects where the host has no address. */
export type OpenDatagramSocket = (
  host: string,
  port: number,
  onDatagram: (frame: Uint8Array) => void,
) => Promise<DatagramSocket>;

interface NodeModules {
  readonly dgram: typeof import('node:dgram');
  readonly dns: typeof import('node:dns');
}

/** UDP where the platform has it, which no browser does. */
export function findDatagramSockets(): OpenDatagramSocket | undefined {
  // Asked for by name at run time: a bundler for browsers finds nothing to resolve.
  const getBuiltinModule = globalThis.process?.getBuiltinModule;
  const dgram = getBuiltinModule?.('node:dgram');
  const dns = getBuiltinModule?.('node:dns');
  if (dgram === undefined || dns === undefined) return undefined;
  return (host, port, onDatagram) => open({ dgram, dns }, host, port, onDatagram);
}

async function open(
  { dgram, dns }: NodeModules,
  host: string,
  port: number,
  onDatagram: (frame: Uint8Array) => void,
): Promise<DatagramSocket> {
  const addresses = await dns.promises.lookup(host, { all: true });
  // The WebSocket does not tell by which address family it reached the host, and a server takes datagrams only from
  // the WebSocket's own address: both are tried, and the first answer decides.
  const onePerFamily = [4, 6].flatMap(family => addresses.find(address => address.family === family) ?? []);
  const attempts = onePerFamily.map(({ address, family }) =>
    connectSocket(dgram.createSocket(family === 6 ? 'udp6' : 'udp4'), address, port),
  );
  let sockets = (await Promise.all(attempts)).filter(socket => socket !== undefined);
  if (sockets.length === 0) throw new Error(`no route to ${host}`);
  for (const socket of sockets) {
    socket.on('message', bytes => {
      for (const other of sockets) if (other !== socket) other.close();
      sockets = [socket];
      onDatagram(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    });
  }
  return {
    send(frame) {
      for (const socket of sockets) socket.send(frame, () => {});
    },
    close() {
      for (const socket of sockets.splice(0)) socket.close();
    },
  };
}

/** Resolves with the socket bound to that one sender, or with nothing where there is no route to it. */
function connectSocket(socket: Socket, address: string, port: number): Promise<Socket | undefined> {
  return new Promise(resolve => {
    let connected = false;
    socket.once('connect', () => {
      connected = true;
      socket.unref();
      resolve(socket);
    });
    socket.on('error', () => {
      // Once connected, an error is a port that nobody listens on yet: the caller sends again anyway.
      if (connected) return;
      socket.close();
      resolve(undefined);
    });
    socket.connect(port, address);
  });
}
