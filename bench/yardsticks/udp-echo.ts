/** A bare UDP echo: what a datagram's way there and back takes at least, between two processes of Node. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const socket = createSocket('udp4');
socket.on('message', (bytes, { port, address }) => socket.send(bytes, port, address));
socket.bind(0, '127.0.0.1');
await once(socket, 'listening');
process.on('disconnect', () => process.exit());
process.send!([socket.address().port]);
