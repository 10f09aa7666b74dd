import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { encodeTestPacket, type PacketFields } from './test-client.ts';

/** A UDP socket that belongs to no player. Records what it is sent. */
export class Stranger {
  readonly received: Buffer[] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', datagram => this.received.push(datagram));
  }

  static async open(address = '127.0.0.1'): Promise<Stranger> {
    const socket = createSocket('udp4');
    socket.unref();
    socket.bind(0, address);
    await once(socket, 'listening');
    return new Stranger(socket);
  }

  /** Resolves when the datagram has left, which on loopback means that it has arrived. */
  send(port: number, packet: PacketFields | Uint8Array): Promise<void> {
    const bytes = packet instanceof Uint8Array ? packet : encodeTestPacket(packet);
    return new Promise((resolve, reject) => {
      this.#socket.send(bytes, port, '127.0.0.1', error => (error ? reject(error) : resolve()));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
